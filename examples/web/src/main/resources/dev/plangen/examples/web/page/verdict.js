import { h, hold, show } from './dom.js';
import { scoreOf } from './words.js';

const BROKEN = /\b(?:broken|breaks|violate[sd]?|not satisfied)\b/i;
const MOST_REASONS = 3;

/** What a verifier says in a word, and which of: passed, vetoed, unknown, silent. */
function ruling({ outcome, sound, score }) {
  switch (outcome) {
    case 'OUTCOME_PASSED':
      return ['passed', sound ? 'proven right' : 'passed'];
    case 'OUTCOME_VETOED':
      return ['vetoed', 'proven wrong'];
    default:
      return score === undefined ? ['silent', 'no opinion'] : ['unknown', 'not convinced'];
  }
}

/** What it has against the plan: the constraints that it says are broken, or the lines that say so. */
function reasons({ outcome, feedback = '', constraintVerdicts = [] }) {
  if (outcome === 'OUTCOME_PASSED') {
    return [];
  }
  const broken = constraintVerdicts
    .filter((verdict) => verdict.outcome === 'OUTCOME_VETOED')
    .map((verdict) => verdict.reason || verdict.constraint);
  const lines = feedback.split('\n').filter((line) => BROKEN.test(line));
  return [...new Set(broken.length > 0 ? broken : lines)].slice(0, MOST_REASONS);
}

/** One verifier's word on one plan, while it is written and when it is there. */
export class VerdictView {
  #ruling = h('span', { class: 'ruling' });
  #score = h('strong', { class: 'score' });
  #level = h('span', { class: 'level' });
  #meter = h('span', { class: 'meter', 'aria-hidden': 'true' }, this.#level);
  #draft = h('p', { class: 'said draft' });
  #reasons = h('ul', { class: 'reasons' });
  #said = h('p', { class: 'said' });
  #all = h('details', {}, h('summary', {}, 'All that it says'), this.#said);
  element;

  constructor(verifier) {
    this.element = h(
      'div',
      { class: 'verdict' },
      h(
        'p',
        { class: 'verdict-head' },
        h('span', { class: 'verifier' }, verifier),
        this.#meter,
        this.#score,
        this.#ruling,
      ),
    );
  }

  writing(text) {
    this.element.dataset.ruling = 'writing';
    show(this.#ruling, 'judging …');
    show(this.#draft, text);
    this.#hold(this.#draft);
  }

  said(verdict) {
    const [kind, word] = ruling(verdict);
    this.element.dataset.ruling = kind;
    show(this.#ruling, word);
    show(this.#score, verdict.score === undefined ? '' : scoreOf(verdict.score));
    this.#level.style.width = `${((verdict.score ?? -100) + 100) / 2}%`;
    hold(
      this.#reasons,
      reasons(verdict).map((reason) => h('li', {}, reason)),
    );
    show(this.#said, verdict.feedback ?? '');
    this.#hold(this.#reasons.childElementCount > 0 ? this.#reasons : null, verdict.feedback ? this.#all : null);
  }

  #hold(...parts) {
    hold(this.element, [this.element.firstChild, ...parts.filter((part) => part !== null)]);
  }
}
