// What the console promises about reports of the public, against the test double: an officer's own words become public, and
// who handed a report in is opened on purpose and on record.

import assert from 'node:assert/strict';
import { SUBJECTS } from '../mock/seed.mjs';
import { show } from './screens.mjs';

async function open({ mock, open: tab }) {
  const page = await tab();
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
  await show(page, mock.url, { as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn' });
  return page;
}
const decided = (mock) => mock.world.get(`moderation-${SUBJECTS.citizen}`).body;

export const reports = {
  'a report of the public becomes public in an officer’s words alone, is taken back with grounds, and others see it': async (with_) => {
    const page = await open(with_);
    await page.getByText('Nothing is public. Nobody has decided yet.').waitFor();
    await page.getByRole('button', { name: 'Publish a notice' }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByLabel('What everybody will read').inputValue(), '', 'nothing is taken over by itself');
    await dialog.getByRole('button', { name: 'Publish a notice' }).click();
    await dialog.getByText('Write what everybody will read.').waitFor();
    assert.equal(decided(with_.mock).shown, 'waiting');
    await dialog.getByLabel('What everybody will read').fill('Water covers the road at the bridge of Gjonaj.');
    await dialog.getByRole('button', { name: 'Publish a notice' }).click();
    await page.locator('.hand blockquote', { hasText: 'Water covers the road' }).waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await dialog.getByRole('button', { name: 'It names people' }).click();
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('It was public and is not any more.').waitFor();
    assert.deepEqual([decided(with_.mock).shown, decided(with_.mock).reason], ['hidden', 'It names people']);
  },

  'who handed a report in is asked for on purpose, on record, and leaves the screen': async (with_) => {
    const page = await open(with_);
    await page.getByRole('button', { name: 'Who handed it in' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Opening it is recorded: Arta Krasniqi/).waitFor();
    await dialog.getByText('Civil protection').waitFor();
    await dialog.getByRole('button', { name: 'Open it, on record' }).click();
    await dialog.getByText('Tick that you need it first.').waitFor();
    assert.equal(with_.mock.world.opened, undefined, 'nothing was opened');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Open it, on record' }).click();
    await dialog.getByText('Drita Berisha').waitFor();
    assert.deepEqual(with_.mock.world.opened, [{ by: 'p-duty', subject: SUBJECTS.citizen }]);
    await dialog.getByRole('button', { name: 'Close and forget' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.ok(!(await page.content()).includes('Drita Berisha'));
  },

  'a report that looks like another says so and why, and ties nothing': async (with_) => {
    const page = await open(with_);
    await page.getByRole('heading', { name: 'Looks like' }).waitFor();
    await page.getByText('0.4 km and 6 minutes apart.').first().waitFor();
    await page.getByText('Nothing is tied together until you do it.').waitFor();
  },
};
