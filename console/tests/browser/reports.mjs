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

  'photographs are loaded only when somebody asks, stand upright, are opened large by keyboard, and are never public': async (with_) => {
    const page = await open(with_);
    await page.getByText('They are not public and never will be.').waitFor();
    assert.equal(await page.locator('.photos img').count(), 0);
    assert.equal(with_.mock.world.photographed, undefined, 'nothing was asked for');
    await page.getByRole('button', { name: 'Show the photographs' }).click();
    await page.getByRole('button', { name: 'Open photograph 1 large' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Photograph 1 of 2' });
    await dialog.getByText('Not public').waitFor();
    const box = await dialog.locator('.stand').boundingBox();
    assert.ok(box.width > box.height, 'a picture that lies on its side is wider than high once it stands');
    const drawn = await dialog.getByRole('img', { name: 'Photograph 1 of 2 that came with report R-7K3FQ-9WXYZ' }).boundingBox();
    assert.ok(Math.abs(drawn.width - box.width) < 2 && Math.abs(drawn.height - box.height) < 2, JSON.stringify({ box, drawn }));
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'Photograph 2 of 2' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'Photograph 2 of 2' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.ok(with_.mock.world.photographed.every((each) => each.by === 'p-duty'));
    await page.getByRole('button', { name: 'Publish a notice' }).click();
    const publish = page.getByRole('dialog');
    await publish.getByLabel('What everybody will read').waitFor();
    assert.equal(await publish.locator('img, input[type=checkbox][value]:not([value=on])').count(), 0, 'no photograph can be published');
  },

  'a photograph is withheld with a reason and is shown to nobody from then on': async (with_) => {
    const page = await open(with_);
    await page.getByRole('button', { name: 'Show the photographs' }).click();
    await page.getByRole('button', { name: 'Open photograph 2 large' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withhold' }).click();
    const dialog = page.getByRole('dialog', { name: 'Withhold' });
    await dialog.getByRole('button', { name: 'Withhold', exact: true }).click();
    await dialog.getByText('Say why: others read it later.').waitFor();
    assert.equal(decided(with_.mock).withheld, undefined, 'not without a reason');
    await dialog.getByRole('button', { name: 'It is hard to look at and helps nobody' }).click();
    await dialog.getByRole('button', { name: 'Withhold', exact: true }).click();
    await page.getByText('Photograph 2 is shown to nobody any more: “It is hard to look at and helps nobody”').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Open photograph 2 large' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Open photograph 1 large' }).count(), 1);
  },

  'a report that looks like another says so and why, and ties nothing': async (with_) => {
    const page = await open(with_);
    await page.getByRole('heading', { name: 'Looks like' }).waitFor();
    await page.getByText('0.4 km and 6 minutes apart.').first().waitFor();
    await page.getByText('Nothing is tied together until you do it.').waitFor();
  },
};
