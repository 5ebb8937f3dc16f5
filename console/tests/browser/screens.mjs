// Every screen, by name: where it is and what shows that it is there.

import { LIFTED } from '../mock/canaries.mjs';
import { SUBJECTS as PEOPLE } from '../mock/people.mjs';
import { SUBJECTS as RULES } from '../mock/rules.mjs';
import { SUBJECTS } from '../mock/seed.mjs';
import { still } from './stage.mjs';

export const screens = () => [
  { name: 'desk', as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.strip[aria-current="true"]' },
  { name: 'desk-empty-hand', as: 1, hash: '#/desk', sign: '.strip' },
  { name: 'desk-places', as: 1, hash: '#/desk?pane=places', sign: '.places canvas, .strip' },
  { name: 'desk-unit', as: 1, hash: '#/desk/0190b000-0000-7000-8000-000000000016', sign: '.hand .facts' },
  { name: 'desk-task', as: 1, hash: `#/desk/${SUBJECTS.task}`, sign: '.tk' },
  { name: 'desk-citizen', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn' },
  { name: 'incidents', as: 1, hash: '#/incidents', sign: '.strip' },
  { name: 'incident', as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '.tk' },
  { name: 'warnings', as: 1, hash: '#/warnings', sign: '.wcd' },
  { name: 'composer-new', as: 1, hash: '#/drafts/new', sign: '.langs' },
  { name: 'composer', as: 1, hash: `#/drafts/${SUBJECTS.draft}`, sign: '.langs' },
  { name: 'second-officer', as: 2, hash: `#/drafts/${SUBJECTS.submitted}`, sign: '.langs' },
  { name: 'approved', as: 2, hash: `#/drafts/${SUBJECTS.approved}`, sign: '.langs' },
  { name: 'warning', as: 2, hash: `#/warnings/${SUBJECTS.warning}`, sign: 'article' },
  { name: 'quarantine', as: 1, hash: '#/quarantine', sign: 'ol li' },
  { name: 'health', as: 1, hash: '#/health', sign: 'dl' },
  { name: 'tasks', as: 1, hash: '#/tasks', sign: '.tk' },
  { name: 'oversight', as: 4, hash: '#/oversight', sign: 'tbody tr' },
  { name: 'people', as: 5, hash: '#/people', sign: '.strip' },
  { name: 'person', as: 5, hash: `#/people/${PEOPLE.review}`, sign: '.hand .facts' },
  { name: 'person-approver', as: 5, hash: `#/people/${PEOPLE.approver}`, sign: '.hand .facts' },
  { name: 'person-new', as: 5, hash: '#/people/new', sign: '.hand form' },
  { name: 'person-change', as: 5, hash: `#/people/${PEOPLE.approver}?do=change`, sign: '.hand form' },
  { name: 'rules', as: 5, hash: '#/rules', sign: '.index .stood .strip' },
  { name: 'rules-now', as: 4, hash: '#/rules/now', sign: '.hand h3' },
  { name: 'rules-change', as: 5, hash: `#/rules/${RULES.theirs}`, sign: '.hand .foot .btn' },
  { name: 'rules-mine', as: 5, hash: `#/rules/${RULES.mine}`, sign: '.hand .foot .btn' },
  { name: 'rules-stale', as: 7, hash: `#/rules/${RULES.stale}`, sign: '.hand .note' },
  { name: 'rules-stood', as: 5, hash: `#/rules/${RULES.second}?show=stood`, sign: '.hand .facts' },
  { name: 'rules-refused', as: 5, hash: `#/rules/${RULES.refused}`, sign: '.hand .facts' },
  { name: 'rules-write', as: 5, hash: '#/rules/new', sign: '.hand form' },
  { name: 'me', as: 1, hash: '#/me', sign: '.things li' },
  { name: 'more', as: 1, hash: '#/more', sign: 'h1' },
];

/** Opens the dialog for a label that somebody sent, over the log of an incident. */
async function paste(page, text, read = false) {
  // On a phone the log is one of three tabs.
  if (!(await page.locator('.say').isVisible())) await page.locator('.tabbar').locator('a, button').nth(1).click();
  await page.locator('.say .sees .link').click();
  await page.locator('.say .paste .link').click();
  await page.locator('dialog textarea').first().fill(text);
  if (!read) return;
  await page.locator('dialog .btn.main').click();
  await page.locator('dialog .sees, dialog .note.wrong, dialog .complaint').first().waitFor();
}

/** Things that lie over a screen, and how they are called up. */
export const overlays = () => [
  { name: 'palette', as: 1, hash: '#/desk', sign: '.strip', call: async (page) => { await page.keyboard.press('Control+k'); await page.getByRole('dialog').getByRole('combobox').fill('priz'); await page.getByRole('option').nth(1).waitFor(); } },
  { name: 'keys', as: 1, hash: '#/desk', sign: '.strip', call: (page) => page.keyboard.press('?') },
  { name: 'new-incident', as: 1, hash: '#/incidents', sign: '.strip', call: (page) => page.keyboard.press('i') },
  { name: 'dismiss', as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.hand .foot .btn, .hand .foot', call: (page) => page.keyboard.press('d') },
  { name: 'link', as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.hand .foot .btn, .hand .foot', call: (page) => page.keyboard.press('l') },
  { name: 'report-publish', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn', call: (page) => page.locator('.hand .acts .btn').nth(0).click() },
  { name: 'report-reject', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn', call: (page) => page.locator('.hand .acts .btn').nth(1).click() },
  { name: 'report-answer', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn', call: (page) => page.locator('.hand .acts .btn').nth(2).click() },
  { name: 'report-who', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn', call: (page) => page.locator('.hand .acts .btn.plain').click() },
  { name: 'report-photos', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn', call: async (page) => { await page.locator('.photos .btn').click(); await page.locator('.photos img').nth(1).waitFor(); await page.locator('.photos').scrollIntoViewIfNeeded(); } },
  { name: 'report-photo', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn', call: async (page) => { await page.locator('.photos .btn').click(); await page.locator('.photos .thumb').first().click(); await page.locator('.stand img').waitFor(); } },
  { name: 'report-withhold', as: 1, hash: `#/desk/${SUBJECTS.citizen}`, sign: '.hand .acts .btn', call: async (page) => { await page.locator('.photos .btn').click(); await page.locator('.photos .thumb').first().click(); await page.locator('dialog .foot .btn').nth(2).click(); } },
  { name: 'map-past', as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.places canvas', call: async (page) => { await page.keyboard.press('['); await page.keyboard.press('['); await page.locator('.then').waitFor(); } },
  { name: 'map-list', as: 1, hash: '#/desk?pane=places', sign: '.places canvas', call: async (page) => { await page.locator('.tools button.list').click(); await page.locator('.float.list').waitFor(); } },
  { name: 'map-draw', as: 1, hash: '#/desk?pane=places', sign: '.places canvas', call: async (page) => { await page.locator('.tools button').first().click(); await page.locator('.cross').waitFor({ state: 'attached' }); } },
  { name: 'map-find', as: 1, hash: '#/desk?pane=places', sign: '.places canvas', call: async (page) => { await page.locator('.tools input').fill('pri'); await page.getByRole('option').first().waitFor(); } },
  { name: 'cap', as: 1, hash: '#/desk', sign: '.strip', call: (page) => page.keyboard.press('o') },
  { name: 'new-task', as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '.tk, .lg', call: (page) => page.keyboard.press('t') },
  { name: 'cancel', as: 2, hash: `#/warnings/${SUBJECTS.warning}`, sign: 'article', call: (page) => page.locator('.btn.stop').click() },
  { name: 'judge', as: 4, hash: '#/oversight', sign: '.bg .btn.stop', call: (page) => page.locator('.bg .btn.stop').first().click() },
  { name: 'canary-set', as: 4, hash: '#/oversight', sign: '.marks li', call: async (page) => { await page.locator('.marks .ph .btn').click(); await page.locator('dialog input').fill('0190a000'); await page.locator('dialog .btn.main').click(); } },
  { name: 'canary-again', as: 4, hash: '#/oversight', sign: '.marks li', call: async (page) => { await page.locator('.marks .ph .btn').click(); await page.locator('dialog input').fill(LIFTED); await page.locator('dialog .seg button').first().click(); await page.locator('dialog .btn.main').click(); await page.locator('dialog blockquote').waitFor(); } },
  { name: 'canary-lift', as: 4, hash: '#/oversight', sign: '.marks li', call: (page) => page.locator('.marks li .btn').first().click() },
  { name: 'alarms', as: 4, hash: '#/oversight', sign: '.bg .btn', call: async (page) => { await page.locator('.mid .seg').first().locator('button').last().click(); await page.locator('.mid .seg').nth(1).waitFor(); } },
  { name: 'label-paste', as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '.say .sees b', call: async (page) => { await paste(page, 'TLP:AMBER'); await page.locator('dialog .names input').first().fill('po'); } },
  { name: 'label-read', as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.hand .foot .btn, .hand .foot', call: async (page) => { await page.keyboard.press('i'); await page.locator('dialog .sees .link').click(); await page.locator('dialog .paste .link').click(); await page.locator('dialog').last().locator('textarea').fill('TLP:CLEAR'); await page.locator('dialog').last().locator('.btn.main').click(); await page.locator('dialog').last().locator('.below').first().waitFor(); } },
  { name: 'label-refused', as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '.say .sees b', call: (page) => paste(page, '<slab:originatorConfidentialityLabel><slab:PolicyIdentifier>XK-KULLA</slab:PolicyIdentifier><slab:Classification>COSMIC TOP SECRET</slab:Classification></slab:originatorConfidentialityLabel>', true) },
  { name: 'label-old', as: 1, hash: `#/incidents/${SUBJECTS.incident}`, sign: '.say .sees b', call: (page) => paste(page, 'TLP:WHITE', true) },
  { name: 'label-words', as: 1, hash: `#/desk/${SUBJECTS.signal}`, sign: '.hand .sees .link', call: async (page) => { await page.locator('.hand .sees .link').click(); await page.locator('.words textarea').waitFor(); await page.locator('.words').scrollIntoViewIfNeeded(); } },
  { name: 'person-end', as: 5, hash: `#/people/${PEOPLE.review}`, sign: '.hand .btn.stop', call: (page) => page.locator('.hand .btn.stop').click() },
  { name: 'person-link', as: 5, hash: `#/people/${PEOPLE.approver}`, sign: '.hand .btns .btn', call: async (page) => { await page.locator('.hand .btns .btn').first().click(); await page.locator('dialog input').nth(1).check(); } },
  { name: 'person-link-made', as: 5, hash: `#/people/${PEOPLE.review}`, sign: '.hand .btns .btn', call: async (page) => { await page.locator('.hand .btns .btn').first().click(); await page.locator('dialog textarea').fill('Telefon i ri'); await page.locator('dialog .btn.main').click(); await page.locator('.once').waitFor(); } },
  { name: 'rules-lines', as: 5, hash: `#/rules/${RULES.theirs}`, sign: '.hand .which summary', call: (page) => page.locator('.hand .which summary').first().click() },
  { name: 'rules-confirm', as: 5, hash: `#/rules/${RULES.theirs}`, sign: '.hand .foot .btn', call: (page) => page.keyboard.press('c') },
  { name: 'rules-refuse', as: 5, hash: `#/rules/${RULES.theirs}`, sign: '.hand .foot .btn', call: (page) => page.locator('.hand .btn.stop').click() },
  { name: 'rules-tried', as: 5, hash: '#/rules/new', sign: '.hand form', call: (page) => tries(page, '    Action::"incident.close",\n', '') },
  { name: 'rules-faults', as: 5, hash: '#/rules/new', sign: '.hand form', call: (page) => tries(page, 'Role::"duty-officer"', 'Role::"nobody"') },
  { name: 'token', as: 1, hash: '#/me', sign: '[aria-labelledby=me-tokens] > div .btn', call: (page) => page.locator('[aria-labelledby=me-tokens] > div .btn').click() },
  { name: 'health-list', as: 1, hash: '#/desk', sign: '.strip', call: (page) => page.locator('.inst button.keep').click() },
];

/** Tries another text for the rules, beginning from the one that stands. */
async function tries(page, from, to) {
  const [text, undo] = [page.locator('.hand .text'), page.locator('.hand form button.link')];
  if (await undo.first().isVisible()) await undo.first().click();
  await text.fill((await text.inputValue()).replace(from, to));
  await page.locator('.hand form .btn').first().click();
  await page.locator('.hand .tried li').first().waitFor();
}

/** Goes there and waits until it stands. */
export async function show(page, url, screen) {
  await page.goto('about:blank');
  await page.goto(`${url}/as/${screen.as}/${screen.hash}`);
  await page.locator(screen.sign).first().waitFor({ state: 'attached', timeout: 60_000 });
  await drawn(page);
  await still(page);
  if (!screen.call) return;
  await screen.call(page);
  await still(page);
}

/** A map that is being made holds the thread where it is drawn in software: what follows waits until it stands. */
export async function drawn(page) {
  if (await page.locator('.places .frame').isVisible()) await page.locator('.places .frame[data-drawn], .places .sorry').first().waitFor({ state: 'attached', timeout: 60_000 });
}
