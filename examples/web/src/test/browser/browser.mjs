import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.env.BROWSER_TOOLS, 'here'));
const { chromium } = require('playwright-core');
const axe = require('axe-core');

const WIDE = { width: 1280, height: 900 };
// 320 is what a page of 1280 has left at a zoom of 400 %, which WCAG 1.4.10 asks for.
const NARROW = { width: 320, height: 700 };
const PATIENCE_MS = 60_000;

/** Chromium, and what no page in it may do: write errors to its console, or ask another host. */
export class Browser {
  #chromium;
  #context;
  #wrong = [];

  static async start() {
    const browser = new Browser();
    // All but the first keep Chromium itself from asking elsewhere. Who runs as root, in a container, has no sandbox.
    browser.#chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    });
    browser.#context = await browser.#chromium.newContext({ viewport: WIDE, reducedMotion: 'no-preference' });
    browser.#context.setDefaultTimeout(PATIENCE_MS);
    browser.#context.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') {
        browser.#wrong.push(`a request to ${request.url()}`);
      }
    });
    return browser;
  }

  /** A page of its own. Its console may say what `expected` matches. */
  async tab(expected = /(?!)/) {
    const page = await this.#context.newPage();
    page.on('pageerror', (error) => this.#wrong.push(`at ${page.url()}: ${error.stack}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !expected.test(message.text())) {
        this.#wrong.push(`at ${page.url()}: ${message.text()}`);
      }
    });
    return page;
  }

  /** The server-sent events that reach a page, as they come. */
  async eventsOf(page) {
    const events = [];
    const protocol = await this.#context.newCDPSession(page);
    protocol.on('Network.eventSourceMessageReceived', ({ eventName, eventId, data }) =>
      events.push({ name: eventName, id: Number(eventId), data: JSON.parse(data) }));
    await protocol.send('Network.enable');
    return events;
  }

  assertNothingWrong() {
    assert.deepEqual(this.#wrong, []);
  }

  async close() {
    await this.#chromium.close();
  }
}

/** Light and dark, wide and narrow: nothing for axe to object to, and no scrolling sideways. */
export async function assertFitForAll(page, name) {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [WIDE, NARROW]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      const where = `${name}, ${colorScheme}, ${viewport.width} wide`;
      const violations = await page.evaluate(async () => (await axe.run(document, { resultTypes: ['violations'] })).violations);
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`)), [], where);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${where}: ${width} wide`);
      if (process.env.PICTURES) {
        await page.screenshot({ path: `${process.env.PICTURES}/${where.replaceAll(/[^a-z0-9]+/gi, '-')}.png`, fullPage: true });
      }
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(WIDE);
}

/** Goes on with the Tab key, as a person does, until what `selector` names has the focus. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`the Tab key does not lead to ${selector}`);
}
