// Figures of the desk, against the test double: `node tests/browser/bench.mjs`. Not a test: what comes out depends on the machine
// and on how the browser draws (headless Chromium draws in software), so both are said.

import { randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { start } from '../mock/server.mjs';
import { crowd } from '../mock/map.mjs';
import { SUBJECTS } from '../mock/seed.mjs';
import { PEOPLE } from '../mock/world.mjs';
import { launch, tab } from './chromium.mjs';

const VIEW = { viewport: { width: 1440, height: 900 } };
const [ITEMS, SYMBOLS, UPDATES_A_SECOND, SECONDS] = [10_000, 20_000, 200, 10];

/** Strips of the queue beside what is on the map: as many as the console asks for at once. */
const STRIPS = 200;

const round = (ms) => Math.round(ms * 10) / 10;

async function metrics(session) {
  const { metrics: all } = await session.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

/** From the address to a full queue that can be read, the thing in hand ready for its deed, a map that can be read, and all things on it. */
async function opens(browser) {
  const mock = await start();
  mock.world.crowd = crowd(ITEMS);
  for (let n = 0; n < STRIPS; n += 1) mock.world.put(PEOPLE[1], 'report', randomUUID(), { title: `Water on road ${n}`, seen: new Date(Date.now() - n * 1_000).toISOString(), place: { areas: ['20'] }, severity: 'Minor', from: 'bench' });
  const runs = [];
  for (let run = 0; run < 4; run += 1) {
    const { page, context } = await tab(browser, VIEW);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => Math.round((await metrics(session)).TaskDuration * 1_000);
    const from = Date.now();
    await page.goto(`${mock.url}/as/1/#/desk/${SUBJECTS.signal}`);
    await page.locator('.queue .strip').first().waitFor();
    const queue = Date.now() - from;
    const queueThread = await spent();
    await page.locator('.hand .foot .btn').first().waitFor();
    const hand = Date.now() - from;
    const handThread = await spent();
    await page.locator('.places canvas').waitFor();
    const map = Date.now() - from;
    await page.waitForFunction((n) => [...document.querySelectorAll('.layers .n')].some((each) => Number(each.textContent.replace(/\D/g, '')) >= n), ITEMS);
    const things = Date.now() - from;
    await page.locator('.frame[data-drawn]').waitFor({ state: 'attached', timeout: 60_000 });
    runs.push({ queue, queueThread, hand, handThread, map, things, drawn: Date.now() - from, drawnThread: await spent() });
    await context.close();
  }
  await mock.stop();
  // The first run warms the browser and the test double up.
  const middle = (name) => runs.slice(1).map((run) => run[name]).sort((a, b) => a - b)[1];
  // Time of the page's thread stands beside that of the wall: other work on the machine is not the page's.
  return {
    items: ITEMS, queue_ms: middle('queue'), queue_thread_ms: middle('queueThread'), hand_ms: middle('hand'), hand_thread_ms: middle('handThread'), map_ms: middle('map'), things_ms: middle('things'), drawn_ms: middle('drawn'),
    drawn_thread_ms: middle('drawnThread'),
  };
}

/** A full map that is brought up to date all the time. */
async function busy(browser, moving) {
  const mock = await start();
  mock.world.crowd = crowd(SYMBOLS);
  const { page, context } = await tab(browser, VIEW);
  await page.goto(`${mock.url}/as/1/#/desk`);
  await page.locator('.frame[data-drawn]').waitFor({ state: 'attached', timeout: 60_000 });
  await page.waitForTimeout(3_000);
  const session = await context.newCDPSession(page);
  // Time of the thread, not of the clock on the wall: other work on the machine is not the page's.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(() => {
    window.frames_ = 0;
    window.long_ = [];
    const count = () => { window.frames_ += 1; requestAnimationFrame(count); };
    requestAnimationFrame(count);
    new PerformanceObserver((list) => window.long_.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] });
  });
  const before = await metrics(session);
  const from = Date.now();
  let sent = 0;
  const feed = setInterval(() => {
    const due = Math.floor(((Date.now() - from) / 1_000) * UPDATES_A_SECOND);
    for (; sent < due; sent += 1) {
      const feature = mock.world.crowd[(sent * 7_919) % SYMBOLS];
      feature.geometry.coordinates = [feature.geometry.coordinates[0] + 0.001, feature.geometry.coordinates[1]];
      const change = { cursor: String(sent), subject: feature.id, kind: 'unit', version: feature.id };
      for (const listener of mock.world.listeners) listener(change);
    }
  }, 50);
  const box = await page.locator('.places canvas').boundingBox();
  const stop = Date.now() + SECONDS * 1_000;
  if (moving) {
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down();
    for (let n = 0; Date.now() < stop; n += 1) { await page.mouse.move(box.x + 300 + 40 * Math.sin(n / 20), box.y + 300 + 40 * Math.cos(n / 20)); await page.waitForTimeout(16); }
    await page.mouse.up();
  } else await page.waitForTimeout(SECONDS * 1_000);
  clearInterval(feed);
  const after = await metrics(session);
  const { frames, long } = await page.evaluate(() => ({ frames: window.frames_, long: window.long_ }));
  const seconds = (Date.now() - from) / 1_000;
  const script = (after.ScriptDuration - before.ScriptDuration) * 1_000;
  await context.close();
  await mock.stop();
  return {
    symbols: SYMBOLS, updates_a_second: Math.round(sent / seconds), moving, frames_a_second: round(frames / seconds), script_ms_a_frame: round(script / frames),
    script_share: round((script / seconds / 1_000) * 100) / 100, long_tasks: long.length, longest_ms: Math.round(Math.max(0, ...long)),
  };
}

const browser = await launch();
console.log(JSON.stringify({ machine: `${cpus().length} × ${cpus()[0]?.model}`, browser: browser.version(), drawing: 'software' }));
console.log(JSON.stringify(await opens(browser)));
console.log(JSON.stringify(await busy(browser, false)));
console.log(JSON.stringify(await busy(browser, true)));
await browser.close();
process.exit(0);
