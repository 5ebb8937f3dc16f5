// Two administrators of one agency against the built binary: one brings somebody in alone, makes them an approver with the
// other, is told what came meanwhile, and ends what they hold.

import assert from 'node:assert/strict';
import { enter, link, linked } from './administrators.mjs';

export const LINKS = ['first administrator', 'second administrator'];
const SECOND = `
[[person]]
code = "archive-third"
name = "Teuta Morina"
agency = "ame"
roles = ["agency-administrator"]
groups = []
nations = []
clearances = {}
categories = []
purpose = "civil-protection"
lang = "en"
${link(LINKS[1])}
`;

/** A copy of the profile in which two administrators of one agency have a link. */
export const withAdministrators = (folder) => linked(folder, { archive: LINKS[0] }, SECOND);

const NAME = 'Ymer Çollaku';
const form = (page) => page.locator('.hand form');
const send = (page) => page.locator('.hand .foot .btn.main').click();
const card = (page) => page.locator('.waiting li', { hasText: NAME });
const sheet = (page) => page.locator('.hand .name', { hasText: NAME });

export async function administer({ links, tab, say }) {
  const [first, second] = [await enter(tab, links, LINKS[0]), await enter(tab, links, LINKS[1])];
  for (const page of [first, second]) await page.locator('.list .strip').first().waitFor();
  assert.ok(first.url().endsWith('#/people'), 'who takes part in no operation begins at the people');

  say('one administrator brings somebody in, and it holds at once');
  await first.keyboard.press('n');
  await form(first).getByLabel('Name', { exact: true }).fill(NAME);
  await form(first).getByRole('checkbox', { name: 'Duty officer' }).check();
  await form(first).getByRole('checkbox', { name: 'National civil protection' }).check();
  await form(first).getByLabel('kulla').selectOption('2');
  await form(first).getByLabel('Grounds').fill('Order 12/2026');
  await send(first);
  await sheet(first).waitFor();
  await first.locator('.hand').getByText('Holds it now').waitFor();
  await first.locator('.hand').getByText('ymer.collaku@ame').waitFor();

  say('an approver waits for the second, who sees exactly what would change');
  await first.keyboard.press('e');
  await form(first).getByRole('checkbox', { name: /Incident commander/ }).check();
  await form(first).getByLabel('Until: day').fill(`${new Date().getUTCFullYear() + 1}-03-31`);
  await form(first).getByLabel('Until: day').blur();
  await first.getByText('Another administrator has to confirm this: role Incident commander.').waitFor();
  await send(first);
  await card(first).getByText('You wanted it').waitFor();
  await second.reload();
  await card(second).getByText('Waits for you').waitFor();
  assert.deepEqual(await card(second).locator('dt').allInnerTexts(), ['Roles', 'Until']);
  await card(second).getByText('Takes two: right “approve warnings”.').waitFor();
  await card(second).getByRole('button', { name: 'Confirm exactly this' }).click();
  await card(second).waitFor({ state: 'detached' });

  say('what the second changes meanwhile is told to the first, who loses nothing');
  await first.reload();
  await sheet(first).waitFor();
  await first.keyboard.press('e');
  await form(first).getByLabel('Grounds').fill('Order 13/2026');
  await second.locator('.list .strip', { hasText: NAME }).click();
  await sheet(second).waitFor();
  await second.keyboard.press('e');
  await form(second).getByRole('checkbox', { name: 'Floods, White Drin' }).check();
  await send(second);
  await sheet(second).waitFor();
  await send(first);
  await first.locator('.moved ins', { hasText: 'Floods, White Drin' }).waitFor();
  assert.equal(await form(first).getByLabel('Grounds').inputValue(), 'Order 13/2026');
  await send(first);
  await first.locator('.hand .facts', { hasText: 'Order 13/2026' }).waitFor();

  say('a word to log in by that somebody has is refused at its place');
  await first.keyboard.press('n');
  await form(first).getByLabel('Name', { exact: true }).fill('Somebody Else');
  await form(first).getByLabel('Word to log in by').fill('ymer.collaku');
  await form(first).getByLabel('Grounds').fill('Order 14/2026');
  await send(first);
  await form(first).getByText('Somebody else of your agency logs in by this word.').waitFor();
  await first.getByRole('button', { name: 'Leave it' }).click();

  say('it ends with a reason, at once');
  await first.locator('.list .strip', { hasText: NAME }).click();
  await first.getByRole('button', { name: 'End it now' }).click();
  await first.getByRole('dialog').getByRole('button', { name: 'Left the agency' }).click();
  await first.getByRole('dialog').getByRole('button', { name: 'End it now' }).click();
  await first.locator('.over .t', { hasText: NAME }).waitFor();
  await first.locator('.hand blockquote', { hasText: 'Left the agency' }).waitFor();
}
