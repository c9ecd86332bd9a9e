import { recentRuns } from './calls.js';
import { byId, h, hold, show } from './dom.js';
import { algorithmOf, RUN_STATES, title } from './words.js';

const REFRESH_MS = 5000;
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function item(run) {
  const state = RUN_STATES[run.state] ?? '';
  return h(
    'li',
    {},
    h('a', { href: `/runs/${encodeURIComponent(run.runId)}` }, run.problem ? title(run.problem) : `Run ${run.runId}`),
    h(
      'p',
      { class: 'about' },
      h('span', { class: 'chip', 'data-state': state }, state),
      ` ${algorithmOf(run)} · `,
      h('time', { dateTime: run.createTime }, time.format(new Date(run.createTime))),
    ),
  );
}

/** Lists the newest runs, again and again while one of them goes on and the page is looked at. */
export async function listRuns() {
  let again = false;
  let said = '';
  try {
    const { runs = [] } = await recentRuns();
    again = runs.some((run) => run.state === 'RUN_STATE_RUNNING');
    said = runs.length === 0 ? 'None yet.' : '';
    refresh(runs);
  } catch (refusal) {
    said = refusal.message;
  }
  show(byId('no-runs'), said);
  if (again && !document.hidden) {
    setTimeout(listRuns, REFRESH_MS);
  }
}

/** Leaves the list alone where nothing has changed, and with it the focus of whoever is in it. */
let shown = '';
function refresh(runs) {
  const now = JSON.stringify(runs.map((run) => [run.runId, run.state]));
  if (now !== shown) {
    shown = now;
    const focused = document.activeElement?.getAttribute('href');
    hold(byId('runs'), runs.map(item));
    if (focused?.startsWith('/runs/')) {
      byId('runs').querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }
  }
}
