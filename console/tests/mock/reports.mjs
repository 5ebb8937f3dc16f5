// TEST DOUBLE: what the public handed in, and what officers make public of it.

import { picture } from './picture.mjs';
import { Refused, iso } from './world.mjs';

const yes = { ok: true };
const no = { ok: false, why: { code: 'act.role', detail: 'no role of yours allows this' } };
const REPORTER = { name: 'Drita Berisha', phone: '+383 44 000 000', email: '' };

const moderation = (world, subject) => world.subjects.get(`moderation-${subject}`)?.item ?? null;

/** As the form of the public writes it. */
export function handIn(world, me, subject, body) {
  const item = world.put(me, 'report', subject, body);
  world.put(me, 'moderation', `moderation-${subject}`, { report: subject, shown: 'waiting', progress: 'received' });
  return item;
}

export function view(world, me, subject) {
  const report = world.get(subject, 'report');
  const decided = moderation(world, subject);
  if (!decided) throw new Refused(404, 'absent', 'there is nothing here that you may read');
  const { shown, progress } = decided.body;
  const may = me.acts.includes('report.moderate');
  const { words, ...place } = report.body.place;
  void words;
  return {
    seen: { number: report.body.handed_in.number, service: report.body.handed_in.service, owner: 'ame', shown, progress, head: decided.version },
    photos: photos(report, decided), report, moderation: decided, notice: world.subjects.get(`notice-${subject}`)?.item ?? null, public_place: place, reporter: `reporter-${subject}`, alike: alike(world, subject),
    may: { publish: may ? yes : no, reject: may && shown === 'waiting' ? yes : no, hide: may && shown === 'published' ? yes : no, answer: may ? yes : no, withhold: may && photos(report, decided).some((photo) => photo.withheld === null) ? yes : no, identify: me.acts.includes('report.identify') ? yes : no },
  };
}

export function decide(world, me, subject, act, told) {
  const before = moderation(world, subject);
  world.head(before, told.head);
  if (act === 'publish') world.put(me, 'notice', `notice-${subject}`, { state: told.done ? 'closed' : 'open', words: told.words, lang: told.lang, note: told.note });
  const next = { publish: { shown: 'published' }, reject: { shown: 'rejected', reason: told.reason }, hide: { shown: 'hidden', reason: told.reason }, answer: { progress: told.progress, answer: told.answer, answered: iso(world.now()) }, withhold: { withheld: [...(before.body.withheld ?? []), { number: told.photo, reason: told.reason, by: me.id, at: iso(world.now()) }] } }[act];
  world.put(me, 'moderation', `moderation-${subject}`, { ...before.body, ...next, by: me.id });
  return view(world, me, subject);
}

/** What is told of them; those of the double are known by their number. */
function photos(report, decided) {
  return (report.body.handed_in.photos ?? []).map((photo, at) => ({ ...photo, number: at + 1, withheld: decided.body.withheld?.find((gone) => gone.number === at + 1)?.reason ?? null }));
}

/** The file of a photograph. */
export function photo(world, me, subject, number) {
  const seen = view(world, me, subject).photos.find((each) => each.number === Number(number) && each.withheld === null);
  if (!seen) throw new Refused(404, 'absent', 'there is nothing here that you may read');
  world.photographed = [...(world.photographed ?? []), { by: me.id, subject, number: seen.number }];
  return picture(seen.width, seen.height, seen.turned);
}

export function reporter(world, me, subject) {
  if (!me.acts.includes('report.identify')) throw new Refused(403, 'act.role', 'no role of yours allows this');
  world.opened = [...(world.opened ?? []), { by: me.id, subject }];
  return { subject: `reporter-${subject}`, ...REPORTER };
}

/** Reports of the same place are taken for the same thing. */
export function alike(world, subject) {
  const own = world.get(subject);
  if (!own.body.handed_in) return [];
  return world.all('report').filter((item) => item.subject !== subject && item.body.place?.areas?.some((area) => own.body.place.areas?.includes(area))).slice(0, 2)
    .map((item) => ({ signal: world.strip(item, world.triageOf(item.subject)), number: item.body.handed_in?.number ?? '', why: { code: 'together-near', facts: { km: '0.4', minutes: '6' }, text: '0.4 km and 6 minutes apart' } }));
}
