// TEST DOUBLE of the gateway, in memory: just enough of the contract to build and judge the console. It keeps no log,
// checks no label and proves nothing about the real gateway; that is what tests/e2e is for.

import { createHash, randomUUID } from 'node:crypto';
import { profile } from './profile.mjs';

const ACTS = ['signal.ingest', 'report.moderate', 'report.identify', 'search', 'triage.take', 'triage.dismiss', 'triage.link', 'incident.open', 'incident.update', 'incident.close', 'entry.write', 'task.assign', 'task.acknowledge', 'task.start', 'task.done', 'task.cancel', 'warning.draft', 'warning.submit', 'warning.issue', 'warning.update', 'warning.cancel'];
export const PEOPLE = {
  1: { id: 'p-duty', name: 'Arta Krasniqi', agency: 'ame', roles: ['duty-officer'], acts: ACTS, lang: 'en', link: 'duty officer' },
  2: { id: 'p-second', name: 'Blerim Gashi', agency: 'ame', roles: ['incident-commander'], acts: [...ACTS, 'warning.approve', 'warning.refuse'], lang: 'sq', link: 'second officer' },
  3: { id: 'p-prizren', name: 'Elmas Hoxha', agency: 'kom-20', roles: ['municipal-coordinator'], acts: ACTS.filter((act) => !/issue|cancel|update|close/.test(act)), lang: 'sq', link: 'coordinator' },
  4: { id: 'p-overseer', name: 'Jelena Ilić', agency: 'iap', roles: ['overseer'], acts: ['read.access-log', 'access.judge', 'search'], lang: 'sr', purpose: 'oversight', link: 'overseer' },
  5: { id: 'p-admin', name: 'Luan Shala', agency: 'ame', roles: ['agency-administrator'], acts: ['erase', 'prune', 'admin.people', 'policy.change'], lang: 'sq', link: 'administrator' },
  6: { id: 'p-admin-2', name: 'Teuta Morina', agency: 'ame', roles: ['agency-administrator'], acts: ['erase', 'prune', 'admin.people', 'policy.change'], lang: 'en', link: 'second administrator' },
  7: { id: 'p-admin-kp', name: 'Milica Petrović', agency: 'kp', roles: ['agency-administrator'], acts: ['erase', 'prune', 'admin.people', 'policy.change'], lang: 'sr', link: 'administrator of the police' },
};

export class Refused extends Error {
  constructor(status, code, detail, more = {}) {
    super(detail);
    Object.assign(this, { status, code, detail, more });
  }
}

const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');
const clone = (value) => JSON.parse(JSON.stringify(value));

export class World {
  constructor({ now = () => Date.now(), empty = false } = {}) {
    this.now = now;
    this.profile = profile();
    this.subjects = new Map();
    this.links = [];
    this.quarantine = [];
    this.changes = [];
    this.listeners = new Set();
    this.numbers = { incident: 147, task: 20, draft: 30 };
    this.empty = empty;
    this.feeds = 'good';
    this.sealed = now() - 9_000;
  }

  label(audience = [['g:national-civprot@1']], personal = false) {
    return { id: createHash('sha256').update(JSON.stringify(audience)).digest('hex').slice(0, 12), owner: 'ame', audience, purposes: [['civil-protection']], need: [], levels: { kulla: 1 }, controls: [], personal, retain_until: '2036-01-01', basis: 'Law 04/L-027' };
  }

  /** With an incident in hand, everybody is refused; with a signal in hand, the second choice and the third lie below it. */
  options(kind, inHand) {
    const held = inHand ? this.subjects.get(inHand)?.item : null;
    const belongs = held?.kind === 'incident' && kind !== 'incident';
    const none = { public: false, agencies: [], nations: [], people: 0, levels: {}, categories: [], purposes: false, controls: [] };
    const below = (audience) => (held && !belongs && audience.flat().includes('public') ? { ...none, public: true, people: 3, levels: { kulla: 1 }, purposes: true }
      : held && !belongs && audience.flat().includes('g:ci-energy@1') ? { ...none, agencies: ['keds', 'kostt'], people: 2 } : null);
    const refused = (audience) => (belongs && audience.flat().includes('public') ? { code: 'label.wider-than-source', detail: 'more people could read this than may read what it belongs to' } : undefined);
    const one = (key, code, name, audience, def = false) => ({ key, code, name, label: this.label(audience), who: this.who(this.label(audience)), default: def,
      held: belongs && audience.flat().includes('g:ci-energy@1'), below: below(audience), refused: refused(audience) });
    return [
      one(1, 'own-agency', { sq: 'Vetëm agjencia ime', sr: 'Samo moja agencija', en: 'My agency only' }, [['a:ame']]),
      one(2, 'civprot', { sq: 'Mbrojtja civile kombëtare', sr: 'Nacionalna civilna zaštita', en: 'National civil protection' }, [['g:national-civprot@1']], true),
      one(3, 'civprot-and-energy', { sq: 'Mbrojtja civile dhe energjia', sr: 'Civilna zaštita i energetika', en: 'Civil protection and energy' }, [['g:national-civprot@1', 'g:ci-energy@1']]),
      one(4, 'public', { sq: 'Të gjithë', sr: 'Svi', en: 'Everybody' }, [['public']]),
    ];
  }

  who(label) {
    const atoms = label.audience.flat();
    const members = { 'national-civprot': 45, 'ci-energy': 4 };
    return {
      public: atoms.includes('public'), agencies: atoms.filter((a) => a.startsWith('a:')).map((a) => a.slice(2)),
      groups: atoms.filter((a) => a.startsWith('g:')).map((a) => ({ code: a.slice(2).split('@')[0], members: members[a.slice(2).split('@')[0]] ?? 1 })),
      persons: atoms.filter((a) => a.startsWith('p:')).length, nations: [], needs: { categories: [], levels: label.levels }, nobody: atoms.length === 0, until: label.retain_until,
    };
  }

  put(me, kind, subject, body, label) {
    const before = this.subjects.get(subject);
    const version = randomUUID();
    const item = { subject, kind, version, heads: [version], at: iso(this.now()), author: { id: me.id, name: me.name, agency: me.agency }, label: label ?? before?.item.label ?? this.label(), exercise: 'drini-flood', body };
    this.subjects.set(subject, { item, history: [item, ...(before?.history ?? [])] });
    const change = { cursor: String(this.changes.length + 1), subject, kind, version };
    this.changes.push(change);
    for (const listener of this.listeners) listener(change);
    return item;
  }

  get(subject, kind = null) {
    const found = this.subjects.get(subject);
    if (!found || (kind && found.item.kind !== kind)) throw new Refused(404, 'absent', 'there is nothing here that you may read');
    return found.item;
  }

  head(item, head) {
    const seen = [head].flat();
    if (item.heads.every((version) => seen.includes(version))) return;
    const { history } = this.subjects.get(item.subject);
    const heads = history.filter((each) => item.heads.includes(each.version));
    throw new Refused(409, 'head.changed', 'somebody replaced the version that you saw', { head: item, heads: heads.length > 1 ? heads : [] });
  }

  /** Another node wrote beside the newest version while it was cut off. */
  fork(me, subject, patch) {
    const before = this.get(subject);
    const item = this.put(me, before.kind, subject, { ...before.body, ...patch });
    item.heads = [item.version, before.version];
    return item;
  }

  all(kind) {
    return [...this.subjects.values()].map(({ item }) => item).filter((item) => item.kind === kind).sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  triageOf(signal) {
    return this.subjects.get(`triage-${signal}`)?.item ?? null;
  }

  /** What waits, or waited at a moment: written by then, and not settled by then. */
  strips(moment = Infinity) {
    const strips = [];
    const by = (time) => Date.parse(time) <= moment;
    for (const signal of [...this.all('bulletin'), ...this.all('alarm'), ...this.all('report')]) {
      const found = this.triageOf(signal.subject);
      const triage = found && by(found.at) ? found : null;
      if (!by(signal.body.seen ?? signal.body.began ?? signal.at)) continue;
      if (['linked', 'dismissed'].includes(triage?.body.outcome)) continue;
      strips.push(this.strip(signal, triage));
    }
    for (const task of this.all('task')) if (by(task.body.sent) && ['sent', 'acknowledged', 'started'].includes(task.body.state)) strips.push(this.taskStrip(task));
    for (const draft of this.all('draft')) if (draft.body.state === 'submitted' && by(draft.body.submitted)) strips.push(this.draftStrip(draft));
    const rank = { Extreme: 0, Severe: 1, Moderate: 2, Minor: 3, Unknown: 4 };
    const due = (strip) => (strip.due ? Date.parse(strip.due) : Infinity);
    return strips.sort((a, b) => Number(b.life_at_risk) - Number(a.life_at_risk) || (due(a) === due(b) ? 0 : due(a) - due(b)) || rank[a.severity] - rank[b.severity] || (a.since < b.since ? -1 : 1));
  }

  strip(signal, triage) {
    const body = signal.body;
    const point = body.place.geometry?.type === 'Point' ? body.place.geometry.coordinates : null;
    return {
      subject: signal.subject, kind: signal.kind, version: signal.version, want: 'triage', title: body.title, lang: body.lang || body.texts?.[0]?.lang || null,
      source: body.from ?? body.sender, place: { words: body.place.words ?? '', areas: body.place.areas ?? [], point }, severity: body.severity, life_at_risk: body.life_at_risk ?? false,
      since: body.seen ?? signal.at, grade: triage?.body.grade ?? null, held_by: triage?.body.outcome === 'taken' ? triage.author : null, status: null, exercise: 'drini-flood',
    };
  }

  taskStrip(task) {
    const body = task.body;
    return { subject: task.subject, kind: 'task', version: task.version, want: 'task', title: body.title, lang: null, source: `${body.number} · ${task.author.name}`, place: { words: body.place.words ?? '', areas: body.place.areas ?? [] }, severity: 'Moderate', life_at_risk: body.life_at_risk, since: body.sent, due: body.due ?? null, status: body.state, exercise: 'drini-flood' };
  }

  draftStrip(draft) {
    const body = draft.body;
    const hazard = this.profile.hazards.find((each) => each.code === body.content.hazard);
    return { subject: draft.subject, kind: 'draft', version: draft.version, want: 'sign', title: Object.values(body.content.texts)[0]?.headline ?? hazard?.name.en, lang: null, source: body.number, held_by: PEOPLE[1].id === body.submitted_by ? { id: PEOPLE[1].id, name: PEOPLE[1].name, agency: 'ame' } : null, place: { words: '', areas: body.content.place.areas ?? [] }, severity: body.content.severity, life_at_risk: false, since: body.submitted, due: body.decide_by, status: 'submitted', exercise: 'drini-flood' };
  }

  counts(incident) {
    const of = (kind) => this.all(kind).filter((item) => item.body.incident === incident);
    const tasks = of('task');
    const late = tasks.filter((task) => (task.body.state === 'sent' && this.now() - Date.parse(task.body.sent) > 300_000) || (!['done', 'cancelled'].includes(task.body.state) && task.body.due && Date.parse(task.body.due) < this.now()));
    return { entries: of('entry').length, tasks: tasks.length, tasks_late: late.length };
  }

  hash(content) {
    return createHash('sha256').update(JSON.stringify(content)).digest('hex');
  }

  findings(content) {
    const found = [];
    const add = (code, blocking, message, args = {}) => found.push({ code, blocking, message, args, lang: args.lang ?? null, field: args.field ?? null });
    const areas = content.place.areas ?? [];
    if (areas.length === 0) add('check.area-empty', true, 'no municipality is chosen: choose where it holds');
    const required = new Set(areas.flatMap((code) => this.profile.municipalities.find((area) => area.code === code)?.languages ?? []));
    for (const lang of required) if (!content.texts[lang] && !content.left_out?.[lang]) add('check.language-missing', true, `\`${lang}\` is official and missing`, { lang, areas: areas.join(' ') });
    for (const [lang, reason] of Object.entries(content.left_out ?? {})) if (reason.trim().length < 10) add('check.left-out-reason', true, `\`${lang}\` is left out without a reason`, { lang });
    for (const [lang, text] of Object.entries(content.texts)) {
      for (const field of ['headline', 'description', 'instruction']) if (!text[field]?.trim()) add('check.text-missing', true, `\`${field}\` in \`${lang}\` is empty: write it`, { field, lang });
    }
    const figures = Object.entries(content.texts).map(([lang, text]) => [lang, new Set(`${text.headline} ${text.description}`.match(/\d{1,2}:\d{2}/g) ?? [])]);
    const all = new Set(figures.flatMap(([, set]) => [...set]));
    for (const [lang, set] of figures) {
      const lacks = [...all].filter((figure) => !set.has(figure));
      if (lacks.length > 0) add('check.times-differ', false, `${lacks} has no match in \`${lang}\``, { lang, lacks: lacks.join(' ') });
    }
    if (Date.parse(content.expires) <= this.now()) add('check.expired', true, 'the warning would have lapsed before it goes out: set a later end');
    return found;
  }

  draftView(me, draft) {
    const { content, state, writers } = draft.body;
    const findings = this.findings(content);
    const wrote = writers.includes(me.id);
    const no = (code, detail) => ({ ok: false, why: { code, detail } });
    const yes = { ok: true };
    const may = (act) => me.acts.includes(`warning.${act}`);
    const sms = Object.fromEntries(Object.entries(content.texts).map(([lang, text]) => [lang, { text: `USHTRIM / VEŽBA / EXERCISE. ${text.headline}. ${text.instruction.split('\n')[0]} 112. kulla.test/w31`, parts: 2, encoding: 'UCS-2' }]));
    const cell = Object.fromEntries(Object.entries(content.texts).map(([lang, text]) => [lang, { text: `USHTRIM / VEŽBA / EXERCISE. ${text.headline}`, pages: 2 }]));
    const people = (content.place.areas ?? []).map((code) => this.profile.municipalities.find((area) => area.code === code)).filter(Boolean).reduce((sum, area) => ({ estimate: sum.estimate + area.population, low: sum.low + area.low, high: sum.high + area.high }), { estimate: 0, low: 0, high: 0 });
    const open = ['draft', 'refused', 'submitted', 'approved'].includes(state);
    return {
      draft, hash: this.hash(content), findings,
      preview: { sms, cell, languages_required: [...new Set((content.place.areas ?? []).flatMap((code) => this.profile.municipalities.find((area) => area.code === code)?.languages ?? []))], people },
      may: {
        edit: !open ? no('warning.not-draft', 'it is no draft') : may('draft') ? yes : no('act.role', 'no role of yours allows this'),
        submit: may('submit') ? yes : no('act.role', 'no role of yours allows this'),
        approve: wrote ? no('warning.same-person', 'you wrote part of this: somebody else approves it') : may('approve') ? { ok: true, ...(this.signs && content.severity === 'Extreme' ? { passkey: true } : {}) } : no('act.role', 'no role of yours allows this'),
        refuse: may('refuse') && !wrote ? yes : no('act.role', 'no role of yours allows this'),
        issue: may('issue') ? yes : no('act.role', 'no role of yours allows this'),
        withdraw: wrote && open ? yes : no('warning.not-yours', 'only its writers withdraw it'),
      },
      writers: writers.map((id) => ({ id, name: Object.values(PEOPLE).find((person) => person.id === id)?.name ?? id })),
    };
  }

  /** The exercise of the invented evening: people play the caller's first role, the player the others. */
  exercise(me) {
    const role = (code) => ({ code, name: this.profile.roles.find((each) => each.code === code)?.name ?? {}, played_by: me.roles[0] === code ? 'people' : 'autopilot', since: iso(this.now()), mine: me.roles.includes(code), may: me.roles.includes(code) });
    return { subject: '0199a1b2-c3d4-8e5f-8a6b-000000000301', version: '0199a1b2-c3d4-7e5f-8a6b-000000000302', name: 'drini-flood', scenario: 'drini-flood', seed: 1, pace: 60, state: 'running', started: iso(this.now()), ended: null, roles: ['duty-officer', 'incident-commander', 'municipal-coordinator'].map(role) };
  }

  health() {
    const now = this.now();
    const feed = (name, ago, state) => ({ name, last: ago === null ? null : iso(now - ago), period_s: 600, state });
    return {
      link: {}, log: { name: 'exercise-drini', sealed_at: iso(this.sealed), records_ok: true }, picture: { lag_ms: 12, intake_slowed: false }, access: { state: 'good' }, clock: { ahead_ms: 0 },
      feeds: [feed('IHMK, CAP', 120_000, 'good'), feed('Gauge Kepuz', 840_000, this.feeds === 'good' ? 'good' : 'silent'), feed('Desk', null, 'unknown')], disk: { state: 'good' },
    };
  }

  clone(value) {
    return clone(value);
  }
}
export { iso };
