import { h, hold, show, showText } from './dom.js';
import { candidateName, scoreOf, stopReason } from './words.js';

/** What is to be had of the run: its plan, the best one so far, or why there is none. */
export class PlanView {
  #section;
  #heading = h('h2', { id: 'plan-heading' });
  #text = h('p', { class: 'plan-text' });
  #about = h('p', { class: 'about' });
  #why = h('p', {});

  constructor(section) {
    this.#section = section;
    section.append(this.#heading);
  }

  render(run) {
    const plan = run.result?.selectedSolution;
    if (plan) {
      this.#show('The plan', plan.verified ? 'verified' : 'unverified', run, plan);
      show(this.#why, stopReason(run.stopReason));
      hold(this.#section, [this.#heading, this.#text, this.#about, this.#why]);
    } else if (run.error) {
      this.failed(run.error);
    } else if (run.incumbent) {
      this.#show('The best plan so far', 'so-far', run, run.incumbent);
      hold(this.#section, [this.#heading, this.#text, this.#about]);
    }
    this.#section.hidden = !plan && !run.error && !run.incumbent;
  }

  /** Why there is no plan, of a run or of one that the server does not know. */
  failed({ message, reason }) {
    this.#section.hidden = false;
    this.#section.dataset.kind = 'failed';
    show(this.#heading, reason === 'CANCELLED' ? 'Cancelled' : 'No plan');
    show(this.#why, message ?? '');
    show(this.#about, reason ?? '');
    hold(this.#section, [this.#heading, this.#why, this.#about]);
  }

  #show(heading, kind, run, { candidateId, text, score, verified, sound }) {
    const candidate = run.candidates.get(candidateId);
    this.#section.dataset.kind = kind;
    show(this.#heading, heading);
    showText(this.#text, text ?? candidate?.solution?.text ?? '');
    const parts = [
      ...(candidate ? [candidateName(candidate)] : []),
      score === undefined ? 'no score yet' : `score ${scoreOf(score)}`,
      ...(score === undefined ? [] : [verified ? 'verified' : 'not verified']),
      ...(sound ? ['proven'] : []),
    ];
    show(this.#about, parts.join(' · '));
  }
}
