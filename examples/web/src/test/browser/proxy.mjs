import { once } from 'node:events';
import net from 'node:net';

/** A network between the browser and the page's server, which can be cut. */
export class Network {
  #server;
  #connections = new Set();
  #up = true;
  #passed = 0;
  #cutAfter = Infinity;
  port = 0;

  static async before(port) {
    const network = new Network();
    network.#server = net.createServer((browser) => network.#connect(browser, port));
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    network.port = network.#server.address().port;
    return network;
  }

  #connect(browser, port) {
    if (!this.#up) {
      browser.destroy();
      return;
    }
    const server = net.connect(port, '127.0.0.1');
    const both = { browser, server };
    this.#connections.add(both);
    for (const socket of [browser, server]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#connections.delete(both);
        browser.destroy();
        server.destroy();
      });
    }
    browser.pipe(server);
    server.on('data', (bytes) => {
      // Cut between any two bytes, in the middle of an event and of a character too.
      const left = this.#cutAfter - this.#passed;
      this.#passed += bytes.length;
      if (bytes.length > left) {
        this.#cutAfter = Infinity;
        browser.write(bytes.subarray(0, left), () => this.cut());
      } else {
        browser.write(bytes);
      }
    });
  }

  /** How many connections are open. */
  get open() {
    return this.#connections.size;
  }

  cut() {
    for (const { browser, server } of this.#connections) {
      browser.destroy();
      server.destroy();
    }
  }

  cutAfter(bytes) {
    this.#cutAfter = this.#passed + bytes;
  }

  /** Nothing comes through, and nobody is told. */
  freeze() {
    for (const { server } of this.#connections) {
      server.pause();
    }
  }

  down() {
    this.#up = false;
    this.cut();
  }

  up() {
    this.#up = true;
  }

  close() {
    this.cut();
    this.#server.close();
  }
}
