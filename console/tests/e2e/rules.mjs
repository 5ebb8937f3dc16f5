// The rules of who may act against the built binary: an administrator of one agency proposes another text, one of another agency
// confirms exactly it, the node goes by it at once, and it is taken back in the same way. The profile that ships gives
// administrators no entry link, so the node gets a copy of it that does. On an operational node the same is signed by a passkey.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { enter, linked } from './administrators.mjs';
import { authenticator, person } from './login.mjs';

export const RULES_LINKS = ['proposing administrator', 'confirming administrator', 'duty officer'];

/** A copy of the profile in which administrators of two agencies have a link. */
export const withTwoAgencies = (folder) => linked(folder, { archive: RULES_LINKS[0], 'archive-second': RULES_LINKS[1] });

/** A node that runs is checked as far as its newest signed head reaches: one is made every ten seconds while there is something new. */
async function proved(stage) {
  const says = [/decisions signed by a passkey that was theirs at that time: 1\n/, /changes of the rules, wanted by one person and confirmed by another: 1\n/];
  let told = '';
  for (let n = 0; n < HEADS_WAIT_S_MAX; n += 1) {
    ({ stdout: told } = await promisify(execFile)(stage.binary, ['verify', stage.data]));
    if (says.every((line) => line.test(told))) return;
    await new Promise((done) => { setTimeout(done, 1_000); });
  }
  assert.fail(`verify does not say that it is signed: ${told}`);
}

/** How long a head is waited for, in seconds. */
const HEADS_WAIT_S_MAX = 40;

/** A debug build looks at every role of every agency for seconds: an event ends the wait, this only one that never comes. In milliseconds. */
const SLOW_WAIT_MS_MAX = 60_000;

const go = (page, hash) => page.evaluate((to) => { location.hash = to; }, hash);
const text = (page) => page.getByLabel('The text, in Cedar');
const hand = (page) => page.getByRole('region', { name: 'Rules in hand' });
const acts = (page) => page.evaluate(async () => (await (await fetch('api/v1/session')).json()).acts);

async function propose(page, from, to, reason) {
  await go(page, '#/rules/new');
  const now = await text(page).inputValue();
  assert.ok(now.includes(from), `\`${from}\` is there`);
  await text(page).fill(now.replace(from, to));
  await page.getByRole('button', { name: /^Check it/ }).click();
  await page.locator('.tried .who li li').first().waitFor();
  await page.getByLabel('Why other rules are wanted').fill(reason);
  await page.getByRole('button', { name: 'Hand to a second person' }).click();
  await hand(page).locator('blockquote', { hasText: reason }).waitFor();
  return now;
}

async function confirm(page, reason) {
  await go(page, '#/rules');
  await page.reload();
  await page.locator('.waits .strip', { hasText: reason }).click();
  await hand(page).getByText('Once confirmed, the node goes by it at once, for everybody.').waitFor();
  await hand(page).getByRole('button', { name: /^Confirm exactly this/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm for everybody, now' }).click();
  await page.getByText('Confirmed. The node goes by these rules now.').waitFor({ timeout: SLOW_WAIT_MS_MAX });
}

export async function changeRules({ links, tab, say }) {
  const [first, second, duty] = [await enter(tab, links, RULES_LINKS[0]), await enter(tab, links, RULES_LINKS[1]), await enter(tab, links, RULES_LINKS[2])];

  say('the rules stand in words, and are those of the profile');
  await go(first, '#/rules');
  await first.getByText('They are those of the profile, as read at the start.').first().waitFor();
  await first.getByText('Nothing is on record yet').waitFor();
  assert.ok((await acts(duty)).includes('incident.close'));

  say('a text with a fault is told apart by line and rule, and is not proposed');
  await go(first, '#/rules/new');
  await text(first).fill((await text(first).inputValue()).replace('Role::"duty-officer"', 'Role::"nobody-has-it"'));
  await first.getByRole('button', { name: /^Check it/ }).click();
  await first.getByRole('button', { name: /^Line \d+, rule duty-officer:/ }).click();
  await first.getByRole('button', { name: 'Back to the text of now' }).click();

  say('what overseers do is changed by no text');
  await text(first).fill((await text(first).inputValue()).replace('Action::"read.access-log", ', ''));
  await first.getByRole('button', { name: /^Check it/ }).click();
  await first.locator('.tried .who li li').first().waitFor();
  await first.getByLabel('Why other rules are wanted').fill('Order 6');
  await first.getByRole('button', { name: 'Hand to a second person' }).click();
  await first.getByText('It changes who has this right: see who read what.').waitFor();
  await first.getByRole('button', { name: 'Back to the text of now' }).click();

  say('one proposes, who may not confirm it; the other confirms, and it holds at once');
  const before = await propose(first, 'Action::"incident.close", ', '', 'Order 7/2026');
  await hand(first).getByText('You want this, so another person confirms it.').waitFor();
  await confirm(second, 'Order 7/2026');
  assert.ok(!(await acts(duty)).includes('incident.close'), 'the duty officer closes no incident any more');
  await second.locator('.stood .strip', { hasText: 'Order 7/2026' }).click();
  await hand(second).getByText('no, it was not asked for').waitFor();

  say('the text before is wanted back, and stands again in the same way');
  await go(first, '#/rules/new');
  await first.reload();
  await text(first).fill(before);
  await first.getByRole('button', { name: /^Check it/ }).click();
  await first.locator('.tried .who li li').first().waitFor();
  await first.getByLabel('Why other rules are wanted').fill('Order 8/2026');
  await first.getByRole('button', { name: 'Hand to a second person' }).click();
  await hand(first).locator('blockquote', { hasText: 'Order 8/2026' }).waitFor();
  await confirm(second, 'Order 8/2026');
  assert.ok((await acts(duty)).includes('incident.close'));
}

/** An administrator of an operational node, who made a passkey and logged in by it. */
async function withPasskey({ binary, data, base, tab }, name) {
  const page = await tab();
  await authenticator(page);
  await page.goto(`${await person(binary, data, 'link', name)}?lang=en`);
  await page.getByLabel('What you call this device').fill('Desk');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.waitForURL(/\/login/);
  await page.goto(`${base}/login?lang=en`);
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await page.waitForURL(/\/as\/1\//);
  await page.evaluate(() => localStorage.setItem('kulla/settings/lang', '"en"'));
  await page.reload();
  await page.locator('.bar').waitFor();
  return page;
}

/** The only agency with administrators is one: then two of its own change the rules, and the second signs. */
export async function signRules(stage) {
  const [first, second] = [await withPasskey(stage, 'first.person@ame'), await withPasskey(stage, 'second.person@ame')];
  await propose(first, 'Action::"incident.close", ', '', 'Order 9/2026');
  await go(second, '#/rules');
  await second.locator('.waits .strip', { hasText: 'Order 9/2026' }).click();
  await hand(second).getByText('This takes your passkey: it signs exactly this.').waitFor();
  stage.say('on an operational node the second person is told that their passkey signs it');
  await confirm(second, 'Order 9/2026');
  await second.locator('.stood .strip', { hasText: 'Order 9/2026' }).click();
  await hand(second).getByText('by a passkey').waitFor();
  await proved(stage);
  stage.say('it is signed, gone by at once, and `kulla verify` says so');
}
