import { Candidate } from './candidate.js';
import { Text } from './text.js';

export const STEPS = [
  'STEP_EXTRACT_CONSTRAINTS',
  'STEP_GENERATE_SOLUTIONS',
  'STEP_VERIFY_SOLUTIONS',
  'STEP_SELECT_SOLUTION',
];

/**
 * A run, put together from its updates. Two readers that have come to the same sequence hold the same, wherever they
 * were cut off on the way; of texts that are still being written, so do two that have read on for a moment.
 */
export class Run {
  sequence = 0;
  steps = new Map(STEPS.map((step) => [step, { state: 'waiting', began: null, ended: null }]));
  constraints = [];
  constraintsDraft = new Text();
  candidates = new Map();
  choices = [];
  incumbent = null;
  stopReason = null;
  usage = null;
  result = null;
  error = null;
  began = null;
  latest = null;
  #found = 0;

  get isOver() {
    return this.result !== null || this.error !== null;
  }

  /** Candidates written at once, and then plans that a search has completed, in the order in which it did. */
  get plans() {
    return [...this.candidates.values()]
      .filter((candidate) => !candidate.isStep || candidate.solution)
      .sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
  }

  get nodes() {
    return [...this.candidates.values()].filter((candidate) => candidate.isStep);
  }

  apply(update) {
    const progress = update.progress ?? {};
    if (progress.textDelta) {
      this.#write(update.step, progress.textDelta);
      return;
    }
    const sequence = Number(update.sequence ?? 0);
    if (progress.heartbeat || sequence <= this.sequence) {
      return;
    }
    this.sequence = sequence;
    this.latest = Date.parse(update.updateTime);
    this.began ??= this.latest;
    this.usage = update.usage ?? this.usage;
    if (update.progress) {
      this.#progress(progress);
    } else {
      this.#step(update);
    }
  }

  #write(step, { candidateId = '', verifier = '', offset = '0', text = '' }) {
    if (verifier) {
      this.#candidate(candidateId).writeJudgement(verifier, Number(offset), text);
    } else if (candidateId) {
      this.#candidate(candidateId).draft.write(Number(offset), text);
    } else if (step === 'STEP_EXTRACT_CONSTRAINTS') {
      this.constraintsDraft.write(Number(offset), text);
    }
  }

  #step(update) {
    const step = this.steps.get(update.step);
    if (update.status === 'STEP_STATUS_ERROR') {
      this.error = update.error;
      for (const each of this.steps.values()) {
        if (each.state === 'running') {
          each.state = each === step ? 'failed' : 'stopped';
          each.ended = this.latest;
        }
      }
      this.#stopWriting();
      return;
    }
    if (update.status === 'STEP_STATUS_IN_PROGRESS') {
      step.state = 'running';
      step.began = this.latest;
      return;
    }
    step.state = 'done';
    step.ended = this.latest;
    this.constraints = update.data?.constraints ?? this.constraints;
    if (update.step === 'STEP_EXTRACT_CONSTRAINTS') {
      this.constraintsDraft = new Text();
    }
    if (update.result) {
      this.result = update.result;
      this.stopReason = update.result.stopReason;
      this.#stopWriting();
    }
  }

  /** What was cut off in the middle is no part of the log: a reader that comes later does not see it. */
  #stopWriting() {
    this.constraintsDraft = new Text();
    for (const candidate of this.candidates.values()) {
      candidate.judging.clear();
      if (candidate.state === 'writing') {
        candidate.draft = new Text();
      }
    }
  }

  #progress(progress) {
    const [kind, event] = Object.entries(progress)[0] ?? [];
    switch (kind) {
      case 'candidateStarted':
        this.#place(this.#candidate(event.candidateId), event);
        break;
      case 'candidateCompleted': {
        const candidate = this.#candidate(event.solution.candidateId);
        this.#place(candidate, event);
        candidate.solution = event.solution;
        candidate.number = candidate.isStep ? ++this.#found : null;
        break;
      }
      case 'candidateFailed':
        this.#candidate(event.candidateId).fail(event.error);
        break;
      case 'candidateVerified': {
        const verdict = event.verificationResult;
        const candidate = this.#candidate(verdict.candidateId);
        candidate.judging.delete(verdict.verifier);
        candidate.verdicts.set(verdict.verifier, verdict);
        break;
      }
      case 'callCompleted':
        this.#callCompleted(event);
        break;
      case 'nodeExpanded':
        for (const node of event.children ?? []) {
          const candidate = this.#candidate(node.nodeId);
          candidate.step = node.text ?? '';
          candidate.reward = node.reward ?? null;
        }
        break;
      case 'algorithmSelected':
        this.choices.push(event);
        break;
      case 'incumbentChanged':
        this.incumbent = event;
        break;
      case 'searchStopped':
        this.stopReason = event.stopReason;
        break;
      default:
      // A later server may tell more than this page knows to show.
    }
  }

  #callCompleted({ call, candidateId, text = '' }) {
    if (!candidateId) {
      return;
    }
    const candidate = this.#candidate(candidateId);
    if (call === candidateId) {
      candidate.step = text;
    } else if (candidate.isStep && !candidate.solution) {
      // One of the two questions about a step.
      candidate.judging.delete(call.includes('completion') ? 'completion' : 'reward');
    }
  }

  #place(candidate, { parentId = '', depth = 0 }) {
    candidate.parentId = parentId;
    candidate.depth = depth;
  }

  #candidate(id) {
    if (!this.candidates.has(id)) {
      this.candidates.set(id, new Candidate(id));
    }
    return this.candidates.get(id);
  }
}
