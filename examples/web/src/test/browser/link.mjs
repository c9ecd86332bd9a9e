import net from 'node:net';
import { once } from 'node:events';

/** What lies between a browser and the page's server, and can be cut. */
export class Link {
  /** The Last-Event-ID of every request that had one. */
  resumed = [];
  #port;
  #whole = true;
  #sockets = new Set();
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
    for (const [socket, other] of [[browser, server], [server, browser]]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    browser.on('data', (sent) => {
      this.resumed.push(...[...sent.toString('latin1').matchAll(/^last-event-id: (\d+)/gim)].map(([, id]) => Number(id)));
    });
  }

  /** Breaks every connection, and refuses new ones until it is mended. */
  cut() {
    this.#whole = false;
    for (const socket of this.#sockets) {
      socket.destroy();
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
