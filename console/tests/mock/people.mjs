// TEST DOUBLE: people of an agency, as far as its administrators' screen asks. Everybody here is invented, and the rules are
// a few of the node's, so that each refusal can be met.

import { createHash, randomUUID } from 'node:crypto';
import { Refused, iso } from './world.mjs';

const DAY = 86_400_000;
const GUARDED = ['incident-commander', 'agency-administrator'];
const ACTS = { 'incident-commander': 'warning.approve', 'agency-administrator': 'admin.people' };
const ID = (n) => `0190d000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const SUBJECTS = { approver: ID(2), review: ID(3), fresh: ID(4), new: ID(9) };

export const has = () => ({
  roles: ['duty-officer', 'incident-commander', 'municipal-coordinator', 'public-information-officer', 'agency-administrator'], guarded_roles: GUARDED,
  groups: ['national-civprot', 'flood-drini', 'ct-fusion'], guarded_groups: ['ct-fusion'], nations: ['eu', 'nato'], clearances: { kulla: 2 }, categories: ['ct'], langs: ['sq', 'sr', 'en', 'tr', 'bs'],
});

const word = (name) => name.replaceAll('đ', 'dj').replaceAll('Đ', 'Dj').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z]+/g, '.');
const held = (now, name, roles, more = {}) => ({ name, login: word(name), agency: 'ame', roles, groups: ['national-civprot'], nations: [], clearances: { kulla: 2 }, categories: [], from: iso(now - 200 * DAY), until: null, review: iso(now + 165 * DAY).slice(0, 10), grounds: 'Roster of the operations centre, 12/2026', lang: 'sq', ...more });
const hash = (grant) => createHash('sha256').update(JSON.stringify(grant)).digest('hex');

function seed(world) {
  const now = world.now();
  const person = (subject, grant, more = {}) => ({ subject, version: randomUUID(), held: grant, ending: '', log_in: { passkeys: 1, password: false, link_until: null }, ...more });
  const many = ['Drita Bajrami', 'Fatmir Çela', 'Goran Đorđević', 'Ilir Zogaj', 'Jelena Marković', 'Kujtim Rexha', 'Mirjana Stojanović', 'Nazmije Shabani', 'Shqipe Lleshi', 'Žarko Šarić'];
  const people = [
    person('p-admin', held(now, 'Luan Shala', ['agency-administrator'], { groups: [], clearances: {} })),
    person('p-admin-2', held(now, 'Teuta Morina', ['agency-administrator'], { groups: [], clearances: {} })),
    person(ID(1), held(now, 'Arta Krasniqi', ['duty-officer'], { groups: ['national-civprot', 'flood-drini'] }), { log_in: { passkeys: 2, password: true, link_until: null } }),
    person(SUBJECTS.approver, held(now, 'Blerim Gashi', ['duty-officer', 'incident-commander'], { groups: ['national-civprot', 'flood-drini'] })),
    person(SUBJECTS.review, held(now, 'Vjosa Berisha', ['public-information-officer'], { review: iso(now - 3 * DAY).slice(0, 10), until: iso(now + 40 * DAY) })),
    person(SUBJECTS.fresh, held(now, 'Šemsi Gërguri', ['municipal-coordinator'], { from: iso(now + 5 * DAY), clearances: { kulla: 1 } }), { log_in: { passkeys: 0, password: false, link_until: iso(now + DAY / 2) } }),
    ...many.map((name, n) => person(ID(20 + n), held(now, name, [n % 3 ? 'duty-officer' : 'municipal-coordinator'], { lang: n % 2 ? 'sr' : 'sq', clearances: n % 4 ? { kulla: 2 } : { kulla: 1 } }))),
    person(ID(40), held(now, 'Rexhep Hyseni', ['duty-officer'], { until: iso(now - 30 * DAY), groups: [] }), { ending: 'Left the agency' }),
    person(ID(41), held(now, 'Sanja Petrović', ['duty-officer'], { until: iso(now - 90 * DAY), groups: [] })),
  ];
  world.people = world.empty ? people.slice(0, 1) : people;
  world.changes_ = [];
  world.linkChanges = [];
  if (world.empty) return;
  const approver = people[3];
  wait(world, { id: 'p-admin-2', name: 'Teuta Morina', agency: 'ame' }, people[4], { ...people[4].held, roles: ['public-information-officer', 'incident-commander'], groups: ['flood-drini'], until: null, review: iso(now + 300 * DAY).slice(0, 10), grounds: 'Order 41/2026 of the director, 20 November' }, now - 5 * 3_600_000);
  wait(world, { id: 'p-admin', name: 'Luan Shala', agency: 'ame' }, null, { ...held(now, 'Dardan Ukaj', ['duty-officer', 'incident-commander']), from: iso(now) }, now - 26 * 60_000, SUBJECTS.new);
  world.linkChanges.push({ id: 'link-1', person: approver.subject, by: { id: 'p-admin-2', name: 'Teuta Morina', agency: 'ame' }, at: iso(now - 12 * 60_000), replaces: true, reason: 'The telephone was lost on the way home; he called from his wife’s number.' });
}

function wait(world, me, person, grant, at = world.now(), id = randomUUID()) {
  const change = { subject: randomUUID(), person: person?.subject ?? id, on: person?.version ?? null, held: grant, second_for: secondFor(person?.held ?? null, grant, world.now()), by: { id: me.id, name: me.name, agency: me.agency }, at: iso(at), hash: hash(grant), state: 'proposed' };
  world.changes_.push(change);
  return change;
}

/** Roles by their acts, as the node does. */
function secondFor(was, is, now) {
  const end = (until) => (until === null ? Infinity : Date.parse(until));
  const holds = was && end(was.until) >= end(is.until) && Date.parse(was.from) <= Date.parse(is.from) && end(was.until) > now ? was : null;
  const acts = (grant) => new Set((grant?.roles ?? []).map((role) => ACTS[role]).filter(Boolean));
  return [
    ...[...acts(is)].filter((act) => !acts(holds).has(act)).map((act) => `act:${act}`),
    ...is.groups.filter((group) => group === 'ct-fusion' && !holds?.groups.includes(group)).map((group) => `group:${group}`),
    ...is.nations.filter((nation) => !holds?.nations.includes(nation)).map((nation) => `nation:${nation}`),
  ];
}

const guarded = (grant, now) => secondFor(null, grant, now).length > 0;

function personSeen(world, me, person) {
  const now = world.now();
  const { held: grant } = person;
  const holds = Date.parse(grant.from) <= now && (grant.until === null || Date.parse(grant.until) > now);
  const { log_in, ...rest } = person;
  return { ...rest, holds, review_due: grant.review <= iso(now).slice(0, 10), guarded: guarded(grant, now), me: person.subject === me.id, ...(world.noDoor ? {} : { log_in }) };
}

function changeSeen(world, me, change) {
  const { on, ...rest } = change;
  void on;
  const mine = change.by.id === me.id;
  return { ...rest, was: world.people.find((each) => each.subject === change.person)?.held ?? null, may_confirm: change.state === 'proposed' && !mine && change.person !== me.id, mine };
}

function admin(world, me) {
  if (!me.acts.includes('admin.people')) throw new Refused(403, 'act.role', 'no role of yours allows this');
  if (!world.people) seed(world);
}

export function read(world, me) {
  admin(world, me);
  const people = world.people.map((person) => personSeen(world, me, person)).sort((a, b) => Number(b.holds) - Number(a.holds) || a.held.name.localeCompare(b.held.name));
  const changes = world.changes_.filter((change) => change.state === 'proposed').map((change) => changeSeen(world, me, change));
  return { people, changes, has: has(), ...(world.noDoor ? {} : { changes_of_links: world.linkChanges.map((link) => ({ ...link, mine: link.by.id === me.id })) }) };
}

function found(world, subject) {
  const person = world.people.find((each) => each.subject === subject);
  if (!person) throw new Refused(404, 'absent', 'there is nothing here that you may read');
  return person;
}

function wanted(world, told, was) {
  const lacks = (what, name) => { throw new Refused(422, 'people.not-yours', `your agency does not have the ${what} \`${name}\``, { args: { what, word: name } }); };
  const given = has();
  told.roles.forEach((role) => given.roles.includes(role) || lacks('role', role));
  told.groups.forEach((group) => given.groups.includes(group) || lacks('group', group));
  if (told.groups.includes('ct-fusion') && !told.categories.includes('ct')) throw new Refused(422, 'people.group-category', '`ct-fusion` takes only people who hold its category: give the category too', { args: { group: 'ct-fusion' } });
  if (!told.name || !told.grounds) throw new Refused(422, 'people.form', 'say on what grounds');
  const login = told.login ?? word(told.name);
  if (world.people.some((each) => each.held.login === login && each.subject !== was?.subject)) throw new Refused(422, 'people.login-taken', 'somebody else of your agency logs in by this word: choose another');
  return { ...told, login, agency: 'ame', from: told.from ?? iso(world.now()), until: told.until ?? null };
}

/** Written at once, or waits for a second administrator. */
function put(world, me, person, grant, id) {
  if (secondFor(person?.held ?? null, grant, world.now()).length > 0) return { person: null, change: changeSeen(world, me, wait(world, me, person, grant, world.now(), id)) };
  return { person: personSeen(world, me, write(world, person?.subject ?? id, grant)), change: null };
}

function write(world, subject, grant) {
  const before = world.people.find((each) => each.subject === subject);
  const person = { subject, log_in: { passkeys: 0, password: false, link_until: null }, ...before, version: randomUUID(), held: grant, ending: '' };
  world.people = [...world.people.filter((each) => each.subject !== subject), person];
  return person;
}

function head(person, told) {
  if (![told.head].flat().includes(person.version)) throw new Refused(409, 'head.changed', 'somebody replaced the version that you saw');
}

export function act(world, me, path, told) {
  admin(world, me);
  const [, first, second, third] = path.split('/');
  if (path === 'people') {
    if (world.people.some((each) => each.subject === told.id)) throw new Refused(422, 'id.taken', 'you have used this id for something else: draw a new one');
    return put(world, me, null, wanted(world, told.held, null), told.id);
  }
  if (first === 'changes') return decide(world, me, second, third, told);
  if (first === 'links') return decideLink(world, me, second, third);
  const person = found(world, first);
  if (person.subject === me.id) throw new Refused(422, second === 'link' ? 'people.own' : 'people.self', 'nobody gives anything to themselves, or takes it');
  if (second === 'link') return askLink(world, me, person, told);
  if (second === 'sessions') { world.loggedOut = [...(world.loggedOut ?? []), person.subject]; return undefined; }
  head(person, told);
  if (second === 'change') return put(world, me, person, wanted(world, told.held, person), person.subject);
  Object.assign(person, { version: randomUUID(), ending: told.reason, held: { ...person.held, until: iso(world.now()), groups: [] } });
  return { person: personSeen(world, me, person), change: null };
}

function decide(world, me, subject, how, told) {
  const change = world.changes_.find((each) => each.subject === subject);
  if (!change) throw new Refused(404, 'absent', 'there is nothing here that you may read');
  if (change.state !== 'proposed') throw new Refused(422, 'people.decided', 'this was decided already');
  const mine = change.by.id === me.id;
  if (how === 'withdraw' ? !mine : mine) throw new Refused(422, how === 'withdraw' ? 'people.not-your-change' : 'people.same-person', 'another administrator of your agency does');
  if (how !== 'withdraw' && told.hash !== change.hash) throw new Refused(422, 'people.content-changed', 'this is not what you saw: read it as it stands, then decide');
  const person = world.people.find((each) => each.subject === change.person);
  if (how === 'confirm' && (person?.version ?? null) !== change.on) throw new Refused(422, 'people.stale', 'what they hold has changed since this was proposed: take it back and propose it anew');
  change.state = { confirm: 'confirmed', refuse: 'refused', withdraw: 'withdrawn' }[how];
  change.reason = told.reason;
  if (how === 'confirm') write(world, change.person, change.held);
  return { person: null, change: changeSeen(world, me, change) };
}

const link = (world, person) => {
  person.log_in = { ...person.log_in, link_until: iso(world.now() + DAY) };
  return { path: `/enrol/${createHash('sha256').update(person.subject).digest('base64url').slice(0, 32)}`, until: person.log_in.link_until };
};

function askLink(world, me, person, told) {
  if (!guarded(person.held, world.now())) return link(world, person);
  world.linkChanges.push({ id: randomUUID(), person: person.subject, by: { id: me.id, name: me.name, agency: me.agency }, at: iso(world.now()), ...told });
  return new Later({ waits: true });
}

function decideLink(world, me, id, how) {
  const one = world.linkChanges.find((each) => each.id === id);
  if (!one) throw new Refused(404, 'absent', 'there is nothing here that you may read');
  if (how === 'confirm' && one.by.id === me.id) throw new Refused(422, 'people.same-person', 'another administrator of your agency does');
  world.linkChanges = world.linkChanges.filter((each) => each !== one);
  return how === 'confirm' ? link(world, found(world, one.person)) : undefined;
}

/** An answer that goes out as 202. */
export class Later {
  constructor(body) {
    this.body = body;
  }
}
