/** What the page calls things. */

export const STEP_NAMES = {
  STEP_EXTRACT_CONSTRAINTS: 'Extract the constraints',
  STEP_GENERATE_SOLUTIONS: 'Write candidate plans',
  STEP_VERIFY_SOLUTIONS: 'Verify them',
  STEP_SELECT_SOLUTION: 'Select the best',
};

export const STEP_STATES = {
  waiting: 'not begun',
  running: 'under way',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
};

export const RUN_STATES = {
  RUN_STATE_RUNNING: 'running',
  RUN_STATE_COMPLETE: 'complete',
  RUN_STATE_FAILED: 'failed',
  RUN_STATE_CANCELLED: 'cancelled',
};

const STOP_REASONS = {
  STOP_REASON_ALL_VERIFIED: 'All candidates have been verified.',
  STOP_REASON_FIRST_VERIFIED: 'The first verified candidate was enough.',
  STOP_REASON_THRESHOLD: 'The search has found a verified plan.',
  STOP_REASON_SEARCH_LIMIT: 'The search came to its limits.',
  STOP_REASON_MODEL_CALLS: 'The budget of model calls was used up.',
  STOP_REASON_TOTAL_TOKENS: 'The budget of tokens was used up.',
  STOP_REASON_SOFT_DEADLINE: 'The soft deadline came.',
  STOP_REASON_COST: 'The budget of money was used up.',
  STOP_REASON_RUN_DURATION: 'The longest duration that the server allows was over.',
};

const ALGORITHMS = {
  best_of_n: 'Best of N',
  tree_of_thought: 'Tree of Thought',
  rebase: 'REBASE',
  mixture: 'Mixture of Algorithms',
};

export function stopReason(reason) {
  return STOP_REASONS[reason] ?? '';
}

/** By the name of its field, as requests have it or as JSON does. */
export function algorithm(name) {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return ALGORITHMS[snake] ?? snake;
}

/** The algorithm of a Run. */
export function algorithmOf(run) {
  return algorithm(Object.keys(run.algorithm ?? {})[0] ?? '');
}

/** By its place in the run: "solution/2", "mixture/3/2"; of a plan that a search found, by when it was complete. */
export function candidateName({ id, number }) {
  const [, attempt] = /^mixture\/(\d+)\//.exec(id) ?? [];
  if (attempt === '0') {
    return 'The first plan';
  }
  const plan = number === null ? `candidate ${id.split('/').pop()}` : `plan ${number}`;
  return capital(attempt ? `attempt ${attempt}, ${plan}` : plan);
}

function capital(words) {
  return words[0].toUpperCase() + words.slice(1);
}

/** The beginning of a problem by which a person knows it: its first sentence. */
export function title(problem) {
  return /^\s*(?<sentence>[^\n]*?[.!?])(?=\s|$)/.exec(problem)?.groups.sentence ?? problem.trim().split('\n')[0];
}

export function scoreOf(score) {
  return String(score).replace('-', '−');
}

export function parameter(name) {
  return capital(name.replaceAll('_', ' '));
}

export function seconds(milliseconds) {
  return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
}

export function count(number, unit) {
  return `${Number(number).toLocaleString('en')} ${unit}${Number(number) === 1 ? '' : 's'}`;
}

export function cost(usage) {
  const parts = [count(usage.modelCalls ?? 0, 'model call')];
  if (usage.inputTokens !== undefined) {
    parts.push(`${Number(usage.inputTokens).toLocaleString('en')} tokens in`);
  }
  if (usage.outputTokens !== undefined) {
    parts.push(`${Number(usage.outputTokens).toLocaleString('en')} out`);
  }
  if (usage.cost) {
    const amount = Number(usage.cost.units ?? 0) + (usage.cost.nanos ?? 0) / 1e9;
    parts.push(`${amount.toFixed(4)} ${usage.cost.currencyCode}`);
  }
  return parts.join(' · ');
}
