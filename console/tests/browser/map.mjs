// What the map promises, against the test double: it is drawn without the internet, selection goes both ways, places are found
// in both scripts, the past is for reading, and areas that are drawn become warnings.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { SUBJECTS } from '../mock/seed.mjs';
import { PEOPLE } from '../mock/world.mjs';
import { show } from './screens.mjs';

const ASSETS = join(import.meta.dirname, '../../dist/assets');
/** Script that the page itself runs before the map stands, gzipped, in bytes. The worker runs beside it. */
const SCRIPT_BYTES_MAX = 450 * 1024;

const desk = (subject = '') => ({ as: 1, hash: `#/desk${subject && `/${subject}`}`, sign: '.places canvas' });
const inEnglish = (page) => page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
const drawn = (page) => page.locator('.places .frame[data-drawn]').waitFor({ state: 'attached', timeout: 60_000 });
const count = (page, layer) => page.locator('.layers li', { hasText: layer }).locator('.n').innerText().then(Number);

async function open(with_, subject) {
  const page = await with_.open();
  await inEnglish(page);
  const elsewhere = [];
  page.on('request', (request) => { if (!request.url().startsWith(with_.mock.url) && !/^(?:data|blob|about):/.test(request.url())) elsewhere.push(request.url()); });
  await show(page, with_.mock.url, desk(subject));
  await drawn(page);
  return { page, elsewhere };
}

export const map = {
  'the map is drawn from this node alone, with its worker, letters and symbols': async (with_) => {
    const { page, elsewhere } = await open(with_);
    assert.deepEqual(elsewhere, []);
    const shot = await page.locator('.places .map').screenshot();
    assert.ok(new Set(shot).size > 200 && shot.length > 20_000, 'the picture is not empty');
  },

  'the script up to a standing map is at most 450 KB': async () => {
    const size = (name) => gzipSync(readFileSync(join(ASSETS, name)), { level: 9 }).length;
    const files = readdirSync(ASSETS).filter((name) => /^(?:index|engine)-.*\.js$/.test(name));
    assert.equal(files.length, 2, files.join(' '));
    const words = Math.max(...readdirSync(ASSETS).filter((name) => /^console-.*\.js$/.test(name)).map(size));
    const all = files.reduce((sum, name) => sum + size(name), words);
    assert.ok(all <= SCRIPT_BYTES_MAX, `${all} bytes`);
  },

  'selection goes both ways between queue, map and the thing in hand': async (with_) => {
    const { page } = await open(with_, SUBJECTS.signal);
    await page.getByRole('button', { name: 'List' }).click();
    const row = page.locator('.list button', { hasText: 'Water over the bridge deck' });
    await row.click();
    await page.locator('.hand h2', { hasText: 'Water over the bridge deck' }).waitFor();
    await page.locator('.strip[aria-current="true"]', { hasText: 'Water over the bridge deck' }).waitFor();
    assert.equal(await row.getAttribute('aria-current'), 'true');
    await page.keyboard.press('Escape');
  },

  'what arrives stands on the map, what is found not relevant leaves it': async (with_) => {
    const { page } = await open(with_);
    const before = await count(page, 'Signals');
    const subject = randomUUID();
    with_.mock.world.put(PEOPLE[1], 'report', subject, { title: 'Tree on the road', seen: new Date(with_.mock.world.now()).toISOString(), place: { geometry: { type: 'Point', coordinates: [21, 42.5] } }, severity: 'Minor', from: 'test' });
    await page.waitForFunction((n) => Number(document.querySelector('.layers .n')?.textContent) === n, before + 1);
    with_.mock.world.put(PEOPLE[1], 'assessment', `triage-${subject}`, { signal: subject, outcome: 'dismissed', by: PEOPLE[1].id, reason: 'test' });
    await page.waitForFunction((n) => Number(document.querySelector('.layers .n')?.textContent) === n, before);
  },

  'layers are switched by key and box, and stay switched': async (with_) => {
    const { page } = await open(with_);
    await page.keyboard.press('y');
    assert.equal(await page.locator('.layers').count(), 0);
    await page.keyboard.press('y');
    await page.getByRole('checkbox', { name: /Facilities/ }).uncheck();
    await page.reload();
    await page.locator('.layers').waitFor();
    assert.equal(await page.getByRole('checkbox', { name: /Facilities/ }).isChecked(), false);
    assert.equal(await page.getByRole('checkbox', { name: /Units/ }).isChecked(), true);
  },

  'the map goes to a place in both scripts, to a village, a grid reference and degrees': async (with_) => {
    const { page } = await open(with_);
    const find = page.getByRole('combobox');
    for (const [typed, name] of [['Призрен', 'Prizren'], ['suhareke', 'Suhareka'], ['donaj', 'Gjonaj'], ['34TDM68787798', '34T DM 6878 7798'], ['42.2535 N 20.6216 E', /34T DM 68\d\d 7[78]\d\d/]]) {
      await find.fill(typed);
      await page.getByRole('option', { name }).first().waitFor();
    }
    await find.press('Enter');
    await page.waitForTimeout(600);
    await page.mouse.move(690, 430);
    await page.locator('.scale .at', { hasText: /34T DM 68\d\d 7[78]\d\d/ }).waitFor();
    await find.fill('xyzzy');
    await page.getByText('No place of that name.').waitFor();
  },

  'the palette goes to villages and grid references on the map too': async (with_) => {
    const { page } = await open(with_);
    for (const [typed, name] of [['ђонај', 'Gjonaj'], ['34TDM68787798', '34T DM 6878 7798']]) {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill(typed);
      await page.getByRole('option', { name }).first().click();
      await page.waitForFunction(() => /[?&]at=20\.6\d+%2C42\.2\d+/.test(location.hash));
      await page.locator('.scale', { hasText: /^(?:1|2|5)00 m|^(?:1|2) km/ }).waitFor();
      await page.getByRole('button', { name: 'The whole country' }).click();
    }
  },

  'a map that does not come says so, asks again, and what is old says how old': async (with_) => {
    const page = await with_.open();
    await inEnglish(page);
    await page.route('**/map/base', (route) => route.abort());
    await page.goto(`${with_.mock.url}/as/1/#/desk`);
    await page.locator('.strip').first().waitFor();
    await page.getByText('The map did not come').waitFor();
    await page.unroute('**/map/base');
    await page.locator('.sorry').getByRole('button').click();
    await drawn(page);
    await page.getByText('The map did not come').waitFor({ state: 'detached' });
    await page.route('**/map/items**', (route) => route.abort());
    await page.keyboard.press('[');
    await page.locator('.old').waitFor();
    await page.unroute('**/map/items**');
    await page.locator('.old').getByRole('button').click();
    await page.locator('.old').waitFor({ state: 'detached' });
  },

  'the past is shown as it was, for reading, until somebody goes back': async (with_) => {
    const { page } = await open(with_, SUBJECTS.signal);
    const before = await count(page, 'Signals');
    await page.keyboard.press('[');
    await page.keyboard.press('[');
    await page.keyboard.press('[');
    await page.locator('.then', { hasText: /Picture of \d\d:\d\d/ }).waitFor();
    await page.locator('.queue .note', { hasText: /What waited at \d\d:\d\d/ }).waitFor();
    await page.locator('.queue .strip', { hasText: 'Water over the bridge deck' }).waitFor({ state: 'detached' });
    await page.locator('.hand', { hasText: 'Shown as it is now' }).waitFor();
    assert.equal(await page.locator('.queue .keys').count(), 0);
    await page.waitForFunction((n) => Number(document.querySelector('.layers .n')?.textContent) < n, before);
    assert.equal(await page.getByRole('button', { name: /^Draw/ }).count(), 0);
    assert.equal(await page.locator('.hand .foot .btn').count(), 0);
    const at = with_.mock.world.changes.length;
    for (const key of ['l', 'd', 'i', 'u', 'Enter']) await page.keyboard.press(key);
    assert.equal(await page.getByRole('dialog').count(), 0);
    const told = await page.evaluate(async (subject) => (await fetch(`api/v1/signals/${subject}`)).status, SUBJECTS.signal);
    assert.equal(told, 200);
    assert.equal(with_.mock.world.changes.length, at, 'nothing was written');
    await page.locator('.then').getByRole('button', { name: 'Back to now' }).click();
    await page.waitForFunction((n) => Number(document.querySelector('.layers .n')?.textContent) === n, before);
    await page.locator('.hand .foot .btn').first().waitFor();
    await page.locator('.queue .strip', { hasText: 'Water over the bridge deck' }).waitFor();
  },

  'the slider is moved by pointer and by keys, and says its moment': async (with_) => {
    const { page } = await open(with_);
    const slider = page.getByRole('slider');
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.3, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.locator('.then').waitFor();
    assert.ok(Number(await slider.getAttribute('aria-valuenow')) < -40);
    assert.match(await slider.getAttribute('aria-valuetext'), /\d\d:\d\d/);
    await slider.focus();
    await page.keyboard.press('End');
    await page.locator('.then').waitFor({ state: 'detached' });
  },

  'an area drawn point by point, by hand or by key, becomes a warning': async (with_) => {
    const { page } = await open(with_);
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    const box = await page.locator('.places canvas').boundingBox();
    for (const [x, y] of [[0.3, 0.6], [0.5, 0.55], [0.55, 0.75]]) { await page.mouse.click(box.x + box.width * x, box.y + box.height * y); await page.waitForTimeout(80); }
    await page.locator('.places canvas').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Backspace');
    await page.getByRole('button', { name: 'Close the area' }).click();
    await page.getByRole('button', { name: 'New warning here' }).click();
    await page.getByText('Drawn on the map').waitFor();
    assert.ok(await page.locator('.ar .chosen li').count() > 0, 'the municipalities that it touches are chosen');
  },

  'a way is measured': async (with_) => {
    const { page } = await open(with_);
    await page.getByRole('button', { name: 'Measure' }).click();
    const box = await page.locator('.places canvas').boundingBox();
    for (const x of [0.3, 0.6]) { await page.mouse.click(box.x + box.width * x, box.y + box.height * 0.6); await page.waitForTimeout(80); }
    await page.locator('.figures b', { hasText: /^\d+(\.\d)? km$/ }).waitFor();
  },

  'without WebGL the map says so, and everything on it is in the list': async (with_) => {
    const page = await with_.open();
    await inEnglish(page);
    await page.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function get(kind, ...rest) { return /webgl/.test(kind) ? null : real.call(this, kind, ...rest); };
    });
    await show(page, with_.mock.url, { as: 1, hash: '#/desk', sign: '.strip' });
    await page.getByText('The map can’t be drawn here').waitFor();
    await page.locator('.list button', { hasText: 'Gjonaj' }).first().waitFor();
  },
};
