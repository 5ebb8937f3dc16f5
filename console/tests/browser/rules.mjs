// What the console promises about the rules of who may act, against the test double: they are read, another text is tried and
// proposed, and another person confirms, refuses, or whoever wanted it takes it back.

import assert from 'node:assert/strict';
import { goBy, look, SUBJECTS } from '../mock/rules.mjs';
import { PEOPLE } from '../mock/world.mjs';
import { show } from './screens.mjs';

async function open({ mock, open: tab }, hash = '#/rules', { as = 5, sign = '.index .strip', options = {} } = {}) {
  const page = await tab(options);
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
  await show(page, mock.url, { as, hash, sign });
  return page;
}

const hand = (page) => page.getByRole('region', { name: 'Rules in hand' });
const text = (page) => page.getByLabel('The text, in Cedar');
const check = (page) => page.getByRole('button', { name: /^Check it/ });
const propose = (page) => page.getByRole('button', { name: 'Hand to a second person' });
/** Of those that were open at the start, and of what came since. */
const states = (mock) => mock.world.rules.changes.filter(({ subject }) => ![SUBJECTS.refused, SUBJECTS.withdrawn].includes(subject)).map(({ state }) => state);
const flat = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();
const change = (mock, subject) => mock.world.rules.changes.find((each) => each.subject === subject);

export const rules = {
  'whoever oversees or gives out roles finds the rules by key, palette and list; others find no way there and are refused': async (with_) => {
    const page = await open(with_, '#/people', { sign: '.strip' });
    await page.getByText('A change of the rules waits for a second person').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByRole('heading', { level: 1, name: 'Rules' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('write other rules').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('rules');
    await page.getByRole('option', { name: /Go to the rules of who may act/ }).waitFor();
    const duty = await open(with_, '#/more', { as: 1, sign: 'h1' });
    assert.equal(await duty.getByRole('link', { name: 'Rules' }).count(), 0);
    await duty.keyboard.press('g');
    await duty.keyboard.press('r');
    assert.ok(duty.url().endsWith('#/more'));
    await show(duty, with_.mock.url, { as: 1, hash: '#/rules', sign: '.stt' });
    await duty.getByText('That was refused').first().waitFor();
    await duty.getByText('It takes: Agency administrator.').first().waitFor();
  },

  'an open console offers what its reader may do now, without being loaded anew': async (with_) => {
    const before = PEOPLE[1].acts;
    const page = await open(with_, '#/more', { as: 1, sign: 'h1' });
    const way = page.getByRole('link', { name: 'Rules' });
    assert.equal(await way.count(), 0);
    const tell = (acts) => {
      PEOPLE[1].acts = acts;
      for (const socket of with_.mock.state.sockets) socket.send('{"type":"may"}');
    };
    try {
      tell([...before, 'policy.change']);
      await way.first().waitFor();
      tell(before);
      await way.first().waitFor({ state: 'detached' });
    } finally {
      PEOPLE[1].acts = before;
    }
  },

  'the rules of who may act stand in words, what is forbidden first, their text folded, and markup in them is text': async (with_) => {
    const page = await open(with_, '#/rules', { as: 4 });
    const shown = page.getByRole('region', { name: 'Who may do what' });
    await shown.locator('li').first().getByText('A program is never the second person: <b>people</b> approve.', { exact: true }).waitFor();
    assert.equal(await shown.locator('li b').count(), 0);
    assert.ok((await shown.locator('li').nth(1).innerText()).startsWith('Allowed'));
    assert.ok(!(await shown.locator('pre').first().isVisible()));
    await shown.getByText('The text of the rule no-machine-approves').click();
    await shown.getByText('principal.entered == Entry::"machine"').first().waitFor();
    await shown.getByText('They stand on record.').waitFor();
    await shown.getByText('By role: what it lets people do').click();
    assert.equal(await flat(shown.locator('dd').nth(0)), 'administer people and change the rules of who may act');
  },

  'a text is tried before the node goes by it: what is wrong with it, what it changes, who loses what': async (with_) => {
    const page = await open(with_, '#/rules', { as: 4 });
    await page.getByRole('link', { name: 'Try another text' }).first().click();
    await check(page).click();
    await page.getByText('The rules are the same as now.').waitFor();
    const now = await text(page).inputValue();
    await text(page).fill(now.replace('Role::"duty-officer"', 'Role::"nobody"'));
    assert.equal(await page.getByText('The rules are the same as now.').count(), 0, 'an answer to another text is gone');
    await check(page).click();
    await page.getByText('the profile has no role “nobody”').waitFor();
    await page.getByRole('button', { name: 'Line 8, rule duty-officer:' }).click();
    assert.equal(await text(page).evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd).trim()), 'principal in Role::"nobody",');
    const drill = now.replace('runs incidents', 'runs incidents in exercises').replace('  resource\n);', '  resource\n)\nwhen { context.exercise };');
    await text(page).fill(drill);
    await check(page).click();
    await page.getByText('Before: The duty officer runs incidents and writes warnings.').waitFor();
    const lost = page.locator('.try li li');
    assert.equal(await flat(lost.first()), '− loses open incidents by one factor and by two factors · in real work');
    await page.getByText('The text of the rule duty-officer, before and after').click();
    assert.deepEqual(await page.locator('.come code').evaluateAll((all) => all.map((each) => each.lastChild.textContent)), ['@en("The duty officer runs incidents in exercises and writes warnings.")', ')', 'when { context.exercise };']);
    assert.equal(await propose(page).count(), 0, 'an overseer changes nothing');
    await page.getByText('Your role does not allow this.').waitFor();
    await page.getByRole('button', { name: 'Back to the text of now' }).click();
    assert.equal(await text(page).inputValue(), now);
  },

  'another text is proposed by keyboard once it was checked, changes something and has a reason, and waits for somebody else': async (with_) => {
    const page = await open(with_);
    await page.keyboard.press('n');
    const now = await text(page).inputValue();
    await propose(page).click();
    await page.getByText('The text is the one that stands. Change it first.').waitFor();
    await text(page).fill(now.replace('Role::"overseer"', 'Role::"nobody"'));
    await propose(page).click();
    await page.getByText('Check the text first').waitFor();
    await text(page).press('Control+Enter');
    await page.getByText('One thing is wrong with it').waitFor();
    await propose(page).click();
    await page.getByText('Something is wrong with the text.').waitFor();
    await text(page).fill(now.replace('    Action::"incident.update",\n', ''));
    await check(page).click();
    assert.equal(await flat(page.locator('.try .who li li').first()), '− loses change incidents');
    await propose(page).click();
    await page.getByText('Say why: an order, a decision, a law.').waitFor();
    await page.getByLabel('Why other rules are wanted').fill('Order 99/2026');
    await propose(page).click();
    await page.getByText('Handed over. It waits for a second person; until then nothing changes.').waitFor();
    await hand(page).locator('blockquote', { hasText: 'Order 99/2026' }).waitFor();
    await hand(page).getByText('You want this, so another person confirms it.').waitFor();
    assert.equal(await hand(page).getByRole('button', { name: /Confirm/ }).count(), 0);
    assert.equal(with_.mock.world.rules.text, now, 'nothing has changed');
    await hand(page).getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back. The rules stay as they are.').waitFor();
    assert.equal(states(with_.mock).at(-1), 'withdrawn');
  },

  'what no text may do is refused in the reader’s language, and what was typed stays': async (with_) => {
    const page = await open(with_, '#/rules/new', { sign: '.hand form' });
    const now = await text(page).inputValue();
    const says = async (from, to, words) => {
      await text(page).fill(now.replace(from, to));
      await check(page).click();
      await page.locator('.try .who').waitFor();
      await page.getByLabel('Why other rules are wanted').fill('Order 99/2026');
      await propose(page).click();
      await page.getByText(words).waitFor();
      assert.equal(await page.getByLabel('Why other rules are wanted').inputValue(), 'Order 99/2026');
    };
    await says('Action::"read.access-log",\n', 'Action::"search",\n', 'It changes who has this right: see who read what.');
    await says(',\n    Action::"policy.change"', '', 'Fewer than two people would be left who can change the rules');
    await says('Action::"admin.people"', 'Action::"search"', 'EMA would lose its administrators. Leave it at least two of them.');
    assert.deepEqual(states(with_.mock), ['proposed', 'proposed', 'proposed'], 'nothing came to what waited before');
  },

  'a second person of another agency sees who gains and loses, is warned that it holds at once for everybody, and confirms exactly that': async (with_) => {
    const page = await open(with_);
    await page.locator('.waits .strip', { hasText: 'Order 12/2026' }).click();
    await hand(page).getByText('Person').first().waitFor();
    assert.deepEqual((await hand(page).locator('.who li li').allInnerTexts()).map((each) => each.replace(/\s+/g, ' ').trim()), ['− loses close incidents']);
    await hand(page).getByText('Once confirmed, the node goes by it at once, for everybody.').waitFor();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Once confirmed, the node goes by it at once, for everybody.').waitFor();
    await dialog.getByText('1 rule, what people may do in 1 role').waitFor();
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    assert.equal(change(with_.mock, SUBJECTS.theirs).state, 'proposed', 'asked, and not done');
    await page.keyboard.press('c');
    await dialog.getByRole('button', { name: 'Confirm for everybody, now' }).click();
    await page.getByText('Confirmed. The node goes by these rules now.').waitFor();
    await hand(page).getByText('The duty officer opens incidents and writes warnings.', { exact: true }).waitFor();
    const newest = page.locator('.stood .strip').first();
    assert.match(await flat(newest), /in force Order 12\/2026 .* confirmed by Luan Shala, EMA/);
    assert.equal(with_.mock.world.rules.text, change(with_.mock, SUBJECTS.theirs).text);
    await page.locator('.waits .strip', { hasText: 'Decision 41/2026' }).getByText('out of date').waitFor();
  },

  'somebody of the same agency is told why they do not confirm, and refuses with a reason': async (with_) => {
    const page = await open(with_, `#/rules/${SUBJECTS.mine}`, { as: 6, sign: '.hand .foot .btn' });
    await hand(page).getByText('The rules are for every agency, so somebody of another agency').waitFor();
    assert.equal(await hand(page).getByRole('button', { name: /Confirm/ }).count(), 0);
    await hand(page).getByRole('button', { name: 'Refuse' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Refuse' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'The grounds are not enough' }).click();
    await dialog.getByRole('button', { name: 'Refuse' }).click();
    await page.getByText('Refused. The rules stay as they are.').waitFor();
    assert.deepEqual([change(with_.mock, SUBJECTS.mine).state, change(with_.mock, SUBJECTS.mine).because], ['refused', 'The grounds are not enough']);
    await show(page, with_.mock.url, { as: 6, hash: `#/rules/${SUBJECTS.mine}`, sign: '.hand .facts' });
    await hand(page).getByText('refused', { exact: true }).waitFor();
    assert.ok((await flat(hand(page).locator('.facts'))).includes('Why it was refused The grounds are not enough'));
    assert.equal(await hand(page).locator('.foot').count(), 0);
  },

  'what was wanted on rules that have changed since says so, and cannot be confirmed': async (with_) => {
    const page = await open(with_, `#/rules/${SUBJECTS.theirs}`, { sign: '.hand .foot .btn' });
    look(with_.mock.world, PEOPLE[5], 'policies');
    goBy(with_.mock.world, PEOPLE[7], { text: `${with_.mock.world.rules.text}\n// more`, by: PEOPLE[5], reason: 'Order 13/2026' });
    await page.keyboard.press('c');
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm for everybody, now' }).click();
    await page.getByRole('dialog').getByText('The rules have changed meanwhile.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave it' }).click();
    await hand(page).getByText('The rules have changed since this was proposed, so nobody can confirm it.').waitFor();
    assert.equal(await hand(page).getByRole('button', { name: /Confirm/ }).count(), 0);
    assert.equal(change(with_.mock, SUBJECTS.theirs).state, 'proposed');
  },

  'every text that stood says who, when, why and whether it was signed, shows what it changed, and can be gone on from': async (with_) => {
    const page = await open(with_);
    await page.locator('.stood .strip', { hasText: 'Decision 38/2026' }).click();
    for (const words of ['Luan Shala, EMA', 'by a passkey', 'kulla verify']) await hand(page).getByText(words).first().waitFor();
    assert.equal(await flat(hand(page).locator('.who li li').first()), '+ gains close incidents');
    await hand(page).getByText('The whole text', { exact: true }).click();
    await hand(page).locator('pre', { hasText: '@id("incident-commander")' }).waitFor();
    await page.keyboard.press('j');
    await hand(page).getByText('The operator, at a start').waitFor();
    await hand(page).getByText('What it changed can’t be shown').waitFor();
    await hand(page).getByRole('button', { name: 'Go on from this text' }).click();
    await check(page).click();
    assert.equal(await flat(page.locator('.try .who li li').first()), '− loses close incidents');
    await page.getByRole('link', { name: 'Go on later' }).click();
    await page.locator('.stood .strip').nth(1).click();
    await hand(page).getByRole('button', { name: 'Go on from this text' }).click();
    await page.getByRole('dialog').getByText('You began another text.').waitFor();
    await page.getByRole('dialog').getByRole('link', { name: 'Go on with mine' }).click();
    await text(page).waitFor();
  },

  'what somebody began is there again after a reload, and says when the rules have changed meanwhile': async (with_) => {
    const page = await open(with_, '#/rules/new', { sign: '.hand form' });
    const now = await text(page).inputValue();
    const mine = now.replace('    Action::"warning.issue"\n', '    Action::"warning.update"\n');
    await text(page).fill(mine);
    await page.getByLabel('Why other rules are wanted').fill('Order 99/2026');
    goBy(with_.mock.world, PEOPLE[7], { text: `${now}\n// more`, by: PEOPLE[5], reason: 'Order 13/2026' });
    await show(page, with_.mock.url, { as: 5, hash: '#/rules/new', sign: '.hand form' });
    assert.equal(await text(page).inputValue(), mine);
    assert.equal(await page.getByLabel('Why other rules are wanted').inputValue(), 'Order 99/2026');
    await page.getByText('The rules have changed since you began.').waitFor();
    await check(page).click();
    await page.locator('.try .who').waitFor();
    await propose(page).click();
    await hand(page).locator('blockquote', { hasText: 'Order 99/2026' }).waitFor();
    assert.equal(await page.evaluate(() => Object.keys(localStorage).some((key) => key.includes('rules/new'))), false);
  },

  'a node whose rules nobody has changed says that they are those of the profile': async (with_) => {
    look(with_.mock.world, PEOPLE[5], 'policies');
    Object.assign(with_.mock.world.rules, { on_record: false, stood: [], changes: [] });
    const page = await open(with_);
    await page.getByText('They are those of the profile, as read at the start.').first().waitFor();
    await page.getByText('Nobody wants other rules.').waitFor();
    await page.getByText('Nothing is on record yet').waitFor();
    await show(page, with_.mock.url, { as: 5, hash: `#/rules/${SUBJECTS.theirs}`, sign: '.hand .stt' });
    await page.getByText('There is nothing here that you may read').waitFor();
  },

  'a phone shows the list or what is in hand, and the bar at its foot leads back': async (with_) => {
    const page = await open(with_, '#/rules', { options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
    assert.equal(await hand(page).isVisible(), false);
    await page.locator('.waits .strip', { hasText: 'Order 12/2026' }).click();
    await hand(page).getByRole('button', { name: /Confirm exactly this/ }).waitFor();
    assert.equal(await page.locator('.index').isVisible(), false);
    await page.getByRole('navigation', { name: 'Main' }).last().getByRole('link', { name: 'Rules' }).click();
    await page.locator('.index').waitFor();
  },

  'whoever is kept from it by a rule of the node is told so in a whole sentence, and may try a text all the same': async (with_) => {
    with_.mock.world.rulesForbid = true;
    const page = await open(with_, '#/rules/new', { sign: '.hand form' });
    await hand(page).getByText('A rule of this node forbids it: Rules are changed by passkey only.', { exact: true }).waitFor();
    assert.equal(await propose(page).count(), 0);
    await check(page).waitFor();
  },

  'the same text sent twice is one, whatever came of the first answer': async (with_) => {
    const page = await open(with_, '#/rules/new', { sign: '.hand form' });
    const now = await text(page).inputValue();
    await text(page).fill(now.replace('    Action::"incident.update",\n', ''));
    await check(page).click();
    await page.locator('.try .who').waitFor();
    await page.getByLabel('Why other rules are wanted').fill('Order 99/2026');
    await page.route('**/policies/changes', async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
    await propose(page).click();
    await page.getByText('No answer came, so it may not be saved.').waitFor();
    const count = with_.mock.world.rules.changes.length;
    await propose(page).click();
    await hand(page).locator('blockquote', { hasText: 'Order 99/2026' }).waitFor();
    assert.equal(with_.mock.world.rules.changes.length, count);
  },
};
