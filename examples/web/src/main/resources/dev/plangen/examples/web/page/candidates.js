import { h, hold, show, showText } from './dom.js';
import { VerdictView } from './verdict.js';
import { candidateName, scoreOf } from './words.js';

function standing(candidate) {
  switch (candidate.state) {
    case 'writing':
      return 'being written …';
    case 'written':
      return candidate.solution?.finishReason === 'FINISH_REASON_STOP' ? 'written' : 'cut off';
    case 'judging':
      return 'being verified …';
    case 'lost':
      return candidate.error.reason === 'NOT_NEEDED' ? 'not needed' : 'lost';
    default:
      return candidate.score === null ? 'no score' : `score ${scoreOf(candidate.score)}`;
  }
}

class Card {
  #standing = h('span', { class: 'chip' });
  #selected = h('span', { class: 'chip chosen' });
  #text = h('p', { class: 'plan-text' });
  #error = h('p', { class: 'why' });
  #verdicts = new Map();
  #seen = new Map();
  element;

  constructor(candidate) {
    const heading = h('h3', { id: `candidate-${candidate.id}` }, candidateName(candidate));
    this.element = h(
      'article',
      { class: 'card', 'aria-labelledby': heading.id },
      h('div', { class: 'card-head' }, heading, h('span', { class: 'chips' }, this.#selected, this.#standing)),
      this.#text,
    );
  }

  render(candidate, chosen) {
    this.element.dataset.state = candidate.state;
    this.element.classList.toggle('is-chosen', chosen !== null);
    show(this.#standing, standing(candidate));
    show(this.#selected, chosen ?? '');
    (candidate.solution ? showText : show)(this.#text, candidate.solution?.text ?? candidate.text);
    show(this.#error, candidate.error?.message ?? '');
    hold(this.element, [
      this.element.firstChild,
      this.#text,
      ...(candidate.error ? [this.#error] : []),
      ...this.#verdictsOf(candidate),
    ]);
  }

  #verdictsOf({ judging, verdicts }) {
    return [...new Set([...verdicts.keys(), ...judging.keys()])].map((verifier) => {
      if (!this.#verdicts.has(verifier)) {
        this.#verdicts.set(verifier, new VerdictView(verifier));
      }
      const view = this.#verdicts.get(verifier);
      const verdict = verdicts.get(verifier);
      if (!verdict) {
        view.writing(judging.get(verifier).toString());
      } else if (this.#seen.get(verifier) !== verdict) {
        view.said(verdict);
        this.#seen.set(verifier, verdict);
      }
      return view.element;
    });
  }
}

/** Complete plans, and those that are written at once, side by side. */
export class CandidatesView {
  #section;
  #grid;
  #cards = new Map();

  constructor(section) {
    this.#section = section;
    this.#grid = section.querySelector('.cards');
  }

  render(run) {
    const plans = run.plans;
    this.#section.hidden = plans.length === 0;
    const selected = run.result?.selectedSolution?.candidateId;
    const best = run.isOver ? undefined : run.incumbent?.candidateId;
    hold(
      this.#grid,
      plans.map((candidate) => {
        if (!this.#cards.has(candidate.id)) {
          this.#cards.set(candidate.id, new Card(candidate));
        }
        const card = this.#cards.get(candidate.id);
        const chosen = candidate.id === selected ? 'selected' : candidate.id === best ? 'best so far' : null;
        card.render(candidate, chosen);
        return card.element;
      }),
    );
  }
}
