// An operational node from its ceremony on: nobody can enter it but by what is made here. Chromium's own authenticator makes a
// passkey by a link of the terminal and logs in by it; the administrator lets somebody in who makes a password with a code on
// a browser without scripts.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash, createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';

const START_WAIT_MS_MAX = 60_000;
const FIRST = 'first.person@ame';
const PASSWORD = 'pesë gurë mbi një lumë';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A verifier key as C2SP signed-note writes it, of a key that nobody keeps. */
function overseer() {
  const der = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });
  const key = Buffer.concat([Buffer.of(1), der.subarray(-32)]);
  const hash = createHash('sha256').update('overseer.test\n').update(key).digest('hex').slice(0, 8);
  return `overseer.test+${hash}+${key.toString('base64')}`;
}

/** Makes an operational node, lets `before` at its folder, and runs it; resolves with its address. */
export async function operational(binary, data, { listen = '127.0.0.1:0', before = () => undefined } = {}) {
  const people = ['--administrator', 'ame:First Person', '--administrator', 'ame:Second Person'];
  await promisify(execFile)(binary, ['init', '--profile', 'kosovo', '--data', data, ...people, '--overseer-key', overseer()]);
  before();
  const run = spawn(binary, ['run', '--data', data, '--listen', listen], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  const base = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it does not run; it said:\n${said.join('\n')}`)), START_WAIT_MS_MAX);
    const read = (line) => {
      said.push(line);
      const found = /People log in at +(\S+)\/login/.exec(line)?.[1];
      if (found) { clearTimeout(timer); resolve(found); }
    };
    createInterface({ input: run.stdout }).on('line', read);
    createInterface({ input: run.stderr }).on('line', read);
    run.on('exit', (status) => { clearTimeout(timer); reject(new Error(`\`kulla run\` ended with ${status}; it said:\n${said.join('\n')}`)); });
  });
  return { run, base, said };
}

/** What `kulla person` prints first: the link. */
export async function person(binary, data, ...told) {
  const { stdout } = await promisify(execFile)(binary, ['person', told[0], '--data', data, ...told.slice(1)]);
  return /https?:\/\/\S+\/enrol\/\S+/.exec(stdout)?.[0] ?? assert.fail(`no link: ${stdout}`);
}

/** An authenticator of this browser that checks who is there, and always finds the right one; gives a way to put another in its place. */
export async function authenticator(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const plug = (transport) => cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport, hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const first = await plug('internal');
  return async () => {
    await cdp.send('WebAuthn.removeVirtualAuthenticator', first);
    await plug('usb');
  };
}

export async function sound(page, what) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  assert.deepEqual(violations.map((one) => `${what}: ${one.id} ${one.nodes[0]?.target}`), []);
}

/** The code of RFC 6238 for what the page spells. */
export function code(spelled, now = Date.now()) {
  let [held, bits] = [0, 0];
  const secret = [];
  for (const letter of spelled.replaceAll(' ', '')) {
    held = ((held << 5) | LETTERS.indexOf(letter)) & 0xffff;
    bits += 5;
    if (bits >= 8) { bits -= 8; secret.push((held >> bits) & 255); }
  }
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const mac = createHmac('sha1', Buffer.from(secret)).update(step).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const id = () => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 15) | 0x70;
  bytes[8] = (bytes[8] & 63) | 128;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

/** One request of the console's own API, from inside its page. */
export const ask = (page, method, path, body) => page.evaluate(async ([m, p, b]) => {
  const answer = await fetch(`api/v1/${p}`, { method: m, headers: { 'x-kulla': '1', 'content-type': 'application/json' }, body: b && JSON.stringify(b) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${m} ${p}: ${answer.status} ${text}`);
  return text && JSON.parse(text);
}, [method, path, body]);

/** Makes one by a link, logs in by it, adds a second one in the console. */
async function passkey(page, link) {
  const another = await authenticator(page);
  await page.goto(`${link}?lang=en`);
  await page.getByText('This is for First Person').waitFor();
  await sound(page, 'enrol');
  await page.getByLabel('What you call this device').fill('Desk at the AME');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.waitForURL(/\/login/);
  await page.goto(`${page.url()}?lang=en`);
  await sound(page, 'log-in');
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await page.waitForURL(/\/as\/1\//);
  await page.locator('.bar').waitFor();
  await another();
  await page.goto(page.url().replace(/\/as\/1\/.*/, '/as/1/#/me'));
  await page.getByText('Desk at the AME').first().waitFor();
  await page.getByLabel('What you call it').first().fill('Blue key');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Blue key was added.').waitFor();
}

async function password(page, base, link, name) {
  await page.goto(`${link}?lang=en`);
  assert.equal(await page.getByRole('button', { name: 'Make a passkey' }).isVisible(), false, 'no passkey without a script');
  await page.getByRole('button', { name: 'Set a password' }).click();
  const spelled = await page.locator('.code').innerText();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('The same once more').fill(PASSWORD);
  const first = code(spelled);
  await page.getByLabel('The code that the app shows now').fill(first);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('From now on you log in like this').waitFor();
  await page.goto(`${base}/login?lang=en`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  // The code of the next step is taken too; that of this one was used to set the password.
  await page.getByLabel('Code of your app').fill(code(spelled, Date.now() + 30_000));
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.waitForURL(/\/as\/1\//);
}

/** The whole walk. `tab` gives a page of a browser of its own; `tab(false)` one without scripts. */
export async function logIn({ binary, data, base, tab, say }) {
  const admin = await tab();
  const link = await person(binary, data, 'link', FIRST);
  await passkey(admin, link);
  const session = await ask(admin, 'GET', 'session');
  assert.equal(session.assurance, 'phishing-resistant');
  assert.ok(session.acts.includes('admin.people') && session.exercise === null);
  say('an administrator makes a passkey by a link of the terminal, logs in by it, and adds another');
  const used = await (await tab()).goto(`${link}?lang=en`);
  assert.equal(used.status(), 410, 'a link works once');

  const review = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const held = { name: 'Drita Hoxha', roles: ['duty-officer'], groups: ['national-civprot'], nations: [], clearances: { kulla: 1 }, categories: [], review, grounds: 'roster', lang: 'sq' };
  const { person: drita } = await ask(admin, 'POST', 'people', { id: id(), held });
  const made = await ask(admin, 'POST', `people/${drita.subject}/link`, { replaces: false, reason: 'new' });
  const officer = await tab(false);
  await password(officer, base, `${base}${made.path}`, 'drita.hoxha@ame');
  const cookies = await officer.context().cookies(`${base}/as/1/`);
  const cookie = cookies.map((one) => `${one.name}=${one.value}`).join('; ');
  const whole = await (await fetch(`${base}/as/1/api/v1/session`, { headers: { cookie } })).json();
  assert.deepEqual([whole.person.name, whole.assurance], ['Drita Hoxha', 'two-factor']);
  say('an officer makes a password with a code, without a script, and logs in by it');

  assert.match(await person(binary, data, 'add', 'kom-20', 'Third Person'), /\/enrol\//);
  say('an agency that has nobody gets its administrator from the terminal');
}
