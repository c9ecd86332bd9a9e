import { announce } from './announce.js';
import { cancel } from './calls.js';
import { CandidatesView } from './candidates.js';
import { ChoicesView } from './choices.js';
import { byId, h, hold, show } from './dom.js';
import { Following } from './following.js';
import { PlanView } from './plan.js';
import { Run } from './run.js';
import { StepsView } from './steps.js';
import { TreeView } from './tree.js';
import { algorithmOf, cost, seconds, STEP_NAMES, title } from './words.js';

const runId = decodeURIComponent(location.pathname.split('/').pop());
const run = new Run();
const planView = new PlanView(byId('plan'));
const views = [
  new StepsView(byId('steps')),
  planView,
  new ChoicesView(byId('choices')),
  new TreeView(byId('tree')),
  new CandidatesView(byId('candidates')),
];

let known = true;
let heardAt = performance.now();
let frame = 0;
let announced = '';

/** Renders what has changed with the next picture, however many updates come before that. */
function changed() {
  frame ||= requestAnimationFrame(render);
}

function render() {
  frame = 0;
  if (!known) {
    return;
  }
  const now = run.isOver ? run.latest : run.latest + performance.now() - heardAt;
  for (const view of views) {
    view.render(run, now);
  }
  renderConstraints();
  const state = !run.isOver ? 'running' : run.result ? 'complete' : run.error.reason === 'CANCELLED' ? 'cancelled' : 'failed';
  byId('state').dataset.state = state;
  show(byId('state'), state);
  const spent = [seconds(run.began === null ? 0 : now - run.began), ...(run.usage ? [cost(run.usage)] : [])];
  show(byId('spent'), spent.join(' · '));
  const left = run.isOver && document.activeElement === byId('cancel');
  byId('cancel').hidden = run.isOver;
  byId('again').hidden = !run.isOver;
  if (left) {
    byId('again').focus();
  }
  document.documentElement.dataset.sequence = run.sequence;
  document.title = `${state === 'running' ? '' : `${state}: `}${byId('title').textContent} – PlanGEN`;
  tell(state);
}

function renderConstraints() {
  const draft = run.constraintsDraft.toString();
  byId('constraints-section').hidden = run.constraints.length === 0 && draft === '';
  show(byId('constraints-draft'), draft);
  const list = byId('constraints');
  if (list.childElementCount !== run.constraints.length) {
    hold(
      list,
      run.constraints.map((constraint) => h('li', {}, constraint)),
    );
  }
}

function tell(state) {
  const step = [...run.steps].findLast(([, { state: how }]) => how === 'running')?.[0];
  const plan = run.result?.selectedSolution;
  const sentences = {
    running: step ? `${STEP_NAMES[step]} …` : '',
    complete: plan && `The plan is there, ${plan.verified ? 'verified' : 'not verified'}: ${plan.text}`,
    cancelled: 'The run was cancelled.',
    failed: `The run failed. ${run.error?.message ?? ''}`,
  };
  if (sentences[state] !== announced) {
    announced = sentences[state];
    announce(announced);
  }
}

function describe(head) {
  const problem = head.problem ?? '';
  show(byId('title'), problem === '' ? `Run ${runId}` : title(problem));
  show(byId('problem'), problem);
  byId('problem-section').hidden = problem === '';
  show(byId('asked'), [algorithmOf(head), head.model].filter((part) => part).join(' · '));
  byId('again').onclick = () => {
    sessionStorage.setItem('draft', JSON.stringify({ problem, algorithm: head.algorithm }));
  };
}

new Following(runId, {
  run(head) {
    describe(head);
    changed();
  },
  update(update) {
    const before = run.sequence;
    run.apply(update);
    // Text deltas say nothing of the run's clock.
    if (run.sequence !== before) {
      heardAt = performance.now();
    }
    changed();
  },
  failed(failure) {
    if (run.isOver) {
      return;
    }
    known = false;
    planView.failed(failure);
    for (const id of ['run-line', 'steps', 'given']) {
      byId(id).hidden = true;
    }
    byId('title').textContent ||= `Run ${runId}`;
    announce(failure.message);
  },
  lost(sentence) {
    // It may go on for long, and is to be said once.
    if (byId('connection').hidden) {
      announce(sentence);
    }
    byId('connection').hidden = false;
    show(byId('connection'), sentence);
  },
  back() {
    if (!byId('connection').hidden) {
      byId('connection').hidden = true;
      announce('Connected again.');
    }
  },
});

byId('cancel').addEventListener('click', async () => {
  byId('refused').hidden = true;
  try {
    await cancel(runId);
  } catch (refusal) {
    byId('refused').hidden = false;
    show(byId('refused'), refusal.message);
  }
});

// Where there is no room beside the plans, the problem is in the way of them.
byId('problem-section').open = matchMedia('(min-width: 64rem)').matches;
setInterval(() => run.isOver || run.began === null || changed(), 1000);
