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
    await page.getByText('1 waits for your judgement').waitFor();
    await page.keyboard.press('3');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Not justified' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'The reason is not clear' }).click();
    await dialog.getByRole('button', { name: 'Not justified' }).click();
    await page.locator('.bg', { hasText: 'The reason is not clear' }).waitFor();
    const judged = () => with_.mock.world.looked.filter((each) => each.act === 'bulk').map((each) => each.judged?.verdict);
    assert.deepEqual(judged(), ['unjustified', 'justified']);
    assert.equal(await page.getByText('your judgement').count(), 0);
    await page.locator('.bg', { hasText: 'The reason is not clear' }).getByRole('button', { name: 'Ask the agency' }).click();
    await dialog.getByLabel('Why you say so').fill('They have not answered yet.');
    await dialog.getByRole('button', { name: 'Ask the agency' }).click();
    await page.locator('.bg', { hasText: 'They have not answered yet.' }).waitFor();
    assert.deepEqual(judged(), ['asked', 'justified']);
  },

  'the rules of who may act stand in words, what is forbidden first, their text folded, and markup in them is text': async (with_) => {
    const page = await open(with_);
    const rules = page.getByRole('region', { name: 'Who may do what' });
    await rules.locator('li').first().getByText('A program is never the second person: <b>people</b> approve.').waitFor();
    assert.equal(await rules.locator('li b').count(), 0);
    assert.ok((await rules.locator('li').nth(1).innerText()).startsWith('Allowed'));
    assert.ok(!(await rules.locator('pre').first().isVisible()));
    await rules.getByText('The text of the rule no-machine-approves').click();
    await rules.getByText('principal.entered == Entry::"machine"').waitFor();
  },

  'a text is tried before the node goes by it: what is wrong with it, what it changes, who loses what': async (with_) => {
    const page = await open(with_);
    await page.getByText('Try another text').click();
    const [text, check] = [page.getByLabel('The text, in Cedar'), page.getByRole('button', { name: 'Check it' })];
    await check.click();
    await page.getByText('The rules are the same as now.').waitFor();
    const now = await text.inputValue();
    await text.fill(now.replace('duty-officer', 'nobody'));
    assert.equal(await page.getByText('The rules are the same as now.').count(), 0, 'an answer to another text is gone');
    await check.click();
    await page.getByText('Line 3, rule duty-officer:').waitFor();
    await text.fill(`${now}\n// more`);
    await check.click();
    await page.getByText('Before: The duty officer runs incidents.').waitFor();
    const lost = page.locator('.try li li');
    assert.equal((await lost.innerText()).replace(/\s+/g, ' '), '− loses open incidents by one factor and by two factors · in real work');
    await page.getByRole('button', { name: 'Back to the text of now' }).click();
    assert.equal(await text.inputValue(), now);
  },

  'whoever is no overseer finds no way there and is refused at the address': async (with_) => {
    const page = await open(with_, { as: 1, hash: '#/more', sign: 'h1' });
    assert.equal(await page.getByRole('link', { name: 'Oversight' }).count(), 0);
    await show(page, with_.mock.url, { as: 1, hash: '#/oversight', sign: '.stt' });
    await page.getByText('That was refused').first().waitFor();
  },
};
