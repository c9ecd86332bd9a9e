import { catalogue, start } from './calls.js';
import { byId, h, hold, show } from './dom.js';
import { EXAMPLES } from './examples.js';
import { AlgorithmChoice } from './parameters.js';
import { listRuns } from './recent.js';

const form = byId('form');
let algorithms;

/** The one that was sent last, so that sending it again after a broken connection does not start a second run. */
let sent = { request: '', id: '' };

function verifierBoxes() {
  return [...form.querySelectorAll('input[name=verifier]')];
}

function chooseVerifiers(names) {
  for (const box of verifierBoxes()) {
    box.checked = names.includes(box.value);
  }
}

function request() {
  const others = byId('other-verifiers').value.split(/[\s,]+/);
  const model = byId('model').value;
  const seed = byId('seed').value;
  return {
    problem: byId('problem').value,
    algorithm: algorithms.chosen(),
    verifiers: [...verifierBoxes().filter((box) => box.checked).map((box) => box.value), ...others].filter(
      (name) => name !== '',
    ),
    ...(model === '' ? {} : { model }),
    ...(seed === '' ? {} : { sampling: { seed } }),
  };
}

/** Of 128 random bits; randomUUID is not there where the page comes from another machine without TLS. */
function freshId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function identified(asked) {
  const text = JSON.stringify(asked);
  if (sent.request !== text) {
    sent = { request: text, id: freshId() };
  }
  return { ...asked, requestId: sent.id };
}

/** The control that a field of SolveRequest is about. */
function controlOf(field) {
  if (field.startsWith('problem')) {
    return byId('problem');
  }
  if (field.startsWith('verifiers')) {
    return byId('other-verifiers');
  }
  if (field.startsWith('model')) {
    return byId('model');
  }
  if (field.startsWith('sampling.seed')) {
    return byId('seed');
  }
  return byId(field.replace(/^algorithm\./, '')) ?? (field.startsWith('algorithm') ? byId('algorithm') : null);
}

function clearErrors() {
  byId('errors').hidden = true;
  for (const wrong of form.querySelectorAll('[aria-invalid]')) {
    wrong.removeAttribute('aria-invalid');
  }
}

/** Refusals that name no field, and yet are about one. */
const FIELDS = { VERIFIER_NOT_FOUND: 'verifiers', MODEL_NOT_FOUND: 'model' };

/** Says all that is wrong at the top of the form, with a link to each control, and takes the focus there. */
function refuse({ message, reason, fields = [] }) {
  const wrong = reason in FIELDS ? [{ field: FIELDS[reason], description: message }] : fields;
  const items = wrong.map(({ field, description }) => {
    const control = controlOf(field);
    if (!control) {
      return h('li', {}, description);
    }
    control.setAttribute('aria-invalid', 'true');
    const link = h('a', { href: `#${control.id}` }, description);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      control.closest('details')?.setAttribute('open', '');
      control.focus();
    });
    return h('li', {}, link);
  });
  show(byId('errors-message'), wrong.length > 0 ? 'This cannot be solved as it is:' : message);
  hold(byId('errors-fields'), items);
  byId('errors').hidden = false;
  byId('errors').focus();
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  clearErrors();
  if (byId('problem').value.trim() === '') {
    refuse({ fields: [{ field: 'problem', description: 'Write down the problem, or take one of the examples.' }] });
    return;
  }
  byId('solve').disabled = true;
  try {
    const run = await start(identified(request()));
    sent = { request: '', id: '' };
    location.assign(`/runs/${encodeURIComponent(run.runId)}`);
  } catch (refusal) {
    refuse(refusal);
  } finally {
    byId('solve').disabled = false;
  }
});

for (const [name, example] of Object.entries(EXAMPLES)) {
  byId(`example-${name}`).addEventListener('click', () => {
    byId('problem').value = example.problem;
    chooseVerifiers(example.verifiers);
    byId('problem').focus();
  });
}

/** A problem that a run's page was asked to use again. */
function takeDraft() {
  const draft = sessionStorage.getItem('draft');
  if (draft) {
    sessionStorage.removeItem('draft');
    const { problem, algorithm = {} } = JSON.parse(draft);
    byId('problem').value = problem;
    const [name, values] = Object.entries(algorithm)[0] ?? [];
    const snake = (words) => words.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (name) {
      algorithms.choose(
        snake(name),
        Object.fromEntries(Object.entries(values).map(([key, value]) => [snake(key), value])),
      );
    }
  }
}

function modelOptions({ models = [], defaultModel = '' }) {
  // A family of models ("openai/*") has no name to choose.
  const ids = models.map((model) => model.id).filter((id) => !id.endsWith('/*'));
  return [h('option', { value: '' }, `${defaultModel} (the server's default)`)].concat(
    ids.filter((id) => id !== defaultModel).map((id) => h('option', { value: id }, id)),
  );
}

try {
  const server = await catalogue();
  algorithms = new AlgorithmChoice(server);
  hold(byId('model'), modelOptions(server));
  takeDraft();
  byId('solve').disabled = false;
} catch ({ message }) {
  refuse({ message: `${message} Load this page again when it is there.` });
}
await listRuns();
document.addEventListener('visibilitychange', () => document.hidden || listRuns());
addEventListener('pageshow', (event) => event.persisted && listRuns());
