// What the console promises administrators about the people of their agency, against the test double.

import assert from 'node:assert/strict';
import { act, SUBJECTS } from '../mock/people.mjs';
import { PEOPLE } from '../mock/world.mjs';
import { show } from './screens.mjs';

async function open({ mock, open: tab }, hash = '#/people', { as = 5, sign = '.strip', lang = 'en' } = {}) {
  const page = await tab();
  await page.addInitScript((chosen) => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', JSON.stringify(chosen)); }, lang);
  await show(page, mock.url, { as, hash, sign });
  return page;
}

const names = (page) => page.locator('.list .strip .t').allInnerTexts();
const form = (page) => page.locator('.hand form');
const send = (page) => page.locator('.hand .foot .btn.main').click();
const waiting = (page, name) => page.locator('.waiting li', { hasText: name });
const heldBy = (mock, name) => mock.world.people.find((each) => each.held.name === name)?.held;
const atVersion = (mock, subject) => mock.world.people.find((each) => each.subject === subject).version;

/** Another administrator changes somebody at the same time. */
function meanwhile(mock, subject, patch) {
  const { held } = mock.world.people.find((each) => each.subject === subject);
  const { agency, ...told } = { ...held, ...patch };
  void agency;
  act(mock.world, PEOPLE[6], `people/${subject}/change`, { head: atVersion(mock, subject), held: told });
}

export const people = {
  'an administrator begins at the people, finds a name without marks and in Cyrillic, and those whose grant is over stand apart': async (with_) => {
    const page = await open(with_, '');
    assert.ok(page.url().endsWith('#/people'));
    assert.equal(await page.locator('.over .strip').count(), 2);
    for (const typed of ['semsi', 'gërguri', 'Шемси', 'djordjevic', 'zarko saric']) {
      await page.getByRole('searchbox').fill(typed);
      await page.waitForFunction(() => document.querySelectorAll('.list .strip').length === 1);
    }
    assert.match((await names(page))[0], /Žarko Šarić/);
    await page.getByRole('searchbox').fill('nobody of that name');
    await page.getByText('No name fits').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: /^Review due/ }).click();
    await page.waitForFunction(() => document.querySelectorAll('.list .strip').length === 1);
    assert.match((await names(page))[0], /Vjosa Berisha/);
  },

  'somebody is brought in by keyboard with what the agency has, from now and with a review within a year': async (with_) => {
    const page = await open(with_);
    await page.keyboard.press('n');
    await form(page).getByLabel('Name', { exact: true }).fill('Ymer Çollaku');
    await form(page).getByRole('checkbox', { name: 'Duty officer' }).check();
    await form(page).getByLabel('kulla').selectOption('1');
    await form(page).getByLabel('Grounds').fill('Order 12/2026');
    await page.getByText('It holds as soon as it is written').waitFor();
    await send(page);
    await page.locator('.hand .name', { hasText: 'Ymer Çollaku' }).waitFor();
    const held = heldBy(with_.mock, 'Ymer Çollaku');
    assert.deepEqual([held.login, held.roles, held.clearances, held.until], ['ymer.collaku', ['duty-officer'], { kulla: 1 }, null]);
    assert.equal(new Date(held.review).getTime() > Date.now() + 360 * 86_400_000, true);
    assert.ok(Math.abs(Date.parse(held.from) - Date.now()) < 60_000);
  },

  'what a form lacks is said at its place, and a refusal stands at the field that it is about in its own words': async (with_) => {
    const page = await open(with_, '#/people/new', { sign: '.hand form' });
    await send(page);
    await form(page).getByText('Write the name.').waitFor();
    await form(page).getByText('Say on what grounds: an order, a roster, a contract.').waitFor();
    assert.equal(with_.mock.world.people.some((each) => each.held.name === ''), false);
    await form(page).getByLabel('Name', { exact: true }).fill('Other Person');
    await form(page).getByLabel('Word to log in by').fill('arta.krasniqi');
    await form(page).getByLabel('Grounds').fill('Order 12/2026');
    await send(page);
    await form(page).getByText('Somebody else of your agency logs in by this word.').waitFor();
    assert.equal(await form(page).getByLabel('Word to log in by').getAttribute('aria-invalid'), 'true');
    await form(page).getByLabel('Word to log in by').fill('other.person');
    await form(page).getByRole('checkbox', { name: /Counter-terrorism/ }).check();
    await send(page);
    await form(page).getByText('“ct-fusion” takes only people who hold its category.').waitFor();
    assert.equal(await form(page).getByLabel('Name', { exact: true }).inputValue(), 'Other Person');
  },

  'what takes a second administrator is said before it is sent, and the other confirms exactly what is shown': async (with_) => {
    const first = await open(with_, '#/people/new', { sign: '.hand form' });
    await form(first).getByLabel('Name', { exact: true }).fill('Lirie Hoti');
    await form(first).getByLabel('Grounds').fill('Order 77');
    await form(first).getByRole('checkbox', { name: /Incident commander/ }).check();
    await form(first).getByRole('checkbox', { name: /^NATO/ }).check();
    await first.locator('.says', { hasText: 'Another administrator has to confirm this: role Incident commander and partners of NATO.' }).waitFor();
    await first.getByRole('button', { name: 'Hand to a second administrator' }).click();
    await waiting(first, 'Lirie Hoti').getByText('You wanted it').waitFor();
    assert.equal(await waiting(first, 'Lirie Hoti').getByRole('button', { name: /Confirm/ }).count(), 0, 'nobody confirms their own');
    assert.equal(heldBy(with_.mock, 'Lirie Hoti'), undefined);
    const second = await open(with_, '#/people', { as: 6 });
    const card = waiting(second, 'Lirie Hoti');
    for (const text of ['Somebody new.', 'Wanted by Luan Shala', 'lirie.hoti', 'Incident commander', 'NATO', 'Order 77', 'right “approve warnings”']) await card.getByText(text).first().waitFor();
    await card.getByRole('button', { name: 'Confirm exactly this' }).click();
    await second.locator('.list .t', { hasText: 'Lirie Hoti' }).waitFor();
    await second.getByText('Confirmed. Lirie Hoti holds it from now.').waitFor();
    assert.deepEqual(heldBy(with_.mock, 'Lirie Hoti').nations, ['nato']);
  },

  'a waiting change shows was and will be field by field; it is refused with a reason, and taken back by whoever wanted it': async (with_) => {
    const page = await open(with_);
    const card = waiting(page, 'Vjosa Berisha');
    assert.deepEqual(await card.locator('dt').allInnerTexts(), ['Roles', 'Groups', 'Until', 'Review', 'Grounds']);
    assert.deepEqual(await card.locator('dd').nth(1).locator('del, ins').allTextContents(), ['taken away: National civil protection', 'new: Floods, White Drin']);
    await card.getByRole('button', { name: 'Refuse' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Refuse' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Why you refuse').fill('She leaves in January.');
    await dialog.getByRole('button', { name: 'Refuse' }).click();
    await card.waitFor({ state: 'detached' });
    await waiting(page, 'Dardan Ukaj').getByRole('button', { name: 'Take it back' }).click();
    await waiting(page, 'Dardan Ukaj').waitFor({ state: 'detached' });
    assert.deepEqual(with_.mock.world.changes_.map((each) => [each.state, each.reason ?? '']), [['refused', 'She leaves in January.'], ['withdrawn', '']]);
    assert.equal(heldBy(with_.mock, 'Dardan Ukaj'), undefined);
  },

  'a change that no longer fits what somebody holds is not confirmed, and says why at its place': async (with_) => {
    const page = await open(with_);
    meanwhile(with_.mock, SUBJECTS.review, { grounds: 'Order 50' });
    await waiting(page, 'Vjosa Berisha').getByRole('button', { name: 'Confirm exactly this' }).click();
    await waiting(page, 'Vjosa Berisha').getByText('What they hold has changed since.').waitFor();
  },

  'what another administrator changed meanwhile is told field by field, and nothing that was typed is lost': async (with_) => {
    const page = await open(with_, `#/people/${SUBJECTS.fresh}?do=change`, { sign: '.hand form' });
    await form(page).getByLabel('Grounds').fill('My grounds');
    meanwhile(with_.mock, SUBJECTS.fresh, { clearances: { kulla: 2 }, grounds: 'Their grounds' });
    await send(page);
    const told = page.locator('.moved');
    await told.getByText('Somebody changed it meanwhile.').waitFor();
    assert.deepEqual(await told.locator('dt').allInnerTexts(), ['Clearance', 'Grounds']);
    await told.locator('ins', { hasText: 'Their grounds' }).waitFor();
    assert.equal(await form(page).getByLabel('Grounds').inputValue(), 'My grounds');
    assert.equal(await form(page).getByLabel('kulla').inputValue(), '2', 'what was not touched follows');
    await send(page);
    await page.locator('.hand .name').waitFor();
    const held = with_.mock.world.people.find((each) => each.subject === SUBJECTS.fresh).held;
    assert.deepEqual([held.grounds, held.clearances], ['My grounds', { kulla: 2 }]);
  },

  'what came meanwhile is told while the form is still open, as soon as the screen looks again': async (with_) => {
    const page = await open(with_, `#/people/${SUBJECTS.fresh}?do=change`, { sign: '.hand form' });
    await form(page).getByLabel('Grounds').fill('My grounds');
    meanwhile(with_.mock, SUBJECTS.fresh, { clearances: { kulla: 2 } });
    await waiting(page, 'Dardan Ukaj').getByRole('button', { name: 'Take it back' }).click();
    await page.locator('.moved').waitFor();
    assert.equal(await form(page).getByLabel('Grounds').inputValue(), 'My grounds');
    await send(page);
    await page.locator('.hand .name').waitFor();
    assert.equal(await page.locator('.moved').count(), 0, 'one’s own change is nobody else’s');
    assert.equal(await page.evaluate(() => Object.keys({ ...localStorage }).some((name) => name.includes('/people/'))), false, 'nothing of it is kept');
  },

  'J and K go through the people, Esc goes back one step, and no letter of a name is a key': async (with_) => {
    const page = await open(with_);
    const name = () => page.locator('.hand .name').innerText();
    await page.keyboard.press('j');
    await page.locator('.hand .name').waitFor();
    const first = await name();
    await page.keyboard.press('j');
    await page.waitForFunction((before) => document.querySelector('.hand .name')?.textContent !== before, first);
    await page.keyboard.press('k');
    await page.waitForFunction((before) => document.querySelector('.hand .name')?.textContent === before, first);
    await page.keyboard.press('e');
    await form(page).waitFor();
    await form(page).getByLabel('Name', { exact: true }).pressSequentially('jkne');
    assert.ok((await form(page).getByLabel('Name', { exact: true }).inputValue()).endsWith('jkne'));
    await page.keyboard.press('Escape');
    await page.locator('.hand .name').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Nobody is in hand').waitFor();
    assert.ok(page.url().endsWith('#/people'));
  },

  'a screen whose script does not come says so and what to do': async (with_) => {
    const page = await with_.open();
    await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
    await page.route('**/assets/People-*.js', (route) => route.abort());
    await show(page, with_.mock.url, { as: 5, hash: '#/people', sign: '.stt' });
    await page.getByText('No answer came').waitFor();
    await page.unroute('**/assets/People-*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.list .strip').first().waitFor();
  },

  'what was typed stays over a lost line and a reload, and is never two people': async (with_) => {
    const { mock } = with_;
    const page = await open(with_, '#/people/new', { sign: '.hand form' });
    await form(page).getByLabel('Name', { exact: true }).fill('Only Once');
    await form(page).getByLabel('Grounds').fill('Order 3');
    mock.cut();
    await send(page);
    await page.locator('.hand [role="alert"]', { hasText: 'No answer came' }).waitFor();
    mock.mend();
    await page.reload();
    await form(page).waitFor();
    assert.equal(await form(page).getByLabel('Name', { exact: true }).inputValue(), 'Only Once');
    await page.getByText('You began this before.').waitFor();
    const kept = await page.evaluate(() => JSON.parse(Object.entries({ ...localStorage }).find(([name]) => name.endsWith('people/new'))[1]).id);
    await send(page);
    await page.locator('.hand .name', { hasText: 'Only Once' }).waitFor();
    assert.equal(mock.world.people.filter((each) => each.held.name === 'Only Once').map((each) => each.subject).join(), kept);
    assert.equal(await page.evaluate(() => Object.keys({ ...localStorage }).some((name) => name.endsWith('people/new'))), false);
  },

  'ending says what ends, asks why, and what is over is given back as something new': async (with_) => {
    const page = await open(with_, `#/people/${SUBJECTS.approver}`, { sign: '.hand .facts' });
    await page.getByRole('button', { name: 'End it now' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Blerim Gashi loses everything at once: roles, groups and clearances end, so do their sessions and open streams.').waitFor();
    await dialog.getByRole('button', { name: 'End it now' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Left the agency' }).click();
    await dialog.getByRole('button', { name: 'End it now' }).click();
    await page.locator('.hand blockquote', { hasText: 'Left the agency' }).waitFor();
    await page.locator('.over .t', { hasText: 'Blerim Gashi' }).waitFor();
    await page.keyboard.press('e');
    await form(page).waitFor();
    await page.locator('.says', { hasText: 'Another administrator has to confirm this: role Incident commander.' }).waitFor();
  },

  'nobody is offered to change what they hold themselves, and unchanged is not sent': async (with_) => {
    const page = await open(with_, '#/people/p-admin?do=change', { sign: '.hand .facts' });
    await page.getByText('Nobody changes what they hold themselves.').waitFor();
    assert.equal(await page.locator('.hand form').count(), 0);
    await show(page, with_.mock.url, { as: 5, hash: `#/people/${SUBJECTS.fresh}?do=change`, sign: '.hand form' });
    const before = atVersion(with_.mock, SUBJECTS.fresh);
    await send(page);
    await page.getByText('This is what they hold already.').waitFor();
    assert.equal(atVersion(with_.mock, SUBJECTS.fresh), before);
  },

  'a log-in link is shown once, with the address of this node and how it has to reach its person': async (with_) => {
    const page = await open(with_, `#/people/${SUBJECTS.review}`, { sign: '.hand .btns .btn' });
    await page.getByRole('button', { name: 'Make a log-in link' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make a log-in link' }).click();
    await dialog.getByText('Say why: it stays on record.').waitFor();
    await dialog.getByLabel('Why they get a link').fill('New telephone');
    await dialog.getByRole('button', { name: 'Make a log-in link' }).click();
    const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
    assert.ok(link.startsWith(`${with_.mock.url}/enrol/`), link);
    for (const text of ['It is shown here once and works once.', 'It holds for a day', 'It has to reach them by a way that is sure to be theirs.']) await dialog.getByText(text).waitFor();
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByText(/copied|press Ctrl C/).waitFor();
    await dialog.getByRole('button', { name: 'I have it, close' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.ok(!(await page.content()).includes('/enrol/'), 'nothing of it stays on the screen');
    await page.getByText('not used yet, holds until').waitFor();
  },

  'a link for an approver says that it takes two, waits for a second administrator, and is made by them': async (with_) => {
    const page = await open(with_, `#/people/${SUBJECTS.approver}`, { sign: '.hand .btns .btn' });
    with_.mock.world.linkChanges = [];
    await page.getByRole('button', { name: 'Make a log-in link' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why they get a link').fill('Telephone stolen');
    await dialog.getByRole('radio', { name: /In the place of all/ }).check();
    await dialog.getByText('Another administrator has to confirm this').waitFor();
    await dialog.getByRole('button', { name: 'Hand to a second administrator' }).click();
    await waiting(page, 'Telephone stolen').getByText('You wanted it').waitFor();
    const second = await open(with_, '#/people', { as: 6 });
    await waiting(second, 'Telephone stolen').getByText('A log-in link in the place of all ways in.').waitFor();
    await waiting(second, 'Telephone stolen').getByRole('button', { name: 'Confirm and make the link' }).click();
    await second.getByRole('dialog').getByLabel('Link', { exact: true }).waitFor();
    await second.getByRole('button', { name: 'I have it, close' }).click();
    await waiting(second, 'Telephone stolen').waitFor({ state: 'detached' });
  },

  'the sessions of somebody are ended after it was asked once': async (with_) => {
    const page = await open(with_, `#/people/${SUBJECTS.approver}`, { sign: '.hand .btns .btn' });
    await page.getByRole('button', { name: 'End their sessions' }).click();
    assert.equal(with_.mock.world.loggedOut, undefined);
    await page.getByRole('dialog').getByRole('button', { name: 'End their sessions' }).click();
    await page.locator('.hand').getByText('The sessions of Blerim Gashi have ended.').waitFor();
    assert.deepEqual(with_.mock.world.loggedOut, [SUBJECTS.approver]);
  },

  'a node that keeps no log-in of people shows none of it': async (with_) => {
    with_.mock.world.noDoor = true;
    const page = await open(with_, `#/people/${SUBJECTS.approver}`, { sign: '.hand .facts' });
    assert.equal(await page.getByText('How they log in').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Make a log-in link' }).count(), 0);
  },

  'whoever is no administrator finds no way to the people and is refused at the address': async (with_) => {
    const page = await open(with_, '#/more', { as: 1, sign: 'h1' });
    assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0);
    await show(page, with_.mock.url, { as: 1, hash: '#/people', sign: '.stt' });
    await page.getByText('Your role does not allow this.').first().waitFor();
  },
};
