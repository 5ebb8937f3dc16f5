// TEST DOUBLE: who looked at what, as an overseer is told. Everybody here is invented.

import { WATCHED } from './canaries.mjs';
import { Refused, iso } from './world.mjs';

const MIN = 60_000;
const ALARMS = ['bulk', 'canary', 'export-bulk'];
const who = (n, agency) => ({ id: `0190f000-0000-7000-8000-0000000000${n}`, name: '', agency });
const PEOPLE = [who('4a', 'ame'), who('7c', 'kp'), who('91', 'kom-20'), who('b3', 'fsk'), who('d0', 'keds')];

const access = (n, now, minutes, person, act, more = {}) => ({
  subject: `0190e000-0000-7000-8000-${String(n).padStart(12, '0')}`, act, who: PEOPLE[person], purpose: 'civil-protection', count: 1,
  from: iso(now - minutes * MIN), until: iso(now - minutes * MIN), exercise: 'drini-flood', ...more,
});

const bulk = (n, now, minutes, person, count) =>
  access(n, now, minutes + 4, person, 'bulk', { count, until: iso(now - minutes * MIN) });

export function oversee(world) {
  if (world.looked) return world.looked;
  const now = world.now();
  const opened = ['entry', 'report', 'task', 'incident', 'draft', 'warning'].map((kind, n) => access(10 + n, now, n + 2, n % 5, 'open', { kind, opened: `0190a000-0000-7000-8000-00000000000${n}` }));
  world.looked = world.empty ? [] : [
    access(1, now, 1, 1, 'search', { count: 7 }), access(2, now, 1, 2, 'denied', { count: 3 }), ...opened,
    access(3, now, 9, 0, 'export', { kind: 'incident' }), access(4, now, 10, 3, 'stream', { count: 214 }), access(5, now, 11, 4, 'list', { count: 12 }),
    access(8, now, 3, 2, 'canary', { kind: 'report', opened: WATCHED }), access(9, now, 8, 3, 'export-bulk', { count: 62, second: PEOPLE[0], exercise: undefined }),
    bulk(6, now, 13, 1, 200), { ...bulk(7, now, 190, 0, 200), judged: { verdict: 'justified', reason: 'Dorëzim i ndërrimit', by: { id: 'p-overseer', name: 'Jelena Ilić', agency: 'iap' }, at: iso(now - 100 * MIN), head: 'judged-1' } },
  ];
  return world.looked;
}

export function read(world, me, part, q, page) {
  if (!me.acts.includes('read.access-log')) throw new Refused(403, 'act.role', 'no role of yours allows this');
  const all = oversee(world);
  const alarm = (name) => name === 'act' && q.get('act') === 'alarm';
  const fits = (each) => ['act', 'agency', 'person'].every((name) => !q.get(name) || (alarm(name) && ALARMS.includes(each.act)) || q.get(name) === { act: each.act, agency: each.who.agency, person: each.who.id }[name]);
  if (part === 'accesses') return page(all.filter(fits));
  if (part === 'summary') return summary(world, all);
  if (part === 'erasures') return page(world.empty ? [] : [{ subject: 'e-1', at: iso(world.now() - 900 * MIN), by: PEOPLE[0], second: PEOPLE[2], records: 2, reason: 'Kërkesë e personit', basis: 'Law 06/L-082' }]);
  const log = (name, size, seconds) => ({ name, size, root: '9f3c51d0'.repeat(8), sealed_at: iso(world.now() - seconds * 1_000) });
  if (part === 'logs') return { logs: [log('ops', 412, 240), log('access', 18_907, 4), log('exercise-drini-flood', 4_218_807, 9)], records_ok: true };
  throw new Refused(404, 'absent', 'there is nothing here that you may read');
}

function summary(world, all) {
  const sums = PEOPLE.map((each, n) => ({ agency: each.agency, opened: [288, 312, 74, 121, 22][n], searched: [41, 96, 12, 8, 1][n], exported: n === 0 ? 12 : 0, denied: [3, 9, 6, 2, 0][n], bulk: n < 2 ? 1 : 0 }));
  const agencies = world.empty ? [] : sums.sort((a, b) => b.opened - a.opened);
  return { since: iso(world.now() - 7 * 1_440 * MIN), whole: true, agencies, open: all.filter((each) => ALARMS.includes(each.act) && !each.judged).length };
}

export function judge(world, me, subject, told) {
  if (!me.acts.includes('access.judge')) throw new Refused(403, 'act.role', 'no role of yours allows this');
  const found = oversee(world).find((each) => each.subject === subject);
  if (!found) throw new Refused(404, 'absent', 'there is nothing here that you may read');
  if (found.judged?.head !== told.head) throw new Refused(409, 'conflict', 'somebody has judged it meanwhile');
  found.judged = { verdict: told.verdict, reason: told.reason, by: { id: me.id, name: me.name, agency: me.agency }, at: iso(world.now()), head: `judged-${world.now()}` };
  return found;
}
