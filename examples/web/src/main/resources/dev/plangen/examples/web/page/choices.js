import { h, hold } from './dom.js';
import { algorithm } from './words.js';

const TERMS = [
  ['normalisedReward', 'reward'],
  ['exploration', 'exploration'],
  ['prior', 'prior'],
  ['diversity', 'diversity'],
  ['recovery', 'recovery'],
];

const figure = (number = 0) => number.toFixed(2);

/** The terms of one choice, as figures and, for the eye, as a bar; `longest` is the highest bound of all choices. */
function table(choice, longest) {
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, 'Algorithm'),
    ...TERMS.map(([, name]) =>
      h('th', { scope: 'col', class: 'number' }, h('span', { class: `swatch term-${name}`, 'aria-hidden': 'true' }), name),
    ),
    h('th', { scope: 'col', class: 'number' }, 'sum'),
  );
  const rows = (choice.arms ?? []).map((arm) => {
    const bar = h('span', { class: 'bound', 'aria-hidden': 'true' });
    for (const [term, name] of TERMS) {
      const part = h('span', { class: `term term-${name}` });
      part.style.width = `${(100 * (arm[term] ?? 0)) / longest}%`;
      bar.append(part);
    }
    const chosen = arm.algorithm === choice.algorithm;
    return h(
      'tr',
      { class: chosen ? 'is-chosen' : '' },
      h('th', { scope: 'row' }, algorithm(arm.algorithm), bar),
      ...TERMS.map(([term]) => h('td', { class: 'number' }, figure(arm[term]))),
      h('td', { class: 'number sum' }, figure(arm.bound)),
    );
  });
  const title = `Attempt ${choice.iteration}: ${algorithm(choice.algorithm)}`;
  return h(
    'div',
    { class: 'scrolls', tabIndex: 0, role: 'region', 'aria-label': title },
    h('table', {}, h('caption', {}, title), h('thead', {}, head), h('tbody', {}, ...rows)),
  );
}

/** Which algorithm a mixture chose for each attempt, and why. */
export class ChoicesView {
  #section;
  #shown = 0;

  constructor(section) {
    this.#section = section;
  }

  render({ choices }) {
    this.#section.hidden = choices.length === 0;
    if (choices.length === this.#shown) {
      return;
    }
    this.#shown = choices.length;
    const longest = Math.max(...choices.flatMap((choice) => (choice.arms ?? []).map((arm) => arm.bound ?? 0)), 1);
    hold(
      this.#section.querySelector('.choices'),
      choices.map((choice) => table(choice, longest)),
    );
  }
}
