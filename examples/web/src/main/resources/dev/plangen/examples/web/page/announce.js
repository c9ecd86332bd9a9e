import { byId } from './dom.js';

const QUIET_MS = 700;
let waiting;

/**
 * Says a sentence to whoever listens by a screen reader. Of several that come in one breath, as when a run is loaded
 * that has ended, only the last is said.
 */
export function announce(sentence) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    byId('announcements').textContent = sentence;
  }, QUIET_MS);
}
