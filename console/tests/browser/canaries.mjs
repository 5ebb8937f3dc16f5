// What the console promises an overseer of the three alarms and of marked records, against the test double.

import assert from 'node:assert/strict';
import { LIFTED, WATCHED } from '../mock/canaries.mjs';
import { show } from './screens.mjs';

const FRESH = '0190A000-0000-7000-8000-0000000000D7';
const inEnglish = (page) => page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });

async function open({ mock, open: tab }, screen = { as: 4, hash: '#/oversight', sign: '.bg' }) {
  const page = await tab();
  await inEnglish(page);
  await show(page, mock.url, screen);
  return page;
}
const marks = (page) => page.getByRole('region', { name: 'Marked records' });
const standing = (world) => [...(world.marks ?? new Map()).values()].filter((mark) => mark.body.act === 'canary.set').map((mark) => mark.body.on);

export const canaries = {
  'each of the three alarms is said in words, shown by itself, and judged the same way': async (with_) => {
    const page = await open(with_);
    const waiting = page.getByRole('region', { name: 'Conspicuous reading' });
    await waiting.locator('.bg', { hasText: '62 records left the node in files within a day, more than one person may take' }).getByText('Second person').waitFor();
    const bait = waiting.locator('.bg', { hasText: 'A marked record was opened' });
    assert.match(await bait.innerText(), new RegExp(`report[^]*${WATCHED}[^]*U vendos si karrem`));
    await waiting.getByRole('button', { name: 'Marked record', exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll('.bg').length === 1);
    await page.keyboard.press('2');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('A marked record was opened').waitFor();
    await dialog.getByRole('button', { name: 'The reason is not clear' }).click();
    await dialog.getByRole('button', { name: 'Ask the agency' }).click();
    await page.locator('.bg', { hasText: 'The agency was asked' }).waitFor();
    assert.deepEqual(with_.mock.world.looked.filter((each) => each.act !== 'bulk' && each.judged).map((each) => [each.act, each.judged.verdict]), [['canary', 'asked']]);
  },

  'the list of accesses is narrowed to alarms, and to one kind of them': async (with_) => {
    const page = await open(with_);
    const rows = page.getByRole('region', { name: 'List of accesses' }).locator('tbody tr');
    await page.getByRole('group', { name: 'Did' }).getByRole('button', { name: 'Alarms' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[role=region] tbody tr').length === 4);
    const which = page.locator('.mid').getByRole('group', { name: 'Which kind' });
    await which.getByRole('button', { name: 'Much taken out' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[role=region] tbody tr').length === 1);
    await rows.getByText('took out much').waitFor();
    assert.equal(await page.getByRole('group', { name: 'Did' }).getByRole('button', { name: 'Alarms' }).getAttribute('aria-pressed'), 'true');
  },

  'a judgement that another overseer was quicker with is shown as it stands, and can be judged anew': async (with_) => {
    const page = await open(with_);
    await page.keyboard.press('1');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const found = with_.mock.world.looked.find((each) => each.act === 'bulk' && !each.judged);
    found.judged = { verdict: 'asked', reason: 'They were asked already.', by: found.who, at: found.until, head: 'judged-by-another' };
    await dialog.getByRole('button', { name: 'It was part of the work' }).click();
    await dialog.getByRole('button', { name: 'Justified' }).click();
    await dialog.getByText('Somebody judged it meanwhile.').waitFor();
    await dialog.getByRole('button', { name: 'Justified' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(found.judged.verdict, 'justified');
  },

  'a record is marked by its id alone, whose shape is checked first, and lifted with a reason': async (with_) => {
    const page = await open(with_);
    await marks(page).getByText('Whether anything stands under an id is told to nobody').waitFor();
    await marks(page).getByRole('button', { name: 'Mark a record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You are not told whether anything stands under it').waitFor();
    await dialog.getByLabel('The id of the record').fill('the report about the bridge');
    await dialog.getByRole('button', { name: 'Mark a record' }).click();
    await dialog.getByText('Paste one id').waitFor();
    await dialog.getByText('Say why').waitFor();
    await dialog.getByLabel('The id of the record').fill(`https://kulla.example/as/1/#/desk/${FRESH}`);
    await dialog.getByText(FRESH.toLowerCase(), { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'It was planted' }).click();
    await dialog.getByRole('button', { name: 'Mark a record' }).click();
    await marks(page).getByText('The record is marked.').waitFor();
    assert.deepEqual(standing(with_.mock.world), [WATCHED, FRESH.toLowerCase()]);
    await marks(page).getByRole('button', { name: `Lift the mark on ${FRESH.toLowerCase()}` }).click();
    await dialog.getByRole('button', { name: 'Lift the mark' }).click();
    await dialog.getByText('Say why').waitFor();
    await dialog.getByRole('button', { name: 'It was the wrong record' }).click();
    await dialog.getByRole('button', { name: 'Lift the mark' }).click();
    await marks(page).getByText('The mark is lifted.').waitFor();
    assert.deepEqual(standing(with_.mock.world), [WATCHED]);
  },

  'one that was lifted before is shown with why, and marked again only when somebody says so twice': async (with_) => {
    const page = await open(with_);
    await marks(page).getByRole('button', { name: 'Mark a record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('The id of the record').fill(LIFTED);
    await dialog.getByLabel('Why it is watched').fill('Nobody works there any more');
    await dialog.getByRole('button', { name: 'Mark a record' }).click();
    await dialog.getByText('It was marked before.').waitFor();
    await dialog.getByText('Tani ka njerëz me punë atje').waitFor();
    assert.deepEqual(standing(with_.mock.world), [WATCHED]);
    await dialog.getByRole('button', { name: 'Mark it again' }).click();
    await marks(page).getByText('The record is marked.').waitFor();
    assert.ok(standing(with_.mock.world).includes(LIFTED));
  },

  'a mark that another overseer lifted meanwhile is gone from the list, and a full list says so': async (with_) => {
    const page = await open(with_);
    await marks(page).getByRole('button', { name: /^Lift the mark on/ }).click();
    const dialog = page.getByRole('dialog');
    const mark = with_.mock.world.marks.get(WATCHED);
    with_.mock.world.marks.set(WATCHED, { ...mark, version: 'lifted-by-another', body: { ...mark.body, act: 'canary.lifted' } });
    await dialog.getByRole('button', { name: 'It is not needed any more' }).click();
    await dialog.getByRole('button', { name: 'Lift the mark' }).click();
    await marks(page).getByText('Another overseer lifted it meanwhile.').waitFor();
    await marks(page).getByText('No record is marked.').waitFor();
    with_.mock.world.marksMax = 0;
    await marks(page).getByRole('button', { name: 'Mark a record' }).click();
    await dialog.getByLabel('The id of the record').fill(FRESH);
    await dialog.getByLabel('Why it is watched').fill('A full list');
    await dialog.getByRole('button', { name: 'Mark a record' }).click();
    await dialog.getByText('As many records are marked as can be.').waitFor();
  },

  'whoever may read the log and not judge it is shown no marks': async (with_) => {
    const page = await with_.open();
    await inEnglish(page);
    await page.route('**/api/v1/session', async (route) => {
      const answer = await route.fetch();
      const session = await answer.json();
      await route.fulfill({ response: answer, json: { ...session, acts: session.acts.filter((act) => act !== 'access.judge') } });
    });
    const asked = [];
    page.on('request', (request) => { if (request.url().includes('canaries')) asked.push(request.url()); });
    await show(page, with_.mock.url, { as: 4, hash: '#/oversight', sign: '.bg' });
    assert.equal(await marks(page).count(), 0);
    assert.deepEqual(asked, []);
  },
};
