// The log-in of oidc.mjs once more, at a provider that is run for real people: Debian's package `glewlwyd`, written in C. It has a
// page of its own, passwords, consent and one-time codes, and is set up by its own API, as its administrator would by its page.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as passed } from 'node:timers/promises';
import { code, operational } from './login.mjs';
import { freePort, writeProvider } from './oidc.mjs';
import { driven } from './run.mjs';

const START_WAIT_MS_MAX = 30_000;
const STOP_WAIT_MS_MAX = 10_000;
const ASK_WAIT_MS_MAX = 10_000;
const LOG_WAIT_MS_MAX = 5_000;
const TABLES = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';
const PAGES = '/usr/share/glewlwyd/webapp';
const PAGE_SETTINGS = '/usr/share/glewlwyd/templates/config.json';
const MODULES = '/usr/lib/glewlwyd';
/** Whom the tables begin with. */
const ADMINISTRATOR = { username: 'admin', password: 'password' };
/** How it may sign, each with a key that bears the name of it. */
const ALGORITHMS = { RS256: ['rsa', { modulusLength: 2048 }], ES256: ['ec', { namedCurve: 'P-256' }], EdDSA: ['ed25519', {}] };
/** What it says in `amr` of a code; of a password it says `password`. */
const BY_A_CODE = 'otp';

const drawn = () => randomBytes(18).toString('base64url');
/** Base32 of twenty bytes. */
const spelled = () => Array.from(randomBytes(32), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte & 31]).join('');

const settingsFile = (folder, port) => `port = ${port}
bind_address = "127.0.0.1"
external_url = "http://127.0.0.1:${port}"
login_url = "login.html"
api_prefix = "api"
static_files_path = "${folder}/pages"
log_mode = "console"
log_level = "INFO"
cookie_secure = 0
cookie_same_site = "lax"
admin_scope = "g_admin"
profile_scope = "g_profile"
user_module_path = "${MODULES}/user"
client_module_path = "${MODULES}/client"
user_auth_scheme_module_path = "${MODULES}/scheme"
plugin_module_path = "${MODULES}/plugin"
hash_algorithm = "SHA512"
database = { type = "sqlite3"; path = "${folder}/glewlwyd.db"; };
static_files_mime_types = (
  { extension = ".html"; mime_type = "text/html"; },
  { extension = ".js"; mime_type = "application/javascript"; },
  { extension = ".css"; mime_type = "text/css"; },
  { extension = ".json"; mime_type = "application/json"; }
)
`;

/** Waits for something, and no longer than that. */
const within = (ms, what, wanted) => {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms); });
  return Promise.race([wanted, late]).finally(() => clearTimeout(timer));
};

/** Runs one on a free port, with everything it has in a folder of its own. */
async function server() {
  const folder = mkdtempSync(join(tmpdir(), 'kulla-glewlwyd-'));
  const port = await freePort();
  execFileSync('sqlite3', [join(folder, 'glewlwyd.db')], { input: readFileSync(TABLES) });
  // It follows no link out of that folder, and the package's own link to these settings leads to a folder and not to a file.
  cpSync(PAGES, join(folder, 'pages'), { recursive: true, dereference: true, filter: (from) => from !== join(PAGES, 'config.json') });
  cpSync(PAGE_SETTINGS, join(folder, 'pages', 'config.json'));
  writeFileSync(join(folder, 'glewlwyd.conf'), settingsFile(folder, port));
  const run = spawn('glewlwyd', ['-c', join(folder, 'glewlwyd.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  const close = async () => {
    const gone = run.exitCode === null && run.signalCode === null ? once(run, 'exit') : undefined;
    run.kill('SIGTERM');
    await within(STOP_WAIT_MS_MAX, 'the end of glewlwyd', gone).catch(() => run.kill('SIGKILL'));
    rmSync(folder, { recursive: true, force: true });
  };
  const started = new Promise((resolve, reject) => {
    const read = (line) => {
      said.push(line);
      if (/Glewlwyd started on port/.test(line)) resolve();
    };
    createInterface({ input: run.stdout }).on('line', read);
    createInterface({ input: run.stderr }).on('line', read);
    run.on('error', reject);
    run.on('exit', (status) => reject(new Error(`glewlwyd ended with ${status}`)));
  });
  try {
    await within(START_WAIT_MS_MAX, 'the start of glewlwyd', started);
  } catch (error) {
    await close();
    throw new Error(`${error.message}; it said:\n${said.join('\n')}`, { cause: error });
  }
  return { base: `http://127.0.0.1:${port}`, said, close };
}

/** One request of its API, or of the plugin's. */
async function asked(method, address, { body, type = 'application/json', ...headers }) {
  const answer = await fetch(address, {
    method, body, headers: { 'content-type': type, ...headers }, redirect: 'manual', signal: AbortSignal.timeout(ASK_WAIT_MS_MAX),
  });
  if (answer.status >= 400) throw new Error(`glewlwyd: ${method} ${new URL(address).pathname}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** The cookie of whoever proves it by a password. */
async function cookieOf(base, who) {
  const answer = await asked('POST', `${base}/api/auth/`, { body: JSON.stringify(who) });
  return answer.headers.getSetCookie()[0].split(';')[0];
}

/** Its administrator, by its own API. */
async function administrator(base) {
  const cookie = await cookieOf(base, ADMINISTRATOR);
  return (method, path, told) => asked(method, `${base}/api/${path}`, { body: JSON.stringify(told), cookie });
}

const KEYS = Object.entries(ALGORITHMS).map(([alg, [kind, how]]) => (
  { ...generateKeyPairSync(kind, how).privateKey.export({ format: 'jwk' }), kid: `key-${alg}`, alg, use: 'sig' }
));

/** The plugin that makes it a provider of OpenID Connect. It signs by the first of its keys. */
const plugin = (issuer, first) => ({
  module: 'oidc', name: 'oidc', display_name: 'OpenID Connect',
  parameters: {
    iss: issuer, 'jwks-show': true,
    'jwks-private': JSON.stringify({ keys: [...KEYS.filter(({ alg }) => alg === first), ...KEYS.filter(({ alg }) => alg !== first)] }),
    'access-token-duration': 600, 'refresh-token-duration': 600, 'code-duration': 60, 'refresh-token-rolling': false,
    'auth-type-code-enabled': true, 'auth-type-token-enabled': false, 'auth-type-id-token-enabled': true, 'auth-type-none-enabled': false,
    'auth-type-password-enabled': false, 'auth-type-client-enabled': false, 'auth-type-device-enabled': false, 'auth-type-refresh-enabled': false,
    'allow-non-oidc': false, 'pkce-allowed': true, 'pkce-method-plain-allowed': false, 'pkce-required': true, 'oauth-as-iss-id': true,
    'request-parameter-allow': false, 'subject-type': 'public',
    claims: [{ name: 'preferred_username', 'user-property': 'username', type: 'string', mandatory: false, 'on-demand': false, scope: ['profile'] }],
  },
});

const client = (back, password) => ({
  client_id: 'kulla', name: 'Kulla', enabled: true, confidential: true, password, redirect_uri: [back], authorization_type: ['code'],
  token_endpoint_auth_method: ['client_secret_basic'], scope: [],
});

/** What proves who somebody is: a password; `twice`: a code too. */
const scope = (twice) => ({
  name: 'profile', display_name: 'Your name', description: 'Your name', password_required: true, password_max_age: 0,
  scheme: twice ? { second: [{ scheme_type: 'otp', scheme_name: 'code' }] } : {}, scheme_required: twice ? { second: 1 } : {},
});

const CODES = {
  module: 'otp', name: 'code', display_name: 'Code of your app', expiration: 600, max_use: 0, allow_user_register: true,
  parameters: {
    issuer: 'Glewlwyd', 'secret-minimum-size': 16, 'otp-length': 6, 'hotp-allow': false, 'hotp-window': 0, 'totp-allow': true, 'totp-window': 1,
    'totp-start-offset': 0,
  },
};

/** The ID token that its client gets of somebody who consented before: what its header says, and its claims. */
async function token({ base, issuer, back, secret }, username, password) {
  const verifier = drawn() + drawn();
  const question = new URLSearchParams({
    response_type: 'code', client_id: 'kulla', redirect_uri: back, scope: 'openid profile', nonce: drawn(), state: drawn(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', g_continue: '',
  });
  const sent = await asked('GET', `${issuer}/auth?${question}`, { cookie: await cookieOf(base, { username, password }) });
  const given = new URL(sent.headers.get('location')).searchParams.get('code');
  const form = new URLSearchParams({ grant_type: 'authorization_code', code: given, redirect_uri: back, code_verifier: verifier });
  const authorization = `Basic ${btoa(`kulla:${secret}`)}`;
  const answer = await asked('POST', `${issuer}/token`, { body: String(form), type: 'application/x-www-form-urlencoded', authorization });
  const { id_token } = await answer.json();
  const [header, claims] = id_token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  return { header, claims };
}

/** A provider with its people and its client; gives what may be changed about it. */
async function agency(back) {
  const { base, said, close } = await server();
  const issuer = `${base}/api/oidc`;
  const people = { 'first.person': drawn(), minister: drawn() };
  const secret = drawn();
  const spells = spelled();
  try {
    const set = await administrator(base);
    await set('POST', 'mod/scheme/', CODES);
    await set('POST', 'scope/', scope(false));
    await set('POST', 'mod/plugin/', plugin(issuer, 'RS256'));
    for (const [username, password] of Object.entries(people)) {
      await set('POST', 'user/', { username, password, name: username, enabled: true, scope: ['openid', 'profile', 'g_profile'] });
    }
    await set('POST', 'client/', client(back, secret));
    return {
      issuer, secret, people, said, close, spells,
      token: (who) => token({ base, issuer, back, secret }, who, people[who]),
      async signsBy(alg) {
        await set('PUT', 'mod/plugin/oidc', plugin(issuer, alg));
        await set('PUT', 'mod/plugin/oidc/reset');
      },
      changesTheSecret: (to = drawn()) => set('PUT', 'client/kulla', client(back, to)),
      async wantsCodesOf(username) {
        const value = { type: 'TOTP', secret: spells, time_step_size: 30 };
        // In this order: a person has only what some scope asks for.
        await set('PUT', 'scope/profile', scope(true));
        await set('POST', `delegate/${username}/profile/scheme/register/`, { username, scheme_type: 'otp', scheme_name: 'code', value });
      },
    };
  } catch (error) {
    await close();
    throw new Error(`${error.message}; it said:\n${said.join('\n')}`, { cause: error });
  }
}

/** An operational node whose administrators' agency has that provider. */
async function provided(binary, data) {
  const listen = `127.0.0.1:${await freePort()}`;
  const provider = await agency(`http://${listen.replace('127.0.0.1', 'localhost')}/login/oidc/ame/back`);
  const { issuer, secret, close } = provider;
  try {
    const node = await operational(binary, data, { listen, before: () => writeProvider(data, { issuer, secret, word: BY_A_CODE }) });
    return { ...node, provider, log: node.said, end: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** From the page of log-in to the provider's own, and back as somebody. */
async function goes(page, base, provider, who, { consents = false, withCode = false } = {}) {
  await page.goto(`${base}/login?lang=en`);
  await page.getByRole('button', { name: 'Log in through AME staff' }).click();
  await page.waitForURL((url) => url.pathname === '/login.html' && provider.issuer.startsWith(url.origin));
  await page.getByLabel('Login', { exact: true }).fill(who);
  await page.getByLabel('Password', { exact: true }).fill(provider.people[who]);
  await page.getByRole('button', { name: 'OK' }).click();
  if (consents) {
    await page.getByLabel('Your name').check();
    await page.getByRole('button', { name: 'Grant access' }).click();
  }
  if (withCode) {
    await page.getByLabel('Code', { exact: true }).fill(code(provider.spells));
    await page.getByRole('button', { name: 'OK' }).click();
  }
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** The cookies of the session that a browser has here. */
const seat = (page, base) => page.context().cookies(`${base}/as/1/`);

/** Logs in, and asks who that is. */
async function enters(page, base, provider, how) {
  await goes(page, base, provider, 'first.person', how);
  await page.waitForURL(/\/as\/1\//);
  const cookie = (await seat(page, base)).map((one) => `${one.name}=${one.value}`).join('; ');
  const answer = await fetch(`${base}/as/1/api/v1/session`, { headers: { cookie }, signal: AbortSignal.timeout(ASK_WAIT_MS_MAX) });
  const session = await answer.json();
  assert.equal(session.person.name, 'First Person');
  return session;
}

/** Waits until the node's log says it. */
async function says(log, pattern) {
  const until = Date.now() + LOG_WAIT_MS_MAX;
  while (!log.some((line) => pattern.test(line))) {
    assert.ok(Date.now() < until, `the log says nothing like ${pattern}`);
    await passed(50);
  }
}

async function throughGlewlwyd({ base, tab, say, provider, log }) {
  const single = await enters(await tab(), base, provider, { consents: true });
  assert.deepEqual([single.assurance, single.acts.includes('admin.people')], ['single', false]);
  say('an administrator logs in by the password of the agency, under their own name, by one factor');

  for (const alg of Object.keys(ALGORITHMS)) {
    await provider.signsBy(alg);
    const { header, claims } = await provider.token('first.person');
    assert.deepEqual([header.alg, claims.preferred_username], [alg, 'first.person']);
    await enters(await tab(), base, provider);
  }
  say(`its tokens are believed as they are, signed by ${Object.keys(ALGORITHMS).join(', ')}`);

  const nobody = await tab();
  await goes(nobody, base, provider, 'minister', { consents: true });
  await nobody.getByText('Nobody logs in here by this').waitFor();
  assert.match(nobody.url(), /\/login\/oidc\/ame\/back/);
  assert.deepEqual(await seat(nobody, base), []);
  await says(log, /named somebody who does not log in here/);
  say('whom the provider knows and nobody let in is told so, and has no session');

  await provider.changesTheSecret();
  const refused = await tab();
  await goes(refused, base, provider, 'first.person');
  await refused.getByText('did not let you in').waitFor();
  assert.deepEqual(await seat(refused, base), []);
  await says(log, /the provider refuses: unauthorized_client/);
  say('with a secret that is not that of the client nobody gets in, and the log has the word of the provider');
  await provider.changesTheSecret(provider.secret);

  await provider.wantsCodesOf('first.person');
  const two = await enters(await tab(), base, provider, { withCode: true });
  assert.deepEqual([two.assurance, two.acts.includes('admin.people')], ['two-factor', true]);
  say('by a code too they administer, because the operator wrote down that it counts');
}

if (process.argv[1] === import.meta.filename) {
  const binary = process.env.KULLA_BIN;
  if (!binary || !existsSync(binary)) throw new Error('set KULLA_BIN to the built binary');
  await driven(binary, (data) => provided(binary, data), (stage) => throughGlewlwyd(stage).catch((error) => {
    console.error(`glewlwyd said:\n${stage.provider.said.slice(-30).join('\n')}`);
    throw error;
  }));
  console.log('the log-in through Glewlwyd holds');
}
