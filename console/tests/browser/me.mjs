// What the console promises everybody about their own ways in, against the test double. The passkey is made by the browser
// itself, in a device that it simulates (WebDriver, virtual authenticators).

import assert from 'node:assert/strict';
import { show } from './screens.mjs';
import { device } from './stage.mjs';

async function open({ mock, open: tab }, { as = 1, sign = '.things li', url = mock.url, before = async () => undefined } = {}) {
  const page = await tab();
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
  await before(page);
  await show(page, url, { as, hash: '#/me', sign });
  return page;
}
const part = (page, name) => page.getByRole('region', { name });
const door = (mock, id = 'p-duty') => mock.world.doors.get(id);

export const me = {
  'everybody reaches their own ways in from where they leave, and sees who they are and what they hold': async (with_) => {
    const page = await open(with_);
    await show(page, with_.mock.url, { as: 1, hash: '#/more', sign: 'h1' });
    await page.getByRole('link', { name: 'Your other sessions' }).click();
    await page.getByRole('heading', { level: 1, name: 'You and your ways in' }).waitFor();
    await page.getByText('arta.krasniqi@ame').waitFor();
    await page.getByText('What you may do').click();
    await page.getByText('issue warnings', { exact: true }).waitFor();
    for (const name of ['Passkeys', 'Sessions', 'Tokens']) await part(page, name).waitFor();
  },

  'a passkey is made by the browser, has a name, and the same device makes no second one': async (with_) => {
    const page = await open(with_, { url: with_.mock.url.replace('127.0.0.1', 'localhost'), before: device });
    const keys = part(page, 'Passkeys');
    await keys.getByRole('button', { name: 'Add a passkey' }).click();
    await keys.getByText('Give it a name by which you know it again.').waitFor();
    assert.equal(door(with_.mock).challenge, null, 'the browser was not asked');
    await keys.getByLabel('What you call it').fill('Green key');
    await keys.getByRole('button', { name: 'Add a passkey' }).click();
    await keys.getByText('Green key was added.').waitFor();
    assert.deepEqual(door(with_.mock).passkeys.map((key) => key.name), ['Work telephone', 'Blue key in the drawer', 'Green key']);
    await keys.getByLabel('What you call it').fill('Green key again');
    await keys.getByRole('button', { name: 'Add a passkey' }).click();
    await keys.getByText('This device holds a passkey of yours already.').waitFor();
    assert.equal(door(with_.mock).passkeys.length, 3);
  },

  'a person who says no, a browser without passkeys and a session that is too old are told so in words': async (with_) => {
    const refuses = (page) => page.addInitScript(() => { if (navigator.credentials) navigator.credentials.create = () => Promise.reject(Object.assign(new Error('no'), { name: 'NotAllowedError' })); });
    const page = await open(with_, { before: refuses });
    await part(page, 'Passkeys').getByLabel('What you call it').fill('Green key');
    await part(page, 'Passkeys').getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('Nothing was added: you said no, or the time ran out.').waitFor();
    assert.equal(await part(page, 'Passkeys').getByLabel('What you call it').inputValue(), 'Green key');
    const old = await open(with_, { before: (tab) => tab.addInitScript(() => { delete window.PublicKeyCredential; }) });
    await old.getByText('this browser does not know them').waitFor();
    const bare = await open(with_, { before: (tab) => tab.addInitScript(() => { Object.defineProperty(window, 'isSecureContext', { value: false }); }) });
    await bare.getByText('this page did not come over a secure line').waitFor();
    door(with_.mock).may_add = false;
    const late = await open(with_);
    await late.getByText('To add one, log in anew').waitFor();
    for (const tab of [old, bare, late]) assert.equal(await tab.getByRole('button', { name: 'Add a passkey' }).count(), 0);
  },

  'a passkey is removed after it was asked once, and the last way in stays': async (with_) => {
    const page = await open(with_);
    door(with_.mock).password = false;
    const remove = async (name) => {
      await page.getByRole('button', { name: `Remove the passkey ${name}` }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove the passkey' }).click();
    };
    await remove('Blue key in the drawer');
    await page.getByText('Blue key in the drawer was removed.').waitFor();
    await remove('Work telephone');
    await page.getByText('This is your last way in. Add another one first.').waitFor();
    assert.deepEqual(door(with_.mock).passkeys.map((key) => key.name), ['Work telephone']);
  },

  'other sessions are ended one by one or all at once, and this one is not among them': async (with_) => {
    const page = await open(with_);
    const sessions = part(page, 'Sessions');
    assert.equal(await sessions.getByRole('listitem').first().getByRole('button').count(), 0, 'this one is left by leaving');
    await sessions.getByRole('button', { name: /^End it/ }).click();
    await sessions.getByText('The session has ended.').waitFor();
    assert.deepEqual(door(with_.mock).sessions.map((each) => each.here), [true]);
    assert.equal(await sessions.getByRole('button').count(), 0);
  },

  'a token is made for chosen acts and days, shown once, and ended': async (with_) => {
    const page = await open(with_);
    await page.getByRole('button', { name: 'Make a token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Days that it holds').fill('400');
    await dialog.getByRole('button', { name: 'Make a token' }).click();
    for (const text of ['Say what it is for.', 'Choose at least one.', 'Choose 1 to 365 days.']) await dialog.getByText(text).waitFor();
    assert.equal(await dialog.getByRole('checkbox', { name: 'approve warnings' }).count(), 0);
    await dialog.getByLabel('What it is for').fill('Siren test');
    await dialog.getByRole('checkbox', { name: 'search' }).check();
    await dialog.getByLabel('Days that it holds').fill('7');
    await dialog.getByRole('button', { name: 'Make a token' }).click();
    const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
    assert.match(token, /^kulla_/);
    await dialog.getByText('It is shown here once.').waitFor();
    await dialog.getByRole('button', { name: 'I have it, close' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.ok(!(await page.content()).includes(token));
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!kept.includes(token), 'it is kept nowhere in the browser');
    await page.getByRole('button', { name: 'End it: the token Siren test' }).click();
    await page.getByText('Siren test acts for you no more.').waitFor();
    assert.deepEqual(door(with_.mock).tokens.map((each) => each.name), ['Gauges of the upper Drini']);
  },

  'a stream that ends for the sake of another session throws nobody out, and one’s own end is said': async (with_) => {
    const page = await open(with_);
    const { state } = with_.mock;
    const end = () => { for (const socket of state.sockets) socket.send(JSON.stringify({ type: 'end', code: 'session.ended' })); };
    const before = [...state.sockets];
    end();
    for (let round = 0; round < 200 && [...state.sockets].every((socket) => before.includes(socket)); round += 1) await page.waitForTimeout(50);
    assert.ok([...state.sockets].some((socket) => !before.includes(socket)), 'it comes back');
    await page.getByRole('heading', { level: 1, name: 'You and your ways in' }).waitFor();
    state.ended = true;
    end();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  },

  'on a node that keeps no log-in of its own, who I am stands there and nothing is offered': async (with_) => {
    with_.mock.world.noDoor = true;
    const page = await open(with_, { sign: '.stt' });
    await page.getByText('This node keeps no log-in of its own').waitFor();
    await page.getByText('Arta Krasniqi').first().waitFor();
    assert.equal(await page.locator('.me button').count(), 0);
  },
};
