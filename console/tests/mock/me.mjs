// TEST DOUBLE: one's own ways in, and what a passkey of one's own signs. It believes every passkey whose challenge it gave out, and
// checks no signature.

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Refused, iso } from './world.mjs';

const MIN = 60_000;
const DAY = 1_440 * MIN;

function mine(world, me) {
  world.doors ??= new Map();
  const now = world.now();
  if (!world.doors.has(me.id)) {
    const session = (ago, more = {}) => ({ id: randomUUID(), since: iso(now - ago * MIN), used: iso(now - Math.min(ago, 1) * MIN), until: iso(now + 8 * 60 * MIN), assurance: 'phishing-resistant', purpose: me.purpose ?? 'civil-protection', exercise: 'drini-flood', here: false, ...more });
    world.doors.set(me.id, {
      passkeys: [{ id: 'key-1', name: 'Work telephone', added: iso(now - 200 * DAY), used: iso(now - 12 * MIN), may_be_copied: true }, { id: 'key-2', name: 'Blue key in the drawer', added: iso(now - 190 * DAY), used: null, may_be_copied: false }],
      password: true,
      sessions: [session(12, { here: true }), session(310, { used: iso(now - 47 * MIN), exercise: null, assurance: 'two-factor' })],
      tokens: [{ id: 'token-1', name: 'Gauges of the upper Drini', acts: ['signal.ingest'], since: iso(now - 20 * DAY), used: iso(now - 2 * MIN), until: iso(now + 70 * DAY) }],
      may_add: true, challenge: null,
    });
  }
  return world.doors.get(me.id);
}

export function read(world, me) {
  if (world.noDoor) throw new Refused(404, 'absent', 'there is nothing here that you may read');
  const { challenge, ...door } = mine(world, me);
  void challenge;
  const login = me.name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z]+/g, '.');
  const agency_name = world.profile.agencies.find((each) => each.code === me.agency)?.name ?? {};
  return { name: me.name, login: `${login}@${me.agency}`, agency: me.agency, agency_name, ...door, token_acts: me.acts.filter((act) => !/approve|admin|read\./.test(act)) };
}

export function act(world, me, path, told, host) {
  read(world, me);
  const door = mine(world, me);
  const [, things, id, how] = path.split('/');
  if (things === 'passkeys' && id === 'ask') return ask(me, door, host);
  if (things === 'passkeys' && !id) add(door, told, world.now());
  if (things === 'passkeys' && how === 'remove') remove(door, id);
  if (things === 'sessions') door.sessions = door.sessions.filter((each) => (id === 'end-others' ? each.here : each.id !== id));
  if (things === 'tokens' && id) door.tokens = door.tokens.filter((each) => each.id !== id);
  if (things === 'tokens' && !id) {
    if (!(told.days >= 1 && told.days <= 365)) throw new Refused(422, 'me.form', 'a token holds 1 to 365 days');
    door.tokens.push({ id: randomUUID(), name: told.name, acts: told.acts, since: iso(world.now()), used: null, until: iso(world.now() + told.days * DAY) });
    return { token: `kulla_${randomBytes(24).toString('base64url')}`, me: read(world, me) };
  }
  return read(world, me);
}

function ask(me, door, host) {
  if (!door.may_add) throw new Refused(403, 'me.too-late', 'log in anew to add a passkey');
  door.challenge = randomBytes(32).toString('base64url');
  const id = createHash('sha256').update(me.id).digest('base64url');
  return { challenge: door.challenge, rp: { id: host.split(':')[0], name: 'Kulla' }, user: { id, name: me.name, display_name: me.name }, exclude: door.passkeys.filter((key) => key.raw).map((key) => key.raw) };
}

function add(door, told, now) {
  const client = JSON.parse(Buffer.from(told.client_data, 'base64url').toString());
  const rp = Buffer.from(told.attestation, 'base64url');
  if (client.type !== 'webauthn.create' || client.challenge !== door.challenge || rp.length < 100) throw new Refused(401, 'passkey.fault', 'the passkey is not believed: the challenge is another one; try it once more');
  door.challenge = null;
  // Of the attestation only the id of the key is looked for: its length stands after hash, flags, counter and AAGUID.
  const at = rp.indexOf(Buffer.from('authData')) + 8;
  const data = rp.subarray(at + (rp[at] === 0x58 ? 2 : 3));
  door.passkeys.push({ id: randomUUID(), name: told.name, added: iso(now), used: null, may_be_copied: false, raw: data.subarray(55, 55 + data.readUInt16BE(53)).toString('base64url') });
}

function remove(door, id) {
  if (door.passkeys.length === 1 && !door.password) throw new Refused(422, 'me.last-way', 'this is your last way in: add another one first');
  door.passkeys = door.passkeys.filter((key) => key.id !== id);
}

/** An act that takes a passkey: it says what is to be signed, and looks whose passkey signed exactly that. */
export function signedBy(world, me, challenge, assertion) {
  if (!assertion) throw new Refused(422, 'approval.passkey', 'this takes your passkey: sign exactly what you see', { args: { challenge } });
  const client = JSON.parse(Buffer.from(assertion.client_data, 'base64url').toString());
  if (!mine(world, me).passkeys.some((key) => key.raw === assertion.id)) throw new Refused(422, 'approval.key', 'this is none of your passkeys');
  // Hash of the site, flags (present and verified), counter: 37 bytes (WebAuthn level 2, §6.1).
  const data = Buffer.from(assertion.authenticator_data, 'base64url');
  if (client.type !== 'webauthn.get' || data.length < 37 || (data[32] & 0b101) !== 0b101) throw new Refused(401, 'passkey.fault', 'the passkey is not believed');
  if (client.challenge !== challenge || !assertion.signature) throw new Refused(422, 'approval.unsigned', 'its signature does not hold for this');
}
