// TEST DOUBLE: records that overseers marked, by their ids. Nothing here looks whether there is anything under an id.

import { randomUUID } from 'node:crypto';
import { Refused, iso } from './world.mjs';

const HOUR = 3_600_000;
const MARKS_MAX = 1_000;
export const WATCHED = '0190a000-0000-7000-8000-0000000000c1';
/** One that was marked once, and is not any more. */
export const LIFTED = '0190a000-0000-7000-8000-0000000000c2';

const body = (on, act, reason) => ({ on, act, reason });
const item = (world, hours, author, told) => ({ subject: `mark-${told.on}`, kind: 'decision', version: randomUUID(), heads: [], at: iso(world.now() - hours * HOUR), author, label: world.label(), exercise: null, body: told });

function marks(world) {
  if (world.marks) return world.marks;
  const other = { id: '0190f000-0000-7000-8000-0000000000e5', name: '', agency: 'iap' };
  const mine = { id: 'p-overseer', name: 'Jelena Ilić', agency: 'iap' };
  world.marks = new Map(world.empty ? [] : [
    [WATCHED, item(world, 30, mine, body(WATCHED, 'canary.set', 'U vendos si karrem më 12 nëntor'))],
    [LIFTED, item(world, 52, other, body(LIFTED, 'canary.lifted', 'Tani ka njerëz me punë atje'))],
  ]);
  return world.marks;
}

function may(me, act) {
  if (!me.acts.includes(act)) throw new Refused(403, 'act.role', 'no role of yours allows this');
}

const standing = (world) => [...marks(world).values()].filter((mark) => mark.body.act === 'canary.set').reverse();
const seen = (world) => ({ canaries: standing(world).map((mark) => ({ watched: mark.body.on, head: mark.version, by: mark.author, at: mark.at, reason: mark.body.reason })) });

export function read(world, me) {
  may(me, 'read.access-log');
  return seen(world);
}

export function mark(world, me, watched, { set, reason, head }) {
  may(me, 'access.judge');
  const before = marks(world).get(watched) ?? null;
  if ((before?.version ?? null) !== (head ?? null)) throw new Refused(409, 'head.changed', 'somebody replaced the version that you saw', { head: before });
  if (set === (before?.body.act === 'canary.set')) throw new Refused(422, set ? 'canary.set' : 'canary.none', set ? 'this record is marked already' : 'this record is not marked');
  if (!reason?.trim()) throw new Refused(422, 'text.missing', '`reason` is empty: say it in a few words');
  if (set && standing(world).length >= (world.marksMax ?? MARKS_MAX)) throw new Refused(422, 'canary.full', 'as many records are marked as can be: lift some marks first');
  const author = { id: me.id, name: me.name, agency: me.agency };
  marks(world).delete(watched);
  marks(world).set(watched, item(world, 0, author, body(watched, set ? 'canary.set' : 'canary.lifted', reason.trim())));
  return seen(world);
}
