/**
 * Uses the page in a real Chromium, as a person does, with a network that breaks. Arguments: the launchers of the server
 * and of the page, a configuration of the server, Chromium, and, if pictures are wanted, a directory for them.
 */
import assert from 'node:assert/strict';
import { launch, Tab } from './browser.mjs';
import { Program } from './processes.mjs';
import { Network } from './proxy.mjs';

const [serverLauncher, pageLauncher, config, chromium, pictures] = process.argv.slice(2);

const [plangen, target] = await Program.start(
  serverLauncher,
  ['--port', '0', '--config', config],
  /^listening on (.*)/,
);
const servePage = (port) => Program.start(pageLauncher, ['--target', target, '--port', port], /http:\/\/[^:]*:(\d+)\//);
let [server, port] = await servePage('0');
const network = await Network.before(port);
const origin = `http://127.0.0.1:${network.port}`;
const browser = await launch(chromium);

const BROKEN = /^Failed to load resource: net::/;
const REFUSED = /^Failed to load resource: the server responded with a status of 400/;

async function test(sentence, body, options) {
  const tab = await Tab.open(browser, origin, options);
  const begun = Date.now();
  try {
    await body(tab, tab.page);
    assert.deepEqual(tab.errors, [], 'errors in the console');
    assert.deepEqual(tab.elsewhere, [], 'requests to elsewhere');
    console.log(`ok: ${sentence} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    await tab.page.screenshot({ path: `${pictures ?? '.'}/failed.png`, fullPage: true }).catch(() => {});
    console.log(`FAILED: ${sentence}`);
    throw error;
  } finally {
    await tab.page.close();
  }
}

/** Fills in the form by the mouse. */
async function solve({ page }, example, algorithm, seed) {
  await page.locator('#solve:enabled').waitFor();
  await page.click(`#example-${example}`);
  await page.selectOption('#algorithm', algorithm);
  await page.click('summary:has-text("More settings")');
  await page.fill('#seed', String(seed));
  await page.click('#solve');
  await page.waitForURL(/\/runs\/[0-9a-f-]+$/);
}

const count = (tab, selector) => tab.page.locator(selector).count();

/** Every update once and in order, and on the page what a page shows that was never cut off. */
async function lostAndDoubledNothing(tab) {
  const received = await tab.page.evaluate(() => window.received);
  assert.deepEqual(
    received,
    received.map((_, index) => index + 1),
  );
  const shown = await tab.run();
  assert.equal(shown.sequence, received.length);
  await tab.page.reload();
  await tab.page.locator('#state:not([data-state=running])').waitFor();
  const anew = await tab.run();
  assert.equal(anew.text, shown.text);
  assert.equal(anew.html, shown.html);
}

try {
  await test('texts are written at offsets in bytes of UTF-8', async (tab, page) => {
    await tab.goto('/');
    const texts = await page.evaluate(async () => {
      const { Text } = await import('/text.js');
      const text = new Text();
      const shown = [];
      for (const [offset, written] of [
        [0, 'Zoë – 😀'],
        [13, '!'],
        [4, ' is free'],
        [0, ''],
        [0, '😀'],
        [4, 'é'],
        [6, 'x'],
        [4, '–'],
        [0, 'again'],
      ]) {
        text.write(offset, written);
        shown.push(text.toString());
      }
      let refused = false;
      try {
        text.write(6, 'x');
      } catch {
        refused = true;
      }
      return [...shown, refused];
    });
    assert.deepEqual(texts, ['Zoë – 😀', 'Zoë – 😀!', 'Zoë is free', '', '😀', '😀é', '😀éx', '😀–', 'again', true]);
  });

  await test('a problem is submitted by the keyboard, and candidates are written side by side', async (tab, page) => {
    await tab.goto('/');
    await page.locator('#solve:enabled').waitFor();
    await tab.shoot(pictures, 'start');
    await tab.accessible('the first page');
    await tab.fits(320, 'the first page');
    await tab.tabTo('example-meeting');
    await page.keyboard.press('Enter');
    assert.match(await page.inputValue('#problem'), /schedule a meeting/);
    await tab.tabTo('solve');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\//);
    await page.locator('.draft:not(:empty)').first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.card[data-state=writing]').length === 5);
    const tops = await page.locator('.card').evaluateAll((cards) => cards.map((card) => card.offsetTop));
    assert.equal(tops[0], tops[1], 'the first two candidates are side by side');
    const lengths = () => page.locator('.card .plan-text').evaluateAll((texts) => texts.map((text) => text.innerText.length));
    const before = await lengths();
    await page.waitForFunction(
      (before) => [...document.querySelectorAll('.card .plan-text')].every((text, i) => text.innerText.length > before[i]),
      before,
    );
    await page.locator('.verdict[data-ruling=writing]').first().waitFor();
    await tab.shoot(pictures, 'meeting-live');
    await tab.state('complete');
    assert.equal(await tab.text('#plan-heading'), 'The plan');
    assert.match(await tab.text('#plan'), /Here is the proposed time: Thursday, .* verified/s);
    assert.equal(await count(tab, '.step[data-state=done]'), 4);
    await tab.shoot(pictures, 'meeting');
    await tab.accessible('a run that is complete');
    await tab.fits(320, 'a run that is complete');
    await page.waitForFunction(() => window.announced.at(-1)?.startsWith('The plan is there'));
    const announced = await page.evaluate(() => window.announced);
    assert.ok(announced.length <= 5, `a screen reader is told once a step, not: ${announced.join(' | ')}`);
    await lostAndDoubledNothing(tab);
  });

  await test('the tree of a search grows, and survives a network that breaks and a page server that restarts', async (tab, page) => {
    await tab.goto('/');
    await solve(tab, 'trip', 'tree_of_thought', 7);
    tab.tolerating(BROKEN);
    await page.locator('.node[data-state=writing]').first().waitFor();
    network.cut();
    await page.locator('#connection:visible').waitFor();
    await page.locator('#connection').waitFor({ state: 'hidden' });
    const small = await count(tab, '.node');
    // In the middle of whatever is being sent.
    for (const bytes of [1, 150, 333, 1001]) {
      network.cutAfter(bytes);
      await page.locator('#connection:visible').waitFor();
      await page.locator('#connection').waitFor({ state: 'hidden' });
    }
    await page.waitForFunction((small) => document.querySelectorAll('.node').length > small, small);
    await tab.shoot(pictures, 'tree-live');
    await tab.fits(320, 'a search');
    await server.stop('SIGKILL');
    await page.locator('#connection:visible').waitFor();
    [server] = await servePage(port);
    await page.locator('#connection').waitFor({ state: 'hidden' });
    await tab.state('complete');
    assert.ok((await count(tab, '.tree ul ul .node')) > 0, 'the tree has a third level');
    assert.ok((await count(tab, '.node.is-chosen')) >= 5, 'the way to the plan is marked');
    await tab.shoot(pictures, 'tree');
    await tab.accessible('a search');
    await lostAndDoubledNothing(tab);
  });

  await test('a connection that goes silent is left, and a hidden page holds none', async (tab, page) => {
    await tab.goto('/');
    await solve(tab, 'trip', 'rebase', 4);
    await page.locator('.node').first().waitFor();
    network.freeze();
    await page.locator('#connection:visible').waitFor();
    await page.locator('#connection').waitFor({ state: 'hidden' });
    const hide = (hidden) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    const before = await page.evaluate(() => window.received.length);
    await page.waitForFunction(() => new Promise((done) => setTimeout(() => done(true), 1500)));
    assert.equal(await page.evaluate(() => window.received.length), before, 'a hidden page receives nothing');
    await hide(false);
    await tab.state('complete');
    await lostAndDoubledNothing(tab);
  });

  await test('a mixture tells which algorithm it chose, with the terms of each', async (tab, page) => {
    await tab.goto('/');
    await solve(tab, 'trip', 'mixture', 4);
    await page.locator('#choices table').first().waitFor();
    assert.equal(await count(tab, '#choices table:first-of-type tbody tr'), 3);
    await tab.state('complete');
    await tab.shoot(pictures, 'mixture');
    await tab.accessible('a mixture');
    await tab.fits(320, 'a mixture');
    await lostAndDoubledNothing(tab);
  });

  await test('a run is cancelled by its button', async (tab, page) => {
    await tab.goto('/');
    await solve(tab, 'trip', 'best_of_n', 1);
    await page.locator('.draft:not(:empty)').first().waitFor();
    await tab.tabTo('cancel');
    await page.keyboard.press('Enter');
    await tab.state('cancelled');
    assert.equal(await tab.text('#plan-heading'), 'Cancelled');
    assert.equal(await page.locator('#cancel').isVisible(), false);
    await tab.shoot(pictures, 'cancelled');
    await tab.accessible('a cancelled run');
    await lostAndDoubledNothing(tab);
    await page.click('#again');
    await page.waitForFunction(() => /visit 5 European cities/.test(document.getElementById('problem').value));
  });

  await test('a refused request names the fields, and leads to them', async (tab, page) => {
    tab.tolerating(REFUSED);
    await tab.goto('/');
    await page.locator('#solve:enabled').waitFor();
    await page.click('#solve');
    await page.waitForFunction(() => document.activeElement.id === 'errors');
    assert.match(await tab.text('#errors'), /Write down the problem/);
    await page.click('#example-meeting');
    await page.click('summary:has-text("More settings")');
    await page.fill('[id="best_of_n.candidates"]', '1000');
    await page.fill('#other-verifiers', 'llm');
    await page.click('#solve');
    await page.locator('#errors-fields li').nth(1).waitFor();
    await tab.shoot(pictures, 'refused');
    await tab.accessible('a refused request');
    await page.click('#errors a:has-text("candidates")');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'best_of_n.candidates');
  });

  await test('a run that is not known says so', async (tab, page) => {
    await tab.goto('/runs/01938c2e-0000-7000-8000-000000000001');
    await page.locator('#plan-heading').waitFor();
    assert.match(await tab.text('#plan'), /There is no such run/);
    await tab.shoot(pictures, 'unknown');
    await tab.accessible('an unknown run');
  });

  await test('recent runs are listed, and lead back to them', async (tab, page) => {
    await tab.goto('/');
    await page.locator('#runs li').nth(4).waitFor();
    await page.click('#runs li:last-child a');
    await tab.state('complete');
    assert.match(await tab.text('#problem'), /Greta is busy/);
  });

  await test(
    'nothing moves for those who want it so',
    async (tab, page) => {
      await tab.goto('/');
      await solve(tab, 'meeting', 'best_of_n', 2);
      await page.locator('.draft:not(:empty)').first().waitFor();
      const animations = await page.evaluate(() => document.getAnimations().length);
      assert.equal(animations, 0);
    },
    { reducedMotion: 'reduce' },
  );
} finally {
  await browser.close();
  network.close();
  await server.stop();
  await plangen.stop('SIGKILL');
}
