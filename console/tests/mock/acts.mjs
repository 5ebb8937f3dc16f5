// TEST DOUBLE: what can be done, as far as the console does it.

import { createHash, randomUUID } from 'node:crypto';
import { signedBy } from './me.mjs';
import { iso, PEOPLE, Refused } from './world.mjs';

const need = (me, act) => {
  if (!me.acts.includes(act)) throw new Refused(403, 'act.role', 'no role of yours allows this');
};

export function cap(world, me, xml) {
  need(me, 'signal.ingest');
  if (/<!DOCTYPE/i.test(xml)) return setAside(world, 'a document type declaration is not taken', [{ rule: 'xml.doctype', severity: 'error', line: 2, message: 'remove the DOCTYPE' }]);
  const tag = (name, from = xml) => new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`).exec(from)?.[1]?.trim() ?? '';
  const identifier = tag('identifier');
  if (!/<(?:\w+:)?alert[\s>]/.test(xml) || !identifier) return setAside(world, 'the message has no `identifier`', [{ rule: 'cap.identifier', severity: 'error', line: 3, message: 'write an identifier' }]);
  const known = world.all('bulletin').find((item) => item.body.identifier === identifier);
  if (known) return { received: [], known: [known.subject], quarantined: [] };
  const infos = xml.split(/<(?:\w+:)?info>/).slice(1);
  const texts = infos.map((info) => ({ lang: tag('language', info) || 'en-US', event: tag('event', info), headline: tag('headline', info), description: tag('description', info), instruction: tag('instruction', info), severity: tag('severity', info), urgency: tag('urgency', info), certainty: tag('certainty', info), areas: [tag('areaDesc', info)] }));
  const body = { title: texts[0]?.headline || texts[0]?.event || identifier, identifier, sender: tag('sender'), sent: tag('sent'), msg_type: tag('msgType') || 'Alert', status: tag('status') || 'Exercise', severity: texts[0]?.severity || 'Unknown', effective: iso(world.now()), expires: iso(world.now() + 6 * 3_600_000), place: { words: texts[0]?.areas[0] ?? '', areas: ['20'] }, texts, findings: [], signature: 'none', xml };
  const item = world.put(me, 'bulletin', randomUUID(), body);
  return { received: [{ subject: item.subject, title: body.title, verdict: 'accept', signature: 'none', findings: [] }], known: [], quarantined: [] };
}

function setAside(world, reason, findings) {
  const one = { id: randomUUID(), at: iso(world.now()), door: 'cap', reason, findings, size: 1234 };
  world.quarantine.unshift(one);
  return { received: [], known: [], quarantined: [{ id: one.id, reason, findings }] };
}

export function triage(world, me, subject, act, body) {
  const signal = world.get(subject);
  const before = world.triageOf(subject);
  if ((before?.version ?? null) !== (body.head ?? null)) throw new Refused(409, 'head.moved', 'somebody was quicker', { head: before });
  if (before?.body.outcome === 'taken' && before.body.by !== me.id && act !== 'grade') throw new Refused(422, 'triage.taken', 'a colleague has this signal in hand');
  const outcome = { take: 'taken', release: 'released', dismiss: 'dismissed', link: 'linked', grade: before?.body.outcome ?? 'taken' }[act];
  if (act === 'dismiss' && !body.reason?.trim()) throw new Refused(422, 'text.missing', 'a reason is missing');
  if (act === 'link') world.links.push({ from: subject, to: world.get(body.incident, 'incident').subject });
  const next = world.put(me, 'assessment', `triage-${subject}`, { signal: subject, outcome, by: me.id, grade: body.grade ?? before?.body.grade, reason: body.reason ?? '' });
  return { signal, triage: next };
}

export function openIncident(world, me, body) {
  need(me, 'incident.open');
  const number = `INC-2026-0${(world.numbers.incident += 1)}`;
  const item = world.put(me, 'incident', body.id, { number, title: body.title, hazard: body.hazard, severity: body.severity, state: 'active', place: body.place ?? {}, began: iso(world.now()), commander: me.id }, body.label);
  if (body.from_signal) triage(world, me, body.from_signal, 'link', { head: world.triageOf(body.from_signal)?.version ?? null, incident: item.subject });
  return item;
}

export function entry(world, me, incident, body) {
  need(me, 'entry.write');
  const there = world.subjects.get(body.id);
  if (there) return there.item;
  if (body.decision && !body.reason) throw new Refused(422, 'entry.reason-missing', 'a decision needs its reason');
  return world.put(me, 'entry', body.id, { incident, when: body.when ?? iso(world.now()), text: body.text, decision: body.decision ?? false, reason: body.reason, agency: me.agency, lang: body.lang }, body.label ?? world.get(incident).label);
}

export function newTask(world, me, incident, body) {
  need(me, 'task.assign');
  const number = `T-0${(world.numbers.task += 1)}`;
  return world.put(me, 'task', body.id, { number, incident, title: body.title, text: body.text, agency: body.agency, state: 'sent', place: body.place ?? {}, life_at_risk: body.life_at_risk ?? false, sent: iso(world.now()), due: body.due }, body.label);
}

export function onTask(world, me, subject, act, body) {
  const item = world.get(subject, 'task');
  world.head(item, body.head);
  const now = iso(world.now());
  const patch = { acknowledge: { state: 'acknowledged', acknowledged: now, by: me.id }, start: { state: 'started', started: now }, done: { state: 'done', ended: now, outcome: body.outcome ?? '' }, cancel: { state: 'cancelled', ended: now, outcome: body.reason } }[act];
  return world.put(me, 'task', subject, { ...item.body, ...patch });
}

export function newDraft(world, me, body) {
  need(me, 'warning.draft');
  const there = world.subjects.get(body.id);
  if (there) return there.item;
  const number = `W-2026-00${(world.numbers.draft += 1)}`;
  return world.put(me, 'draft', body.id, { number, state: 'draft', content: body.content, writers: [me.id], incident: body.incident }, body.label);
}

export function saveDraft(world, me, subject, body) {
  const item = world.get(subject, 'draft');
  world.head(item, body.head);
  const writers = [...new Set([...item.body.writers, me.id])];
  const { submitted, submitted_by, decide_by, decided, decided_by, approved_hash, ...rest } = item.body;
  void [submitted, submitted_by, decide_by, decided, decided_by, approved_hash];
  return world.put(me, 'draft', subject, { ...rest, state: 'draft', content: body.content, writers });
}

export function onDraft(world, me, subject, act, body) {
  need(me, `warning.${act === 'withdraw' ? 'draft' : act}`);
  const item = world.get(subject, 'draft');
  world.head(item, body.head);
  const hash = world.hash(item.body.content);
  const now = world.now();
  if (['approve', 'issue'].includes(act) && body.hash !== hash) throw new Refused(422, 'warning.content-changed', 'the content changed');
  if (act === 'approve' && item.body.writers.includes(me.id)) throw new Refused(403, 'warning.same-person', 'you wrote part of this');
  if (act === 'approve' && world.signs && item.body.content.severity === 'Extreme') signedBy(world, me, createHash('sha256').update(`warning.approve ${hash} ${me.id}`).digest('base64url'), body.assertion);
  if (act === 'submit' && world.findings(item.body.content).some((found) => found.blocking)) throw new Refused(422, 'warning.not-ready', 'mend what blocks first');
  if (act === 'issue' && item.body.approved_hash !== hash) throw new Refused(422, 'warning.not-approved', 'no second officer approved it');
  if (act === 'issue') return issue(world, me, item, body.as);
  const patch = {
    submit: { state: 'submitted', submitted: iso(now), submitted_by: me.id, decide_by: iso(now + 900_000) },
    approve: { state: 'approved', decided: iso(now), decided_by: me.id, approved_hash: hash },
    refuse: { state: 'refused', decided: iso(now), decided_by: me.id, remark: body.reason },
    withdraw: { state: 'withdrawn', remark: body.reason },
  }[act];
  return world.put(me, 'draft', subject, { ...item.body, ...patch });
}

/** `subject` is given by the seed alone, so that a test knows where its warning stands. */
function issue(world, me, draft, subject = randomUUID()) {
  const { content } = draft.body;
  for (const earlier of content.follows ?? []) {
    const before = world.get(earlier, 'warning');
    world.put(me, 'warning', earlier, { ...before.body, state: content.message === 'Cancel' ? 'cancelled' : 'updated', followed_by: subject });
  }
  const identifier = `kulla.test.${subject.slice(-8)}`;
  const warning = world.put(me, 'warning', subject, { identifier, sender: 'kulla@ame.invalid', sent: iso(world.now()), status: 'Exercise', state: content.message === 'Cancel' ? 'all-clear' : 'in-force', content, xml: '<alert/>', issued_by: [draft.body.submitted_by, draft.body.decided_by].filter(Boolean) }, world.label([['public']]));
  world.put(me, 'draft', draft.subject, { ...draft.body, state: 'issued', issued_as: subject });
  return warning;
}

export function followUp(world, me, subject, message, body) {
  need(me, `warning.${message === 'Cancel' ? 'cancel' : 'update'}`);
  const warning = world.get(subject, 'warning');
  if (warning.body.state !== 'in-force') throw new Refused(422, 'warning.over', 'this warning is over');
  const content = world.clone({ ...warning.body.content, message, follows: [subject], onset: iso(world.now()) });
  const clear = { sq: 'Rreziku ka kaluar', sr: 'Opasnost je prošla', en: 'The danger is over' };
  if (message === 'Cancel') for (const [lang, text] of Object.entries(content.texts)) Object.assign(text, { headline: clear[lang] ?? clear.en, description: clear[lang] ?? clear.en });
  if (body.alone) return issue(world, me, { subject: body.id, body: { content, number: 'W', state: 'approved', writers: [me.id], submitted_by: me.id } });
  return newDraft(world, me, { id: body.id, content });
}

export function seedPeople() {
  return { duty: PEOPLE[1], second: PEOPLE[2], prizren: PEOPLE[3] };
}
