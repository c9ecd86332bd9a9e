import { h, show } from './dom.js';
import { STEPS } from './run.js';
import { seconds, STEP_NAMES, STEP_STATES } from './words.js';

/** The four steps of a run, and how long each took. */
export class StepsView {
  #items = new Map();

  constructor(list) {
    for (const step of STEPS) {
      const state = h('span', { class: 'step-state' });
      const item = h('li', { class: 'step' }, h('span', { class: 'step-name' }, STEP_NAMES[step]), state);
      this.#items.set(step, { item, state });
      list.append(item);
    }
  }

  render(run, now) {
    for (const [step, { state, began, ended }] of run.steps) {
      const { item, state: shown } = this.#items.get(step);
      item.dataset.state = state;
      item.toggleAttribute('aria-current', state === 'running');
      if (state === 'running') {
        item.setAttribute('aria-current', 'step');
      }
      const took = began === null ? '' : `, ${seconds((ended ?? now) - began)}`;
      show(shown, STEP_STATES[state] + took);
    }
  }
}
