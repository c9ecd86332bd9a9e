import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Chromium without what it asks its maker for. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launch(executablePath) {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Remembers, in the page, the ids of the logged updates that its EventSources were sent, and what was announced. */
function spy() {
  window.received = [];
  window.announced = [];
  const Real = window.EventSource;
  window.EventSource = class extends Real {
    constructor(url) {
      super(url);
      this.addEventListener('update', (event) => {
        if (!('textDelta' in (JSON.parse(event.data).progress ?? {}))) {
          window.received.push(Number(event.lastEventId));
        }
      });
    }
  };
  addEventListener('DOMContentLoaded', () => {
    const region = document.getElementById('announcements');
    if (region) {
      new MutationObserver(() => window.announced.push(region.textContent)).observe(region, { childList: true });
    }
  });
}

/**
 * A tab, and what it should not do: fail, or ask other hosts. Chromium itself tells the console of answers that are
 * refusals and of broken connections; a test that makes such says so by `tolerating`.
 */
export class Tab {
  errors = [];
  elsewhere = [];
  #tolerated = null;

  static async open(browser, origin, options = {}) {
    const tab = new Tab();
    tab.origin = origin;
    tab.page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    await tab.page.addInitScript(spy);
    tab.page.on('console', (message) => {
      if (message.type() === 'error' && !tab.#tolerated?.test(message.text())) {
        tab.errors.push(message.text());
      }
    });
    tab.page.on('pageerror', (error) => tab.errors.push(error.stack));
    tab.page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) {
        tab.elsewhere.push(request.url());
      }
    });
    tab.page.setDefaultTimeout(30_000);
    return tab;
  }

  tolerating(pattern) {
    this.#tolerated = pattern;
  }

  async goto(path) {
    await this.page.goto(this.origin + path);
  }

  /** Goes by the keyboard to the element with this id, as somebody without a mouse does. */
  async tabTo(id) {
    for (let presses = 0; presses < 80; presses++) {
      if ((await this.page.evaluate(() => document.activeElement?.id)) === id) {
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`the Tab key never comes to #${id}`);
  }

  text(selector) {
    return this.page.locator(selector).innerText();
  }

  async state(is) {
    await this.page.locator(`#state[data-state=${is}]`).waitFor();
  }

  /** What a reader sees of a run. */
  run() {
    return this.page.evaluate(() => ({
      text: document.querySelector('main').innerText,
      html: document.querySelector('.made').innerHTML + document.querySelector('.steps').innerHTML,
      sequence: Number(document.documentElement.dataset.sequence),
    }));
  }

  /** Waits until nothing moves any more that the eye would follow, and asks axe-core in light and dark. */
  async accessible(where) {
    for (const colorScheme of ['light', 'dark']) {
      await this.page.emulateMedia({ colorScheme });
      await this.page.evaluate(axe);
      const { violations } = await this.page.evaluate(() => window.axe.run());
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary)}`),
        [],
        `${where}, ${colorScheme}`,
      );
    }
    await this.page.emulateMedia({ colorScheme: 'light' });
  }

  async fits(width, where) {
    const before = this.page.viewportSize();
    await this.page.setViewportSize({ width, height: 800 });
    const needed = await this.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(needed <= width, `${where} is ${needed} px wide in a window of ${width} px`);
    await this.page.setViewportSize(before);
  }

  async shoot(directory, name) {
    if (!directory) {
      return;
    }
    for (const [size, width] of [
      ['wide', 1280],
      ['narrow', 375],
    ]) {
      await this.page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark']) {
        await this.page.emulateMedia({ colorScheme });
        await this.page.screenshot({ path: `${directory}/${name}-${size}-${colorScheme}.png`, fullPage: true });
      }
    }
    await this.page.setViewportSize({ width: 1280, height: 900 });
    await this.page.emulateMedia({ colorScheme: 'light' });
  }
}
