// TEST DOUBLE: the rules of who may act. It reads a few words of Cedar, enough to say what another text would change; everybody
// here is invented.

import { createHash, randomUUID } from 'node:crypto';
import { signedBy } from './me.mjs';
import { PEOPLE, Refused, iso } from './world.mjs';

const MIN = 60_000;
const ID = (n) => `0190c000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const SUBJECTS = { theirs: ID(1), mine: ID(2), stale: ID(3), refused: ID(4), withdrawn: ID(5), first: ID(11), second: ID(12) };

const sha = (...parts) => parts.reduce((hash, part) => hash.update(`${part.length}:${part}`), createHash('sha256')).digest('hex');
const permit = (role, acts, sq, sr, en) => `@id("${role}")\n@sq("${sq}")\n@sr("${sr}")\n@en("${en}")\npermit (\n  principal in Role::"${role}",\n  action in [\n${acts.map((act) => `    Action::"${act}"`).join(',\n')}\n  ],\n  resource\n);`;

/** The text of the profile; the last sentence holds markup, which is shown as text. */
export const PROFILE = [
  '// Who may do what, in words. A forbid wins over every permit.',
  permit('duty-officer', ['incident.open', 'incident.update', 'incident.close', 'warning.draft', 'warning.issue'], 'Oficeri i kujdestarisë drejton incidentet dhe shkruan paralajmërime.', 'Dežurni oficir vodi incidente i piše upozorenja.', 'The duty officer runs incidents and writes warnings.'),
  permit('incident-commander', ['incident.open', 'incident.update', 'warning.approve', 'warning.refuse'], 'Komandanti i incidentit është personi i dytë i një paralajmërimi.', 'Rukovodilac incidenta je druga osoba upozorenja.', 'The incident commander is the second person of a warning.'),
  permit('agency-administrator', ['admin.people', 'policy.change'], 'Administratori i agjencisë mban në rregull njerëzit dhe rregullat.', 'Administrator agencije vodi računa o ljudima i pravilima.', 'The agency administrator keeps people and rules in order.'),
  permit('overseer', ['read.access-log', 'access.judge'], 'Mbikëqyrësi sheh kush çfarë ka lexuar.', 'Nadzornik vidi ko je šta čitao.', 'The overseer sees who read what.'),
  '@id("no-machine-approves")\n@sq("Një program nuk është kurrë personi i dytë.")\n@sr("Program nikada nije druga osoba.")\n@en("A program is never the second person: <b>people</b> approve.")\nforbid (principal, action == Action::"warning.approve", resource)\nwhen { principal.entered == Entry::"machine" };',
].join('\n\n');

/** What administrators changed in it: incident commanders close incidents too. */
const STANDS = PROFILE.replace('Action::"warning.approve",\n', 'Action::"incident.close",\n    Action::"warning.approve",\n');

/** The rules of a text, one a paragraph. */
function read(text) {
  let line = 1;
  return text.split('\n\n').flatMap((block) => {
    const from = line;
    line += block.split('\n').length + 1;
    const id = /@id\("([^"]*)"\)/.exec(block)?.[1];
    if (!id) return [];
    const words = Object.fromEntries(['sq', 'sr', 'en'].map((lang) => [lang, new RegExp(`@${lang}\\("([^"]*)"\\)`).exec(block)?.[1] ?? '']));
    return [{ id, effect: /^permit/m.test(block) ? 'permit' : 'forbid', words, line: from, text: block }];
  });
}

const all = (pattern, text) => [...text.matchAll(pattern)].map((match) => match[1]);
const rolesIn = (rule) => all(/Role::"([^"]*)"/g, rule.text);
const actsIn = (rule) => all(/Action::"([^"]*)"/g, rule.text);
const acts = (rules, role) => [...new Set(rules.filter((rule) => rule.effect === 'permit' && rolesIn(rule).includes(role)).flatMap(actsIn))];
const drilled = (rules, role) => rules.some((rule) => rolesIn(rule).includes(role) && rule.text.includes('context.exercise'));

function faults(world, text) {
  const known = new Set(world.profile.roles.map(({ code }) => code));
  return read(text).flatMap((rule) => [
    ...rolesIn(rule).filter((role) => !known.has(role)).map((role) => ({ line: rule.line + rule.text.split('\n').findIndex((each) => each.includes(`Role::"${role}"`)), rule: rule.id, problem: `the profile has no role \`${role}\`` })),
    ...Object.entries(rule.words).filter(([, words]) => words === '').map(([lang]) => ({ line: rule.line, rule: rule.id, problem: `\`@${lang}\` is missing: write its sentence` })),
  ]).sort((a, b) => a.line - b.line);
}

function against(world, before, after) {
  const found = faults(world, after);
  if (found.length > 0) return { hash: null, faults: found, rules: [], roles: [] };
  const [was, is] = [read(before), read(after)];
  const by = (rules, id) => rules.find((rule) => rule.id === id) ?? null;
  const ids = [...new Set([...was, ...is].map(({ id }) => id))].filter((id) => by(was, id)?.text !== by(is, id)?.text);
  const everywhere = { assurance: [], entered: [], exercise: [], purposes: [] };
  const real = { ...everywhere, assurance: [1, 2], exercise: [false] };
  const roles = world.profile.roles.map(({ code: role }) => {
    const [had, has] = [acts(was, role), acts(is, role)];
    const narrowed = drilled(is, role) && !drilled(was, role);
    const shifts = [...new Set([...had, ...has])].map((act) => ({ act, gains: had.includes(act) ? null : everywhere, loses: !had.includes(act) ? null : !has.includes(act) ? everywhere : narrowed ? real : null }));
    return { role, agencies: narrowed ? ['kp'] : [], shifts: shifts.filter((shift) => shift.gains || shift.loses) };
  });
  return { hash: sha(after), faults: [], rules: ids.map((id) => ({ before: by(was, id), after: by(is, id) })), roles: roles.filter(({ shifts }) => shifts.length > 0) };
}

function seed(world) {
  const now = world.now();
  const profile = { version: SUBJECTS.first, from: iso(now - 9 * 1_440 * MIN), hash: sha(PROFILE), before: '0'.repeat(64), by: null, second: null, reason: '', signed: false, text: PROFILE };
  const second = { version: SUBJECTS.second, from: iso(now - 300 * MIN), hash: sha(STANDS), before: profile.hash, by: PEOPLE[5], second: PEOPLE[7], reason: 'Decision 38/2026: incident commanders close incidents', signed: true, text: STANDS };
  world.rules = { text: world.empty ? PROFILE : STANDS, since: iso(now - 300 * MIN), on_record: !world.empty, stood: world.empty ? [] : [second, profile], changes: [] };
  if (world.empty) return;
  const wants = (subject, me, minutes, reason, text, on = STANDS) => world.rules.changes.push({ subject, by: me, agency: me.agency, at: iso(now - minutes * MIN), reason, text, on: sha(on), state: 'proposed' });
  wants(SUBJECTS.theirs, PEOPLE[7], 47, 'Order 12/2026 of the director general: only commanders close incidents', STANDS.replace('    Action::"incident.close",\n    Action::"warning.draft"', '    Action::"warning.draft"').replace('runs incidents and writes', 'opens incidents and writes'));
  wants(SUBJECTS.mine, PEOPLE[5], 130, 'Decision 41/2026: commanders issue what they approved', STANDS.replace('Action::"warning.refuse"', 'Action::"warning.refuse",\n    Action::"warning.issue"'));
  wants(SUBJECTS.stale, PEOPLE[6], 2_900, 'Decision 35/2026', `${PROFILE}\n`, PROFILE);
  const ends = (subject, me, minutes, state, because = '') => Object.assign(world.rules.changes.find((each) => each.subject === subject), { state, because, ended: iso(now - minutes * MIN), decided: me });
  wants(SUBJECTS.refused, PEOPLE[7], 4_400, 'Order 9/2026: duty officers approve warnings', PROFILE.replace('Action::"warning.draft"', 'Action::"warning.draft",\n    Action::"warning.approve"'), PROFILE);
  ends(SUBJECTS.refused, PEOPLE[5], 4_310, 'refused', 'It gives too much: the second person must stay a second person');
  wants(SUBJECTS.withdrawn, PEOPLE[5], 6_000, 'Decision 33/2026', `${PROFILE}\n`, PROFILE);
  ends(SUBJECTS.withdrawn, PEOPLE[5], 5_990, 'withdrawn');
}

function rules(world) {
  if (!world.rules) seed(world);
  return world.rules;
}

const RULE = { rule: 'rules-by-passkey', sq: 'Rregullat ndryshohen vetëm me çelës.', sr: 'Pravila se menjaju samo ključem.', en: 'Rules are changed by passkey only.' };
const ACTS = ['read.access-log', 'admin.people', 'policy.change'];
const role = () => new Refused(403, 'act.role', 'no role of yours allows this', { args: { roles: 'agency-administrator' } });
const absent = () => new Refused(404, 'absent', 'there is nothing here that you may read');
/** Names stay within an agency. */
const author = (me, who) => who && { id: who.id, name: who.agency === me.agency ? who.name : '', agency: who.agency };
const hashOf = (change) => sha(change.on, change.text, change.reason);
const waits = (world, me, change) => ({ subject: change.subject, by: author(me, change.by), agency: change.agency, at: change.at, reason: change.reason, mine: change.by.id === me.id, stale: change.on !== sha(rules(world).text) });

/** Whether somebody may decide so; throws where not. */
function decides(world, me, change, how, told) {
  if (!me.acts.includes('policy.change')) throw role();
  const refused = (code, detail, more) => new Refused(422, `policy.${code}`, detail, more);
  if (change.state !== 'proposed') throw refused('decided', 'this was decided already');
  const mine = change.by.id === me.id;
  if (how === 'withdraw') { if (!mine) throw refused('not-yours', 'only whoever wanted this takes it back'); return; }
  if (mine) throw refused('same-person', 'whoever wants other rules does not confirm them: somebody else does');
  if (told.hash !== hashOf(change)) throw refused('content-changed', 'this is not what you saw: read it as it stands, then decide');
  if (how === 'refuse') return;
  if (change.on !== sha(rules(world).text)) throw refused('stale', 'the rules have changed since this was proposed');
  if (change.agency === me.agency) throw refused('same-agency', 'the rules are for every agency: somebody of another agency confirms it');
  if (world.signs) signedBy(world, me, createHash('sha256').update(`policy.confirm ${hashOf(change)} ${me.id}`).digest('base64url'), told.assertion);
}

function may(world, me, change, how) {
  try {
    decides(world, me, change, how, { hash: hashOf(change) });
    return { ok: true };
  } catch (error) {
    return error.code === 'approval.passkey' ? { ok: true, passkey: true } : { ok: false, why: { code: error.code, detail: error.detail, args: error.more.args } };
  }
}

const ended = (me, change) => (change.state === 'proposed' ? null : { at: change.ended, by: author(me, change.decided), reason: change.because ?? '' });
const seen = (world, me, change) => ({ waits: waits(world, me, change), state: change.state, ended: ended(me, change), hash: hashOf(change), text: change.text, tried: against(world, rules(world).text, change.text), confirm: may(world, me, change, 'confirm'), refuse: may(world, me, change, 'refuse'), withdraw: may(world, me, change, 'withdraw') });
const stoodSeen = (me, { text, ...stood }) => ({ ...stood, by: author(me, stood.by), second: author(me, stood.second) });

export function look(world, me, path) {
  if (!ACTS.some((act) => me.acts.includes(act))) throw role();
  const now = rules(world);
  const [, part, id] = path.split('/');
  const change = part === 'changes' && now.changes.find((each) => each.subject === id);
  if (change) return seen(world, me, change);
  if (part === 'history' && !id) {
    const vain = now.changes.filter(({ state }) => state === 'refused' || state === 'withdrawn').sort((a, b) => (a.ended < b.ended ? 1 : -1));
    const turned_down = vain.map((each) => ({ wanted: waits(world, me, each), state: each.state, ended: ended(me, each) }));
    return { stood: now.stood.map((each) => stoodSeen(me, each)), count: now.stood.length, turned_down, turned_down_count: vain.length };
  }
  const stood = part === 'history' && now.stood.find((each) => each.version === id);
  const before = stood && now.stood.find((each) => each.hash === stood.before);
  if (stood) return { stood: stoodSeen(me, stood), text: stood.text, tried: before ? against(world, before.text, stood.text) : null };
  if (part) throw absent();
  const may_change = world.rulesForbid ? { ok: false, why: { code: 'act.policy', detail: 'the rule `rules-by-passkey` forbids it', args: RULE } } : me.acts.includes('policy.change') ? { ok: true } : { ok: false, why: { code: 'act.role', detail: 'no role of yours allows this' } };
  const waiting = now.changes.filter((each) => each.state === 'proposed').map((each) => waits(world, me, each)).sort((a, b) => (a.at < b.at ? 1 : -1));
  return { text: now.text, hash: sha(now.text), since: now.since, on_record: now.on_record, may_change, waiting, rules: read(now.text), roles: Object.fromEntries(world.profile.roles.map(({ code }) => [code, acts(read(now.text), code)])) };
}

export function act(world, me, path, told) {
  if (!ACTS.some((each) => me.acts.includes(each))) throw role();
  const now = rules(world);
  const [, , subject, how] = path.split('/');
  if (path === 'policies/preview') return against(world, now.text, told.text);
  if (!subject) return propose(world, me, told);
  const change = now.changes.find((each) => each.subject === subject);
  if (!change) throw absent();
  decides(world, me, change, how, told);
  Object.assign(change, { state: { confirm: 'confirmed', refuse: 'refused', withdraw: 'withdrawn' }[how], because: how === 'refuse' ? told.reason : '', ended: iso(world.now()), decided: me });
  if (how === 'confirm') goBy(world, me, change);
  return seen(world, me, change);
}

function propose(world, me, { id, text, on, reason }) {
  const now = rules(world);
  if (!me.acts.includes('policy.change')) throw role();
  const there = now.changes.find((each) => each.subject === id);
  if (there) return seen(world, me, there);
  const refused = (code, detail, args = {}) => new Refused(422, `policy.${code}`, detail, { args });
  if (!reason.trim()) throw refused('form', 'say why');
  if (on !== sha(now.text)) throw refused('stale', 'the rules have changed since you looked: look again, then propose');
  if (faults(world, text).length > 0) throw refused('faults', 'the node can’t go by this text');
  if (text === now.text) throw refused('unchanged', 'the node goes by exactly this text already');
  const { roles } = against(world, now.text, text);
  const lost = (name) => roles.some(({ shifts }) => shifts.some((shift) => shift.act === name));
  if (lost('read.access-log')) throw refused('overseer', 'it changes who may do `read.access-log`', { act: 'read.access-log' });
  if (lost('policy.change')) throw refused('no-way-back', 'nobody could take it back', { act: 'policy.change' });
  if (lost('admin.people')) throw refused('administrators', '`ame` would lose its administrators', { agency: 'ame' });
  const change = { subject: id, by: me, agency: me.agency, at: iso(world.now()), reason, text, on, state: 'proposed' };
  now.changes.push(change);
  return seen(world, me, change);
}

/** Another text stands, as if two persons had let it. */
export function goBy(world, me, change) {
  const now = rules(world);
  const stood = { version: randomUUID(), from: iso(world.now()), hash: sha(change.text), before: sha(now.text), by: change.by, second: me, reason: change.reason, signed: world.signs === true, text: change.text };
  Object.assign(now, { text: change.text, since: stood.from, on_record: true, stood: [stood, ...now.stood] });
}
