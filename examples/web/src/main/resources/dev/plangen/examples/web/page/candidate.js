import { Text } from './text.js';

/** A candidate plan, or a step that begins or continues one, and what is known of it. */
export class Candidate {
  constructor(id) {
    this.id = id;
    this.parentId = '';
    // How many steps it has; 0 is a plan that is written at once.
    this.depth = 0;
    this.draft = new Text();
    // Of a step: what the model wrote, once it has written it.
    this.step = null;
    this.reward = null;
    // Of a complete plan: a Solution.
    this.solution = null;
    // Of a complete plan that was written step by step: the how manyth of its run it is.
    this.number = null;
    this.error = null;
    // By verifier: what it is writing, and what it said.
    this.judging = new Map();
    this.verdicts = new Map();
  }

  get isStep() {
    return this.depth > 0;
  }

  get text() {
    return this.isStep ? (this.step ?? this.draft.toString()) : (this.solution?.text ?? this.draft.toString());
  }

  /** The lowest that a verifier gave, as the server counts; null while none gave one. */
  get score() {
    const scores = [...this.verdicts.values()].map((verdict) => verdict.score).filter((score) => score !== undefined);
    return scores.length === 0 ? null : Math.min(...scores);
  }

  /** One of: writing, written, judging, passed, doubtful, rejected, lost. */
  get state() {
    const verdicts = [...this.verdicts.values()];
    if (verdicts.some((verdict) => verdict.outcome === 'OUTCOME_VETOED')) {
      return 'rejected';
    }
    if (this.error) {
      return 'lost';
    }
    if (this.judging.size > 0) {
      return 'judging';
    }
    const opinions = verdicts.filter((verdict) => verdict.score !== undefined || verdict.outcome === 'OUTCOME_PASSED');
    if (opinions.length > 0) {
      return opinions.every((verdict) => verdict.outcome === 'OUTCOME_PASSED') ? 'passed' : 'doubtful';
    }
    if (verdicts.length > 0) {
      return 'doubtful';
    }
    return this.solution || this.step !== null ? 'written' : 'writing';
  }

  writeJudgement(verifier, offset, text) {
    if (!this.judging.has(verifier)) {
      this.judging.set(verifier, new Text());
    }
    this.judging.get(verifier).write(offset, text);
  }

  /** Every text that was being written has come to its end, or is void. */
  fail(error) {
    this.error = error;
    this.judging.clear();
    if (!this.solution && this.step === null) {
      this.draft = new Text();
    }
  }
}
