// What the console promises about acts that take a passkey, against the test double: it is said before, the browser asks, exactly
// what the node named is signed, and what goes wrong is said with the way on. The passkey is one of a device that the browser simulates.

import assert from 'node:assert/strict';
import { SUBJECTS as RULES } from '../mock/rules.mjs';
import { SUBJECTS } from '../mock/seed.mjs';
import { PEOPLE } from '../mock/world.mjs';
import { show } from './screens.mjs';
import { device } from './stage.mjs';

const TAKES = 'This takes your passkey: it signs exactly this.';
const hostOf = (mock) => mock.url.replace('127.0.0.1', 'localhost');
const hand = (page) => page.getByRole('region', { name: 'Rules in hand' });
const state = (mock) => mock.world.rules.changes.find((each) => each.subject === RULES.theirs).state;

async function open({ mock, open: tab }, before = async () => undefined) {
  mock.world.signs = true;
  const page = await tab();
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
  await before(page);
  return page;
}

/** Makes a passkey at the node, as everybody does. */
async function makesKey(page, mock, as) {
  await show(page, hostOf(mock), { as, hash: '#/me', sign: '.things li' });
  await page.getByLabel('What you call it').fill('Green key');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Green key was added.').waitFor();
}

/** Goes to the change and presses what confirms it. */
async function confirms(page, url) {
  await show(page, url, { as: 5, hash: `#/rules/${RULES.theirs}`, sign: '.hand .foot .btn' });
  await hand(page).getByRole('button', { name: /^Confirm exactly this/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm for everybody, now' }).click();
  return page.getByRole('dialog');
}

/** The browser answers a question for a signature with an error of this name. */
const answers = (name) => (page) => page.addInitScript((called) => { if (navigator.credentials) navigator.credentials.get = () => Promise.reject(Object.assign(new Error('no'), { name: called })); }, name);

/** A warning of the gravest word waits for its second person. */
function extreme(mock) {
  const item = mock.world.get(SUBJECTS.submitted, 'draft');
  mock.world.put(PEOPLE[1], 'draft', SUBJECTS.submitted, { ...item.body, content: { ...item.body.content, severity: 'Extreme' } });
}

async function decides(page, url) {
  await show(page, url, { as: 2, hash: `#/drafts/${SUBJECTS.submitted}`, sign: '.sign .check' });
  for (const box of await page.locator('.sign input[type=checkbox]').all()) await box.check();
  await page.getByRole('button', { name: 'Approve exercise warning' }).click();
}

export const signed = {
  'rules are confirmed by a passkey that signs exactly them, which is said before and stands in the history': async (with_) => {
    const page = await open(with_, device);
    await makesKey(page, with_.mock, 5);
    await show(page, hostOf(with_.mock), { as: 5, hash: `#/rules/${RULES.theirs}`, sign: '.hand .foot .btn' });
    await hand(page).getByText(TAKES).waitFor();
    const sent = [];
    page.on('request', (request) => { if (request.url().endsWith('/confirm')) sent.push(request.postDataJSON()); });
    await page.keyboard.press('c');
    await page.getByRole('dialog').getByText(TAKES).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm for everybody, now' }).click();
    await page.getByText('Confirmed. The node goes by these rules now.').waitFor();
    assert.deepEqual(sent.map((body) => Object.keys(body)), [['hash'], ['hash', 'assertion']]);
    assert.equal(sent[0].hash, sent[1].hash);
    assert.deepEqual(Object.keys(sent[1].assertion), ['id', 'client_data', 'authenticator_data', 'signature']);
    const said = JSON.parse(Buffer.from(sent[1].assertion.client_data, 'base64url').toString());
    assert.deepEqual([said.type, said.origin], ['webauthn.get', hostOf(with_.mock)]);
    await page.locator('.stood .strip').first().click();
    await hand(page).getByText('by a passkey').waitFor();
  },

  'an Extreme warning is approved by a passkey, which is said beside the button': async (with_) => {
    extreme(with_.mock);
    const page = await open(with_, device);
    await makesKey(page, with_.mock, 2);
    await decides(page, hostOf(with_.mock));
    await page.locator('.sign').getByText('Approved', { exact: true }).waitFor();
    assert.equal(with_.mock.world.get(SUBJECTS.submitted).body.decided_by, 'p-second');
    const severe = await open(with_);
    with_.mock.world.put(PEOPLE[1], 'draft', SUBJECTS.submitted, { ...with_.mock.world.get(SUBJECTS.submitted).body, state: 'submitted', content: { ...with_.mock.world.get(SUBJECTS.submitted).body.content, severity: 'Severe' } });
    await show(severe, with_.mock.url, { as: 2, hash: `#/drafts/${SUBJECTS.submitted}`, sign: '.sign .check' });
    assert.equal(await severe.getByText(TAKES).count(), 0, 'a severe one takes none');
  },

  'whoever says no, or has no passkey here, is told so with the way to one, and nothing is done': async (with_) => {
    const page = await open(with_, answers('NotAllowedError'));
    const dialog = await confirms(page, with_.mock.url);
    await dialog.getByText('Nothing was signed: you said no, the time ran out, or this device has none of your passkeys.').waitFor();
    assert.equal(state(with_.mock), 'proposed');
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await page.keyboard.press('c');
    assert.equal(await dialog.getByRole('alert').count(), 0, 'asked anew, nothing is complained of yet');
    await dialog.getByRole('button', { name: 'Confirm for everybody, now' }).click();
    await dialog.getByRole('link', { name: 'Look at your passkeys, or make one' }).click();
    await page.getByRole('heading', { level: 1, name: 'You and your ways in' }).waitFor();
    extreme(with_.mock);
    await decides(page, with_.mock.url);
    await page.locator('.sign').getByText('Nothing was signed').waitFor();
    await page.locator('.sign').getByRole('link', { name: 'Look at your passkeys, or make one' }).waitFor();
    assert.equal(with_.mock.world.get(SUBJECTS.submitted).body.state, 'submitted');
  },

  'a page without a secure line, a browser without passkeys and an address that has none say so before anybody tries': async (with_) => {
    const looks = async (before, words) => {
      const page = await open(with_, before);
      await show(page, with_.mock.url, { as: 5, hash: `#/rules/${RULES.theirs}`, sign: '.hand .foot .btn' });
      await hand(page).getByText(words).waitFor();
      const dialog = await confirms(page, with_.mock.url);
      await dialog.getByRole('alert').getByText(words).waitFor();
      assert.equal(await dialog.getByRole('link').count(), 0, 'another passkey would not help');
    };
    await looks((page) => page.addInitScript(() => { Object.defineProperty(window, 'isSecureContext', { value: false }); }), 'this page did not come over a secure line');
    await looks((page) => page.addInitScript(() => { delete window.PublicKeyCredential; }), 'this browser does not know them');
    const page = await open(with_, answers('SecurityError'));
    const dialog = await confirms(page, with_.mock.url);
    await dialog.getByText('The browser uses no passkey at this address.').waitFor();
    assert.equal(state(with_.mock), 'proposed');
  },

  'a passkey that the node does not know, or does not believe, is said in words, and the session goes on': async (with_) => {
    const page = await open(with_, device);
    await makesKey(page, with_.mock, 5);
    const door = with_.mock.world.doors.get('p-admin');
    const [own] = door.passkeys.splice(2, 1);
    const dialog = await confirms(page, hostOf(with_.mock));
    await dialog.getByText('This is none of your passkeys. Sign with one that you made on this node.').waitFor();
    await dialog.getByRole('link', { name: 'Look at your passkeys, or make one' }).waitFor();
    door.passkeys.push(own);
    const refuses = (status, code) => page.route('**/confirm', async (route) => {
      const signed = 'assertion' in route.request().postDataJSON();
      return signed ? route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, code, detail: 'x', args: {} }) }) : route.fallback();
    });
    await refuses(401, 'passkey.fault');
    await dialog.getByRole('button', { name: 'Confirm for everybody, now' }).click();
    await dialog.getByText('The node does not believe this passkey.').waitFor();
    await refuses(422, 'approval.unsigned');
    await dialog.getByRole('button', { name: 'Confirm for everybody, now' }).click();
    await dialog.getByText('The signature does not hold for exactly this').waitFor();
    await page.unrouteAll();
    await dialog.getByRole('button', { name: 'Confirm for everybody, now' }).click();
    await page.getByText('Confirmed. The node goes by these rules now.').waitFor();
    assert.equal(state(with_.mock), 'confirmed');
  },
};
