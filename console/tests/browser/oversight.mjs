// What the console promises an overseer, against the test double: who looked at what, and a judgement with its reason.

import assert from 'node:assert/strict';
import { show } from './screens.mjs';

const OVERSIGHT = { as: 4, hash: '', sign: 'tbody tr' };

async function open({ mock, open: tab }, screen = OVERSIGHT) {
  const page = await tab();
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
  await show(page, mock.url, screen);
  return page;
}
const rows = (page) => page.getByRole('region', { name: 'List of accesses' }).locator('tbody tr');

export const oversight = {
  'an overseer begins at the accesses, narrows them to a person and an act, and is shown no content': async (with_) => {
    const page = await open(with_);
    assert.ok(page.url().endsWith('#/oversight'));
    const all = await rows(page).count();
    await page.getByRole('group', { name: 'Did' }).getByRole('button', { name: 'Refused' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[role=region] tbody tr').length === 1);
    await rows(page).getByText('was refused').waitFor();
    await page.getByRole('group', { name: 'Did' }).getByRole('button', { name: 'All' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('[role=region] tbody tr').length === n, all);
    await rows(page).first().getByRole('button').click();
    await page.locator('.tag', { hasText: 'KP' }).waitFor();
    await page.waitForFunction((n) => document.querySelectorAll('[role=region] tbody tr').length < n, all);
    await page.getByRole('button', { name: 'Show everybody' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('[role=region] tbody tr').length === n, all);
    await page.getByText('You do not see what it said.').waitFor();
  },

  'conspicuous reading waits until an overseer says what to think of it, with a reason, and can be judged anew': async (with_) => {
    const page = await open(with_);
    await page.getByText('3 wait for your judgement').waitFor();
    await page.keyboard.press('3');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Not justified' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'The reason is not clear' }).click();
    await dialog.getByRole('button', { name: 'Not justified' }).click();
    await page.locator('.bg', { hasText: 'The reason is not clear' }).waitFor();
    const judged = () => with_.mock.world.looked.filter((each) => each.act === 'bulk').map((each) => each.judged?.verdict);
    assert.deepEqual(judged(), ['unjustified', 'justified']);
    await page.getByText('2 wait for your judgement').waitFor();
    await page.locator('.bg', { hasText: 'The reason is not clear' }).getByRole('button', { name: 'Ask the agency' }).click();
    await dialog.getByLabel('Why you say so').fill('They have not answered yet.');
    await dialog.getByRole('button', { name: 'Ask the agency' }).click();
    await page.locator('.bg', { hasText: 'They have not answered yet.' }).waitFor();
    assert.deepEqual(judged(), ['asked', 'justified']);
  },

  'the rules of who may act stand there in short, say what waits, and lead to where they stand whole': async (with_) => {
    const page = await open(with_);
    const rules = page.getByRole('region', { name: 'Who may do what' });
    await rules.getByText('The node goes by these rules since').waitFor();
    await rules.getByText('They stand on record.').waitFor();
    await rules.getByText('3 changes of the rules wait for a second person').waitFor();
    await rules.getByRole('link', { name: 'To the rules' }).click();
    await page.getByRole('heading', { level: 1, name: 'Rules' }).waitFor();
    await page.getByText('The overseer sees who read what.', { exact: true }).waitFor();
  },

  'whoever is no overseer finds no way there and is refused at the address': async (with_) => {
    const page = await open(with_, { as: 1, hash: '#/more', sign: 'h1' });
    assert.equal(await page.getByRole('link', { name: 'Oversight' }).count(), 0);
    await show(page, with_.mock.url, { as: 1, hash: '#/oversight', sign: '.stt' });
    await page.getByText('That was refused').first().waitFor();
  },
};
