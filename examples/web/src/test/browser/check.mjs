// Uses the page as a person does, in a real browser: node check.mjs URL DEAD_URL, where the second is that of a page whose
// PlanGEN server cannot be reached. With PICTURES=DIR it leaves a picture of all that it has looked at.
import assert from 'node:assert/strict';
import { assertFitForAll, Browser, tabTo } from './browser.mjs';
import { Link } from './link.mjs';

const [, , url, deadUrl] = process.argv;
const BROKEN = /net::ERR_(?:INCOMPLETE_CHUNKED_ENCODING|CONNECTION_[A-Z]+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/;
const began = performance.now();
const browser = await Browser.start();

function ok(sentence) {
  console.log(`ok: ${sentence} (${((performance.now() - began) / 1000).toFixed(0)} s)`);
}

/** Fills in the form by the keyboard alone, and sends it; `settings` are of the algorithm, by their fields' ids. */
async function submit(page, { example, algorithm, settings = {} }) {
  await tabTo(page, `#example-${example}`);
  await page.keyboard.press('Enter');
  await tabTo(page, '#algorithm');
  await page.keyboard.type(algorithm);
  if (Object.keys(settings).length > 0) {
    await tabTo(page, 'summary');
    await page.keyboard.press('Enter');
  }
  for (const [id, value] of Object.entries(settings)) {
    await tabTo(page, `[id="${id}"]`);
    await page.keyboard.type(value);
  }
  await tabTo(page, '#solve');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/runs/*');
}

async function solve(example, algorithm, { at = url, page, settings } = {}) {
  page ??= await browser.tab();
  await page.goto(at);
  await page.locator('#solve:enabled').waitFor();
  await submit(page, { example, algorithm, settings });
  return page;
}

/** Resolves when `holds`, which runs in the page with `argument`, does. */
const until = (page, holds, argument) => page.waitForFunction(holds, argument, { polling: 20 });

const state = (page, wanted) => page.locator(`#state[data-state=${wanted}]`).waitFor();

/** All that the page shows of the run, as markup. */
const shown = (page) =>
  page.evaluate(() => {
    const main = document.getElementById('main').cloneNode(true);
    main.querySelector('#connection').remove();
    return main.innerHTML;
  });

/** Whoever opens the run anew sees the same. */
async function assertSameAnew(page) {
  const anew = await browser.tab();
  await anew.goto(page.url());
  await until(anew, (sequence) => document.documentElement.dataset.sequence === sequence,
    await page.evaluate(() => document.documentElement.dataset.sequence));
  assert.equal(await shown(anew), await shown(page));
  await anew.close();
}

async function theFirstPage() {
  const page = await browser.tab(/status of 404/);
  await page.goto(url);
  await page.locator('#solve:enabled').waitFor();
  await assertFitForAll(page, 'the first page');
  await tabTo(page, '#solve');
  await page.keyboard.press('Enter');
  await tabTo(page, '#errors');
  assert.match(await page.locator('#errors').innerText(), /Write down the problem/);
  await page.getByRole('button', { name: 'Example: a meeting' }).click();
  await page.locator('summary').click();
  await page.getByLabel('Other verifiers').fill('nobody');
  await page.getByLabel('Seed').press('Enter');
  const link = page.locator('#errors-fields a');
  await link.filter({ hasText: 'nobody' }).waitFor();
  await assertFitForAll(page, 'a refused problem');
  await link.press('Enter');
  await tabTo(page, '#other-verifiers[aria-invalid=true]');
  await page.close();
  ok('the first page says what is wrong, and leads there');
}

async function candidates() {
  const page = await solve('trip', 'Best');
  const being = '.card[data-state=writing] .plan-text';
  await until(page, (cards) => [...document.querySelectorAll(cards)].filter((text) => text.textContent !== '').length >= 2, being);
  await until(page, (cards) => {
    const longest = [...document.querySelectorAll(cards)].map((text) => text.textContent.length);
    window.before ??= longest;
    return longest.length === window.before.length && longest.filter((length, card) => length > window.before[card]).length >= 2;
  }, being);
  ok('a problem is sent by the keyboard, and its candidates are written side by side');
  await page.locator('.verdict[data-ruling=writing] .draft:not(:empty)').first().waitFor();
  await state(page, 'complete');
  const plan = page.getByRole('region', { name: 'The plan' });
  assert.match(await plan.innerText(), /Day 1-/);
  assert.match(await plan.innerText(), /score −?\d+ · (?:not )?verified/);
  assert.equal(await page.locator('.card').count(), 5);
  assert.equal(await page.locator('.card.is-chosen').count(), 1);
  assert.ok((await page.locator('.verdict .score').count()) >= 10);
  assert.ok((await page.locator('.reasons li').count()) > 0, 'no candidate is objected to');
  await until(page, () => document.getElementById('announcements').textContent.startsWith('The plan is there'));
  await assertFitForAll(page, 'best of n');
  await assertSameAnew(page);
  ok('candidates have scores and reasons, the plan is told to a screen reader, and the run is there when loaded anew');
  await page.goto(url);
  await page.locator('#runs a').first().waitFor();
  assert.match(await page.locator('#runs li').first().innerText(), /European cities/);
  await assertFitForAll(page, 'recent runs');
  await page.close();
}

/** The numbers of steps in the tree that were seen while the run went on. */
async function growth(page) {
  const seen = new Set();
  while (await page.locator('#state[data-state=running]').count()) {
    seen.add(await page.locator('.tree .node').count());
    await until(page, (count) => document.getElementById('state').dataset.state !== 'running' ||
      document.querySelectorAll('.tree .node').length !== count, Math.max(...seen));
  }
  return [...seen].filter((count) => count > 0);
}

async function search(name, typed) {
  const page = await solve('trip', typed);
  const seen = await growth(page);
  await state(page, 'complete');
  assert.ok(seen.length >= 3, `the tree was seen with ${seen} steps`);
  assert.ok((await page.locator('.tree ul ul .node').count()) > 0, 'no step has a step after the next');
  assert.ok((await page.locator('.tree .reward:not(:empty)').count()) >= 3);
  assert.ok((await page.locator('.tree .is-chosen').count()) >= 2, 'the way to the plan is not marked');
  assert.match(await page.getByRole('region', { name: 'The plan' }).innerText(), /Day 1-/);
  await assertFitForAll(page, name);
  await assertSameAnew(page);
  await page.close();
  ok(`${name}: the tree grew (${seen.join(', ')} steps), with rewards and the way to the plan`);
}

async function mixture() {
  const page = await solve('meeting', 'Mixture');
  await page.locator('#choices table').first().waitFor();
  await state(page, 'complete');
  const head = await page.locator('#choices thead').first().innerText();
  assert.match(head, /reward\s+exploration\s+prior\s+diversity\s+recovery\s+sum/);
  assert.equal(await page.locator('#choices table').first().locator('tr.is-chosen').count(), 1);
  await assertFitForAll(page, 'mixture');
  await assertSameAnew(page);
  await page.close();
  ok('mixture: every choice of an algorithm is shown with its terms');
}

/** What was sent of the log came once each, in order. Returns how much that is. */
function assertNothingLostOrDoubled(events) {
  const logged = events.filter(({ name, data }) => name === 'update' && !data.progress?.textDelta).map(({ id }) => id);
  assert.deepEqual(logged, Array.from({ length: logged.at(-1) }, (_, index) => index + 1));
  return logged.length;
}

async function brokenConnections() {
  const link = await Link.to(new URL(url).port);
  const page = await browser.tab(BROKEN);
  const events = await browser.eventsOf(page);
  const broken = page.getByText('Trying again …').first();
  const whole = async () => {
    link.mend();
    await page.locator('#connection').waitFor({ state: 'hidden' });
  };
  await solve('trip', 'Tree', { at: link.url, page });
  for (const moment of ['#constraints-draft:not(:empty)', '.node[data-state=writing] .node-text:not(:empty)']) {
    await page.locator(moment).first().waitFor();
    link.cut();
    await broken.waitFor();
    await whole();
  }
  for (const bytes of [1, 150, 333, 1001]) {
    link.cutAfter(bytes);
    await broken.waitFor();
    await whole();
  }
  assert.equal(await page.locator('#state').innerText(), 'running', 'the run was over before all was cut');
  await state(page, 'complete');
  const updates = assertNothingLostOrDoubled(events);
  assert.ok(link.resumed.length >= 6, `resumed after ${link.resumed}`);
  await assertSameAnew(page);
  await page.close();
  link.close();
  ok(`6 broken connections: updates 1 to ${updates} came once each, in order, and the page shows all`);
}

async function silence() {
  const link = await Link.to(new URL(url).port);
  const page = await browser.tab(BROKEN);
  const events = await browser.eventsOf(page);
  await solve('trip', 'REBASE', { at: link.url, page });
  await page.locator('.node').first().waitFor();
  link.fallSilent();
  await page.getByText('The connection has gone silent.').first().waitFor();
  await page.locator('#connection').waitFor({ state: 'hidden' });
  const hide = (hidden) =>
    page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { value: is, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  await page.waitForTimeout(100); // For what was on its way.
  const heard = events.length;
  await page.waitForTimeout(1500); // More than a beat.
  assert.equal(events.length, heard, 'a hidden page is sent something');
  await hide(false);
  await state(page, 'complete');
  assertNothingLostOrDoubled(events);
  await assertSameAnew(page);
  await page.close();
  link.close();
  ok('a connection that has gone silent is left for another, and a hidden page holds none; nothing is lost');
}

async function texts() {
  const page = await browser.tab();
  await page.goto(url);
  const shown = await page.evaluate(async () => {
    const { Text } = await import('/text.js');
    const text = new Text();
    const after = (offset, written) => {
      text.write(offset, written);
      return text.toString();
    };
    return [after(0, 'Zoë – 😀'), after(13, '!'), after(4, ' is free'), after(0, '😀'), after(4, 'é'), after(6, 'x'), after(0, '')];
  });
  assert.deepEqual(shown, ['Zoë – 😀', 'Zoë – 😀!', 'Zoë is free', '😀', '😀é', '😀éx', '']);
  await page.close();
  ok('texts are written at offsets in bytes of UTF-8');
}

async function reducedMotion() {
  const page = await browser.tab();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await solve('meeting', 'Best', { page });
  await page.locator('.draft:not(:empty)').first().waitFor();
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  await page.close();
  ok('nothing moves for those who want it so');
}

async function cancelling() {
  const page = await solve('meeting', 'Mixture');
  await page.locator('.draft:not(:empty)').first().waitFor();
  await assertFitForAll(page, 'a run under way');
  await tabTo(page, '#cancel');
  await page.keyboard.press('Enter');
  await state(page, 'cancelled');
  await until(page, () => document.activeElement.id === 'again');
  await assertSameAnew(page);
  await page.locator('#again').press('Enter');
  await page.locator('#solve:enabled').waitFor();
  assert.match(await page.getByLabel('The problem').inputValue(), /^You need to schedule a meeting/);
  assert.equal(await page.getByLabel('Algorithm').inputValue(), 'mixture');
  await page.close();
  ok('a run is cancelled by the keyboard, and its problem used again');
}

async function whatIsNotThere() {
  const page = await browser.tab();
  await page.goto(`${url}/runs/01938c2e-0000-7000-8000-000000000001`);
  await page.getByText('There is no such run').first().waitFor();
  await assertFitForAll(page, 'no such run');
  await page.close();
  const dead = await browser.tab(/status of 503/);
  await dead.goto(deadUrl);
  await dead.getByText('The PlanGEN server cannot be reached.').first().waitFor();
  await assertFitForAll(dead, 'no server');
  await dead.close();
  ok('a run that is not there, and a server that is not, are said in a sentence');
}

async function hostileText() {
  const page = await browser.tab();
  await page.goto(url);
  await page.locator('#solve:enabled').waitFor();
  await page.getByLabel('The problem').fill('<img src=x onerror="window.hit=1"> <b>Plan</b> my day.');
  await page.getByRole('button', { name: 'Solve' }).click();
  await page.waitForURL('**/runs/*');
  await until(page, () => document.getElementById('problem').textContent.startsWith('<img src=x'));
  assert.equal(await page.evaluate(() => document.querySelector('main img, main b') === null && window.hit === undefined), true);
  await page.close();
  ok('markup in a problem is shown as it was written');
}

try {
  await theFirstPage();
  await whatIsNotThere();
  await hostileText();
  await texts();
  await Promise.all([candidates(), search('tree of thought', 'Tree'), brokenConnections()]);
  await Promise.all([search('rebase', 'REBASE'), silence(), cancelling()]);
  await Promise.all([mixture(), reducedMotion()]);
  browser.assertNothingWrong();
  ok('no page wrote an error to the console or asked another host, and axe found nothing in light or dark, wide or narrow');
} finally {
  await browser.close();
}
