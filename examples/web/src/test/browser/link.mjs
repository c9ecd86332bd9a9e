import net from 'node:net';
import { once } from 'node:events';

/** What lies between a browser and the page's server, and can be cut, or fall silent. */
export class Link {
  /** The Last-Event-ID of every request that had one. */
  resumed = [];
  #port;
  #whole = true;
  #cutAt = Infinity;
  #joined = new Set();
  #server = net.createServer((browser) => this.#join(browser));

  static async to(port) {
    const link = new Link();
    link.#port = port;
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  #join(browser) {
    if (!this.#whole) {
      browser.destroy();
      return;
    }
    const server = net.connect(this.#port, '127.0.0.1');
    const joined = { browser, server };
    this.#joined.add(joined);
    for (const socket of [browser, server]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#joined.delete(joined);
        browser.destroy();
        server.destroy();
      });
    }
    browser.pipe(server);
    browser.on('data', (sent) => {
      const ids = sent.toString('latin1').matchAll(/^last-event-id: (\d+)/gim);
      this.resumed.push(...[...ids].map(([, id]) => Number(id)));
    });
    server.on('data', (bytes) => {
      if (bytes.length < this.#cutAt) {
        this.#cutAt -= bytes.length;
        browser.write(bytes);
      } else {
        browser.write(bytes.subarray(0, this.#cutAt), () => this.cut());
        this.#cutAt = Infinity;
      }
    });
  }

  /** Breaks every connection, and refuses new ones until it is mended. */
  cut() {
    this.#whole = false;
    for (const { browser, server } of this.#joined) {
      browser.destroy();
      server.destroy();
    }
  }

  /** Does so when the browser has been sent so many bytes more: in the middle of an event, or of a character. */
  cutAfter(bytes) {
    this.#cutAt = bytes;
  }

  /** Lets nothing through any more of what is connected now, and tells nobody. */
  fallSilent() {
    for (const { server } of this.#joined) {
      server.pause();
    }
  }

  mend() {
    this.#whole = true;
  }

  close() {
    this.cut();
    this.#server.close();
  }
}
