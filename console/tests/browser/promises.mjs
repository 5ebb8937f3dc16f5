// What the console promises, against the test double: keys, a steady queue, a lost line, a conflict, an ended session.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { PEOPLE } from '../mock/world.mjs';
import { SUBJECTS } from '../mock/seed.mjs';
import { entry, saveDraft } from '../mock/acts.mjs';
import { show } from './screens.mjs';

const desk = { as: 1, hash: '#/desk', sign: '.strip' };
const titles = (page) => page.locator('.queue .strip .t').allInnerTexts();
const inEnglish = (page) => page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });

function report(world, title, more = {}) {
  return world.put(PEOPLE[1], 'report', randomUUID(), { title, seen: new Date(world.now()).toISOString(), place: {}, severity: 'Extreme', life_at_risk: true, from: 'test', ...more });
}

async function arrives(page, title) {
  await page.locator('.queue .t', { hasText: title }).waitFor();
}

export const promises = {
  'the keys J and K move, Enter takes, U puts back': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    report(mock.world, 'A first thing');
    await show(page, mock.url, desk);
    await page.keyboard.press('j');
    await page.locator('.hand h2', { hasText: 'Evacuate' }).waitFor();
    for (let at = 0; at < 12 && !(await page.locator('.hand h2', { hasText: 'A first thing' }).isVisible()); at += 1) {
      await page.keyboard.press('j');
      await page.waitForTimeout(60);
    }
    await page.locator('.hand .btn', { hasText: /^Take/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.hand .btn', { hasText: /^Put back/ }).waitFor();
    await page.keyboard.press('u');
    await page.locator('.hand .btn', { hasText: /^Take/ }).waitFor();
    await page.keyboard.press('k');
    assert.ok(!(await page.locator('.hand h2', { hasText: 'A first thing' }).isVisible()));
  },

  'single letters do nothing while somebody writes, nor when they are switched off': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '#entry' });
    await page.locator('#entry').pressSequentially('tie the boats');
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.equal(await page.locator('#entry').inputValue(), 'tie the boats');
    await page.locator('#entry').blur();
    await page.keyboard.press('t');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${mock.url}/as/1/#/more`);
    await page.getByRole('checkbox').uncheck();
    await page.keyboard.press('?');
    assert.equal(await page.getByRole('dialog').count(), 0);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
  },

  'a new strip does not push away the one under the pointer': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, desk);
    const third = page.locator('.queue .strip').nth(2);
    const text = await third.locator('.t').innerText();
    await third.hover();
    const before = await third.boundingBox();
    report(mock.world, 'Two more on a roof');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    const held = page.locator('.queue .strip', { hasText: text }).first();
    assert.ok(!(await titles(page)).includes('Two more on a roof'));
    const after = await held.boundingBox();
    assert.ok(Math.abs((after?.y ?? 0) - (before?.y ?? 0)) <= 33, 'the strip keeps its place but for the line that tells');
    await page.getByRole('button', { name: '1 new' }).click();
    await arrives(page, 'Two more on a roof');
  },

  'a long queue is drawn as far as somebody goes, by wheel or by key, and all of it can be reached': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    for (let n = 0; n < 150; n += 1) report(mock.world, `Small thing ${n}`, { severity: 'Minor', life_at_risk: false });
    await show(page, mock.url, desk);
    const strips = page.locator('.queue .strip');
    const first = await strips.count();
    assert.ok(first < 60, `${first} strips are drawn at first`);
    // As a screen reader presses it: scrolling to it would draw the next ones by itself.
    await page.getByRole('button', { name: /^Show the next/ }).dispatchEvent('click');
    await strips.nth(first).waitFor();
    const last = page.locator('.queue .strip', { hasText: 'Small thing 149' });
    for (let n = 0; n < 20 && (await last.count()) === 0; n += 1) {
      await page.locator('.queue ol').evaluate((list) => { list.scrollTop = list.scrollHeight; });
      await page.waitForTimeout(50);
    }
    await last.waitFor();
    await page.keyboard.press('k');
    await page.locator('.queue .strip[aria-current="true"]').waitFor();
  },

  'after a gap the console catches up with what it missed': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, desk);
    mock.cut();
    await page.getByText(/You are offline since/).waitFor();
    mock.mend();
    report(mock.world, 'It came while the line was down');
    await arrives(page, 'It came while the line was down');
    await page.getByText(/You are offline since/).waitFor({ state: 'hidden' });
  },

  'a label below the thing in hand is warned of by name, and the warning goes with the choice': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, desk);
    await page.getByText('Gauge Gjonaj').first().click();
    await page.getByRole('button', { name: 'New incident' }).waitFor();
    await page.keyboard.press('i');
    const chooser = page.locator('dialog .chooser, [role="dialog"] .chooser').first();
    await chooser.locator('.sees b').waitFor();
    assert.equal(await chooser.locator('.below').count(), 0, 'the usual label is not below it');
    await chooser.getByRole('button', { name: 'Change' }).click();
    await chooser.getByText('Civil protection and energy', { exact: true }).click();
    await chooser.locator('.below').waitFor();
    assert.match(await chooser.locator('.below').innerText(), /Below what is open.*do not read what is open: KEDS and KOSTT/s);
    await chooser.getByText('Everybody', { exact: true }).click();
    await page.getByText(/It asks for a lower level/).waitFor();
    await chooser.getByText('My agency only', { exact: true }).click();
    await chooser.locator('.below').waitFor({ state: 'hidden' });
  },

  'in an incident everybody cannot be chosen, and a wider choice is held to its readers': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '#entry' });
    const chooser = page.locator('.say .chooser');
    await chooser.locator('.sees b').waitFor();
    await chooser.getByRole('button', { name: 'Change' }).click();
    assert.ok(await chooser.locator('input[type="radio"]').nth(3).isDisabled());
    await chooser.getByText(/More people could read this/).waitFor();
    await chooser.getByText('Civil protection and energy', { exact: true }).click();
    await chooser.getByText(/Held to the readers/).waitFor();
    assert.equal(await chooser.locator('.below').count(), 0);
  },

  'what is written without a line waits, and goes once': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '#entry' });
    await page.locator('.say .sees b').waitFor();
    mock.cut();
    await page.getByText(/You are offline since/).waitFor();
    await page.locator('#entry').fill('Written in the dark');
    await page.getByRole('button', { name: /^Keep, send when/ }).click();
    await page.locator('.e', { hasText: 'waits for the line' }).waitFor();
    mock.mend();
    await page.locator('.e', { hasText: 'waits for the line' }).waitFor({ state: 'hidden' });
    const written = mock.world.all('entry').filter((item) => item.body.text === 'Written in the dark');
    assert.equal(written.length, 1);
  },

  'an unsent text is still there after a reload': async ({ mock, open }) => {
    const page = await open();
    await show(page, mock.url, { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '#entry' });
    await page.locator('#entry').fill('Half a sentence');
    await page.waitForTimeout(100);
    await page.reload();
    await page.locator('#entry').waitFor();
    assert.equal(await page.locator('#entry').inputValue(), 'Half a sentence');
  },

  'a conflict shows both texts and keeps both until a person decides': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 1, hash: `#/drafts/${SUBJECTS.draft}`, sign: '[data-field="headline-en"]' });
    const field = page.locator('[data-field="headline-en"]');
    await field.fill('My headline');
    const item = mock.world.get(SUBJECTS.draft);
    const content = structuredClone(item.body.content);
    content.texts.en.headline = 'Their headline';
    saveDraft(mock.world, PEOPLE[2], SUBJECTS.draft, { head: item.version, content });
    await page.getByText('Two people changed this warning.').waitFor();
    await page.locator('ins', { hasText: 'Their' }).first().waitFor();
    await page.locator('ins', { hasText: 'My' }).first().waitFor();
    assert.equal(await field.inputValue(), 'My headline');
    await page.getByRole('button', { name: 'Take mine' }).click();
    await page.getByText(/^Saved \d/).waitFor();
    assert.equal(mock.world.get(SUBJECTS.draft).body.content.texts.en.headline, 'My headline');
  },

  'two versions side by side are both read before the next one takes their place': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    const before = mock.world.get(SUBJECTS.incident);
    const theirs = mock.world.fork(PEOPLE[2], SUBJECTS.incident, { title: { ...before.body.title, en: 'As the other node saw it' } });
    await show(page, mock.url, { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '#entry' });
    const close = async () => {
      await page.getByRole('button', { name: 'Close the incident' }).first().click();
      await page.getByRole('dialog').getByRole('textbox').fill('The water is falling');
      await page.getByRole('dialog').getByRole('button', { name: 'Close the incident' }).click();
      await page.getByRole('heading', { name: 'Versions side by side' }).waitFor();
    };
    await close();
    await page.locator('ins').first().waitFor();
    await page.screenshot({ path: process.env.KULLA_SHOT ?? '/tmp/kulla-heads.png' });
    await page.getByRole('button', { name: 'Leave it' }).last().click();
    assert.deepEqual(mock.world.get(SUBJECTS.incident).heads, [theirs.version, before.version], 'nothing was written');
    await close();
    await page.getByRole('listitem').filter({ hasText: 'As the other node saw it' }).getByRole('button').click();
    await page.getByText('The water is falling').waitFor();
    assert.equal(mock.world.get(SUBJECTS.incident).body.title.en, 'As the other node saw it');
  },

  'who wrote the warning is offered no approval, and is told why': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 1, hash: `#/drafts/${SUBJECTS.submitted}`, sign: '.sign' });
    await page.getByText('You wrote part of this, so somebody else approves it.').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Approve/ }).count(), 0);
  },

  'approval opens only when all three are ticked, and an edit takes the ticks away': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 2, hash: `#/drafts/${SUBJECTS.submitted}`, sign: '.sign' });
    await page.getByRole('button', { name: /^Approve/ }).click({ force: true });
    await page.getByText('Tick all three first.').waitFor();
    assert.equal(mock.world.get(SUBJECTS.submitted).body.state, 'submitted');
    const boxes = page.locator('.sign input[type="checkbox"]');
    for (const box of await boxes.all()) await box.check();
    const item = mock.world.get(SUBJECTS.submitted);
    mock.world.put(PEOPLE[1], 'draft', SUBJECTS.submitted, { ...item.body, content: { ...item.body.content, severity: 'Extreme' } });
    await page.locator('.how', { hasText: 'Extreme' }).waitFor();
    for (const box of await boxes.all()) assert.equal(await box.isChecked(), false);
  },

  'what is forbidden and what is not there read the same': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 1, hash: `#/incidents/${randomUUID()}`, sign: '.stt' });
    await page.getByText('There is nothing here that you may read').waitFor();
  },

  'slow answers are shown in the shape of what comes, fast ones not at all': async ({ mock, open }) => {
    const page = await open();
    // Measured in the page, from the question to the shape: so a busy machine is not taken for a hasty console.
    await page.addInitScript(() => {
      const real = window.fetch;
      window.fetch = (...asked) => { if (String(asked[0]).includes('incidents')) window.asked_ ??= performance.now(); return real(...asked); };
      new MutationObserver(() => { if (document.querySelector('.sk')) window.shaped_ ??= performance.now(); }).observe(document, { childList: true, subtree: true });
    });
    await show(page, mock.url, desk);
    mock.state.slowMs = 900;
    await page.evaluate(() => { window.shaped_ = undefined; location.hash = '#/incidents'; });
    await page.locator('.sk').first().waitFor();
    const after = await page.evaluate(() => window.shaped_ - window.asked_);
    assert.ok(after >= 290, `shown after ${after} ms`);
    await page.locator('.strip.wide').first().waitFor();
    assert.equal(await page.locator('.sk').count(), 0);
  },

  'an ended session says so, and what was not sent stays for its writer': async ({ mock, open }) => {
    const page = await open();
    await inEnglish(page);
    await show(page, mock.url, { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '#entry' });
    await page.locator('#entry').fill('Not sent yet');
    mock.state.ended = true;
    await page.getByRole('button', { name: /^Add to log/ }).click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    const kept = await page.evaluate(() => Object.values({ ...localStorage }).join(' '));
    assert.ok(kept.includes('Not sent yet'));
  },

  'news of others comes by itself': async ({ mock, open }) => {
    const page = await open();
    await show(page, mock.url, { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '.e' });
    entry(mock.world, PEOPLE[3], SUBJECTS.incident, { id: randomUUID(), text: 'The bus has arrived', decision: false });
    await page.locator('.e', { hasText: 'The bus has arrived' }).waitFor();
  },

  'a place is found without marks and in Cyrillic': async ({ mock, open }) => {
    const page = await open();
    await show(page, mock.url, desk);
    for (const typed of ['suhareke', 'Сува Река', 'therande']) {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill(typed);
      await page.getByRole('option', { name: /Suharek/ }).first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  },

  'the band of an exercise is on every screen': async ({ mock, open }) => {
    const page = await open();
    for (const hash of ['#/desk', '#/incidents', '#/warnings', '#/drafts/new', '#/quarantine', '#/health', '#/more', '#/tasks']) {
      await page.goto(`${mock.url}/as/1/${hash}`);
      await page.locator('.drill').waitFor();
      assert.match(await page.locator('.drill').innerText(), /USHTRIM · VEŽBA · EXERCISE/);
    }
  },

  'the language and the light can be changed, and stay': async ({ mock, open }) => {
    const page = await open();
    await show(page, mock.url, { as: 1, hash: '#/more', sign: 'h1' });
    await page.getByRole('button', { name: 'Srpski' }).click();
    await page.getByRole('heading', { level: 1, name: 'Više' }).waitFor();
    await page.getByRole('button', { name: 'Tamno' }).click();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Više' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'sr-Latn');
  },
};
