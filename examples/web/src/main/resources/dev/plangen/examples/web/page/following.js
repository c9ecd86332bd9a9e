/** Longer than the server is ever silent. */
const SILENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Follows the events of a run, and goes on after the last one that was received, whatever breaks: the browser's own
 * reconnecting does so by Last-Event-ID, and where the browser gives up, or does not notice, a new EventSource does by
 * `after`.
 *
 * A hidden page holds no connection: HTTP/1.1 allows six to a server, and a seventh tab would wait for ever. When it is
 * shown again it is sent what it missed.
 *
 * Tells a listener: run(run), update(update), failed(failure), lost(sentence) and back().
 */
export class Following {
  #runId;
  #listener;
  #source = null;
  #after = '0';
  #over = false;
  #pause = 0;
  #reopening;
  #silence;
  // What the server said was wrong, before it ended the answer.
  #trouble = null;

  constructor(runId, listener) {
    this.#runId = runId;
    this.#listener = listener;
    document.addEventListener('visibilitychange', () => this.#shownOrHidden());
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', (event) => event.persisted && this.#shownOrHidden());
    addEventListener('online', () => this.#reopenIfBroken());
    this.#shownOrHidden();
  }

  #shownOrHidden() {
    this.#close();
    if (!document.hidden && !this.#over) {
      this.#open();
    }
  }

  #reopenIfBroken() {
    if (this.#source && this.#source.readyState !== EventSource.OPEN) {
      this.#shownOrHidden();
    }
  }

  #open() {
    const source = new EventSource(`/runs/${encodeURIComponent(this.#runId)}/events?after=${this.#after}`);
    this.#source = source;
    const on = (name, hear) =>
      source.addEventListener(name, (event) => {
        // Events that were on their way when this source was left belong to nobody.
        if (source === this.#source) {
          this.#heard();
          hear(event);
        }
      });
    on('beat', () => this.#well());
    on('run', (event) => {
      this.#well();
      this.#listener.run(JSON.parse(event.data));
    });
    on('update', (event) => {
      this.#after = event.lastEventId;
      this.#listener.update(JSON.parse(event.data));
    });
    on('trouble', (event) => {
      this.#trouble = JSON.parse(event.data).message;
    });
    on('failure', (event) => {
      this.#end();
      this.#listener.failed(JSON.parse(event.data));
    });
    on('end', () => this.#end());
    source.addEventListener('error', () => source === this.#source && this.#broken());
    this.#heard();
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#listener.lost('The connection has gone silent. Trying again …');
      this.#shownOrHidden();
    }, SILENCE_MS);
  }

  #well() {
    this.#pause = 0;
    this.#trouble = null;
    this.#listener.back();
  }

  #broken() {
    this.#listener.lost(`${this.#trouble ?? 'The connection is broken.'} Trying again …`);
    if (this.#source.readyState === EventSource.CLOSED) {
      // The browser has given up, for example because a proxy answered.
      this.#close();
      this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2 || 1000);
      this.#reopening = setTimeout(() => this.#shownOrHidden(), this.#pause);
    }
  }

  #end() {
    this.#over = true;
    this.#close();
    this.#listener.back();
  }

  #close() {
    clearTimeout(this.#silence);
    clearTimeout(this.#reopening);
    this.#source?.close();
    this.#source = null;
  }
}
