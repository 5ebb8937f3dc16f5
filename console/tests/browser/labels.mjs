// What the console promises of labels in the words of others, against the test double: a pasted one is one more choice, and a thing
// in hand shows its own.

import assert from 'node:assert/strict';
import { SUBJECTS } from '../mock/seed.mjs';
import { show } from './screens.mjs';

const inEnglish = (page) => page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
const log = { as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '.say .sees b' };

async function open({ mock, open: tab }, screen, options) {
  const page = await tab(options);
  await inEnglish(page);
  await show(page, mock.url, screen);
  return page;
}

/** The dialog for a pasted label, from the chooser of a new log entry. */
async function pasting(page) {
  await page.locator('.say').getByRole('button', { name: 'Change' }).click();
  await page.locator('.say').getByRole('button', { name: 'Paste a label' }).click();
  return page.getByRole('dialog', { name: 'Paste a label' });
}

const entries = (world, text) => world.all('entry').filter((item) => item.body.text === text);

export const labels = {
  'a word of TLP with its names is read, shown with whom it reaches, and is one more choice of what is written': async (with_) => {
    const page = await open(with_, log);
    const dialog = await pasting(page);
    await dialog.getByLabel('What you were sent').fill('tlp:amber+strict');
    await dialog.getByText('For agencies and nobody else.').waitFor();
    await dialog.getByRole('button', { name: /^Read it/ }).click();
    await dialog.getByText('Name at least one.').waitFor();
    await dialog.getByLabel('Agencies that receive it').fill('kosovo pol');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: /^Take Kosovo Police/ }).waitFor();
    await dialog.getByRole('button', { name: /^Read it/ }).click();
    await dialog.getByText('EMA and KP can read this.').waitFor();
    await dialog.getByText('Held to the readers').waitFor();
    await dialog.getByText('Below what is usual.').waitFor();
    await dialog.getByText('It asks for a lower level.').waitFor();
    await dialog.getByRole('button', { name: 'Take this label' }).click();
    await dialog.waitFor({ state: 'detached' });
    const choice = page.locator('.say').getByRole('radio', { name: /TLP:AMBER\+STRICT/ });
    assert.ok(await choice.isChecked());
    await page.locator('#entry').fill('As the label says');
    await page.getByRole('button', { name: /^Add to log/ }).click();
    await page.locator('.e', { hasText: 'As the label says' }).waitFor();
    const [written] = entries(with_.mock.world, 'As the label says');
    assert.deepEqual(written.label.audience, [['a:ame', 'a:kp']]);
    assert.equal(written.label.tlp, 'TLP:AMBER+STRICT');
  },

  'what was read is gone as soon as something else stands there': async (with_) => {
    const page = await open(with_, log);
    const dialog = await pasting(page);
    await dialog.getByRole('button', { name: 'TLP:GREEN' }).click();
    await dialog.getByRole('button', { name: 'Floods, White Drin' }).click();
    await dialog.getByLabel('What you were sent').press('Control+Enter');
    await dialog.getByText('What it comes to').waitFor();
    await dialog.getByRole('button', { name: 'Energy' }).click();
    assert.equal(await dialog.getByText('What it comes to').count(), 0);
    assert.equal(await dialog.getByRole('button', { name: 'Take this label' }).count(), 0);
  },

  'a document is refused whole for the part that is not known, which is named, and what is none of them is said before it is sent': async (with_) => {
    const page = await open(with_, log);
    const sent = [];
    page.on('request', (request) => { if (request.url().endsWith('/labels/read')) sent.push(request.postData()); });
    const dialog = await pasting(page);
    const [field, read] = [dialog.getByLabel('What you were sent'), dialog.getByRole('button', { name: /^Read it/ })];
    await read.click();
    await dialog.getByText('Paste a label first').waitFor();
    await field.fill('TLP:WHITE');
    await read.click();
    await dialog.getByText('TLP:WHITE is of version 1.0').waitFor();
    await field.fill('for the police only');
    await read.click();
    await dialog.getByText('This is neither a document nor a word').waitFor();
    await field.fill(`<x>${'ë'.repeat(140_000)}</x>`);
    await read.click();
    await dialog.getByText('up to 256 KiB fit').waitFor();
    assert.deepEqual(sent, []);
    const slab = (level) => `\n <slab:originatorConfidentialityLabel><slab:PolicyIdentifier>XK-KULLA</slab:PolicyIdentifier><slab:Classification>${level}</slab:Classification></slab:originatorConfidentialityLabel>`;
    await field.fill(slab('COSMIC TOP SECRET'));
    await read.click();
    await dialog.getByText('“COSMIC TOP SECRET” is not known here').waitFor();
    await dialog.getByText('The policy has no such level here.').waitFor();
    await field.fill(slab('OFFICIAL'));
    await read.click();
    await dialog.getByText('Nobody could read this, you neither.').waitFor();
    await dialog.getByRole('button', { name: 'Take this label' }).click({ force: true });
    await dialog.waitFor();
  },

  'the dialog belongs to no form: leaving it by key or by button sends nothing, and the focus comes back': async (with_) => {
    const page = await open(with_, log);
    await page.locator('#entry').fill('Not yet');
    const dialog = await pasting(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Paste a label');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.locator('#entry').inputValue(), 'Not yet');
    assert.equal(entries(with_.mock.world, 'Not yet').length, 0);
  },

  'a pasted label below the thing in hand is warned of before it is taken and after': async (with_) => {
    const page = await open(with_, { as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.hand .foot .btn' });
    await page.keyboard.press('i');
    const first = page.getByRole('dialog', { name: 'New incident' });
    await first.getByRole('button', { name: 'Change' }).click();
    await first.getByRole('button', { name: 'Paste a label' }).click();
    const dialog = page.getByRole('dialog', { name: 'Paste a label' });
    await dialog.getByRole('button', { name: 'TLP:CLEAR' }).click();
    await dialog.getByRole('button', { name: /^Read it/ }).click();
    await dialog.getByText('Below what is open.').waitFor();
    await dialog.getByRole('button', { name: 'Take this label' }).click();
    await first.locator('.chooser .below').waitFor();
    await page.keyboard.press('Escape');
    await first.waitFor({ state: 'detached' });
  },

  'the label of a thing in hand is asked for only on wish, by keyboard too, and its document is copied': async (with_) => {
    const page = await open(with_, { as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.hand .sees .link' });
    const asked = [];
    page.on('request', (request) => { if (request.url().endsWith('/label')) asked.push(request.url()); });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const button = page.locator('.hand').getByRole('button', { name: 'Label', exact: true });
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    assert.deepEqual(asked, []);
    await button.focus();
    await page.keyboard.press('Enter');
    const words = page.getByRole('group', { name: 'Label' });
    await words.getByText('no word: it asks for a level and it is bound to a purpose').waitFor();
    await words.getByText('is on record').waitFor();
    await words.getByRole('button', { name: 'Copy the document' }).click();
    await words.getByText('copied').waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /<slab:Classification>OFFICIAL<\/slab:Classification>/);
    assert.equal(asked.length, 1);
    await page.keyboard.press('j');
    await page.waitForFunction((before) => location.hash !== before, `#/desk/${SUBJECTS.signal}`);
    await page.locator('.hand .sees .link').waitFor();
    assert.equal(asked.length, 1, 'another thing is not opened by itself');
  },

  'a label that has a word of TLP shows it, and one without a document says why': async (with_) => {
    const { world } = with_.mock;
    const item = world.get(SUBJECTS.signal);
    item.label = { ...world.label([['p:0190f000-0000-7000-8000-00000000004a']]), levels: {}, purposes: [], tlp: 'TLP:RED', controls: ['originator-control'] };
    const page = await open(with_, { as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.hand .sees .link' });
    await page.locator('.hand .sees .link').click();
    const words = page.getByRole('group', { name: 'Label' });
    await words.getByText('TLP:RED', { exact: true }).waitFor();
    await words.getByText('A part of it has no word in STANAG 4774 here').waitFor();
    assert.equal(await words.locator('textarea').count(), 0);
  },
};
