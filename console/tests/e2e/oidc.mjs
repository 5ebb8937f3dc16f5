// An operational node whose administrators' agency has an identity provider of its own: another people's program (npm
// `oidc-provider`), at another site than the node, so that the browser goes and comes back as it would on the web.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { ask, operational, sound } from './login.mjs';

const SECRET = 'a secret of forty characters & some more';
/** Who proved it by a second factor too. */
const WITH_A_CODE = 'mfa';

const key = (kid) => ({ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' });

/** What the provider knows of its people, its clients and their questions. */
const settings = (back) => ({
  clients: [{
    client_id: 'kulla', client_secret: SECRET, redirect_uris: [back], grant_types: ['authorization_code'], response_types: ['code'],
    id_token_signed_response_alg: 'ES256',
  }],
  jwks: { keys: [key('first'), key('second')] },
  cookies: { keys: ['only for this test'] },
  claims: { openid: ['sub', 'amr'], profile: ['preferred_username'] },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
  // Its clients are its own agency's: nobody is asked whether this one may know their name.
  async loadExistingGrant(context) {
    const { client, session, provider } = context.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

const PAGE = `<!doctype html><html lang="en"><title>The agency</title><form method="post"><label>Who <input name="who"></label>
  <label><input type="checkbox" name="code" value="1"> with a code</label><button>It is me</button></form></html>`;

/** Whoever says a name is believed; a real one would ask for more. */
async function prove(provider, request, response) {
  if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(PAGE);
  const told = [];
  for await (const bytes of request) told.push(bytes);
  const form = new URLSearchParams(Buffer.concat(told).toString());
  const amr = form.has('code') ? ['pwd', WITH_A_CODE] : ['pwd'];
  return provider.interactionFinished(request, response, { login: { accountId: form.get('who'), amr } }, { mergeWithLastSubmission: false });
}

/** Opens the provider; `back` says where the node is that may ask. */
export async function provider(back) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const one = new Provider(issuer, settings(back));
  const rest = one.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return rest(request, response);
    return prove(one, request, response).catch((error) => { response.statusCode = 500; response.end(String(error)); });
  });
  return { issuer, close: () => { server.closeAllConnections(); server.close(); } };
}

/** A port that nobody has: the provider has to know the node's address before the node runs. */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** What the operator of a node writes of a provider; `word` in `amr` counts as two factors. */
export function writeProvider(data, { issuer, secret, word }) {
  const file = join(data, 'keys', 'oidc-ame.secret');
  writeFileSync(file, `${secret}\n`);
  chmodSync(file, 0o600);
  writeFileSync(join(data, 'providers.toml'), `[[provider]]
code = "ame"
name = "AME staff"
agency = "ame"
issuer = "${issuer}"
client_id = "kulla"
secret_file = "keys/oidc-ame.secret"
two_factor = { amr = ["${word}"] }
`);
}

/** An operational node with that provider. */
export async function provided(binary, data) {
  const listen = `127.0.0.1:${await freePort()}`;
  const idp = await provider(`http://${listen.replace('127.0.0.1', 'localhost')}/login/oidc/ame/back`);
  const write = () => writeProvider(data, { issuer: idp.issuer, secret: SECRET, word: WITH_A_CODE });
  const node = await operational(binary, data, { listen, before: write });
  return { ...node, end: idp.close };
}

/** From the page of log-in to the provider, and back as somebody. */
async function goes(page, base, who, withCode = false) {
  await page.goto(`${base}/login?lang=en`);
  await page.getByRole('button', { name: 'Log in through AME staff' }).click();
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/interaction\//);
  await page.getByLabel('Who').fill(who);
  if (withCode) await page.getByLabel('with a code').check();
  await page.getByRole('button', { name: 'It is me' }).click();
}

async function enters(page, base, withCode) {
  await goes(page, base, 'first.person', withCode);
  await page.waitForURL(/\/as\/1\//);
  await page.locator('.bar').waitFor();
  const session = await ask(page, 'GET', 'session');
  assert.equal(session.person.name, 'First Person');
  return session;
}

/** The address with which a browser would come back, and never does. */
async function caught(page, base) {
  // By the protocol of the browser itself: playwright's routes do not see where a redirection leads.
  const browser = await page.context().newCDPSession(page);
  const address = new Promise((resolve) => {
    browser.on('Fetch.requestPaused', ({ requestId, request }) => {
      resolve(request.url);
      void browser.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    });
  });
  await browser.send('Fetch.enable', { patterns: [{ urlPattern: '*/login/oidc/ame/back*' }] });
  await goes(page, base, 'first.person');
  return address;
}

export async function throughTheAgency({ base, tab, say }) {
  const first = await tab();
  await first.goto(`${base}/login?lang=en`);
  await sound(first, 'log-in with a provider');
  const single = await enters(first, base, false);
  assert.deepEqual([single.assurance, single.acts.includes('admin.people')], ['single', false]);
  const two = await enters(await tab(), base, true);
  assert.deepEqual([two.assurance, two.acts.includes('admin.people')], ['two-factor', true]);
  say('an administrator logs in through the agency, and administers only after a second factor that the operator counts');

  const plain = await tab(false);
  await goes(plain, base, 'first.person');
  await plain.waitForURL(/\/as\/1\//);
  const cookies = await plain.context().cookies(`${base}/as/1/`);
  assert.deepEqual(cookies.filter((one) => one.name === 'kulla').map((one) => one.sameSite), ['Strict']);
  const all = await plain.context().cookies();
  assert.deepEqual(all.filter((one) => one.name.endsWith('kulla-oidc')), []);
  say('the same without a script; the cookie of the way is gone, that of the session is strict');

  const nobody = await tab();
  await goes(nobody, base, 'minister');
  await nobody.getByText('Nobody logs in here by this').waitFor();
  assert.match(nobody.url(), /\/login\/oidc\/ame\/back/);
  await sound(nobody, 'refused');
  say('whom the agency knows and nobody let in is told so, and has no session');

  const stolen = await caught(await tab(), base);
  const victim = await tab();
  assert.equal((await victim.goto(stolen)).status(), 401, 'an answer that another browser asked for');
  assert.deepEqual(await victim.context().cookies(`${base}/as/1/`), []);
  say('an answer that another browser asked for begins no session');
}
