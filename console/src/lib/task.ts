// The four clocks of a task: sent, read, started, done or due. The one that runs is the marked one.

import type { Task } from '../api/types';
import { MINUTE_MS } from './time';

/** A task that nobody has read for this long is late, in milliseconds. */
export const UNREAD_LATE_MS = 5 * MINUTE_MS;

export type Cell = 'sent' | 'read' | 'unread' | 'started' | 'done' | 'due' | 'cancelled';

export interface Clock {
  cell: Cell;
  /** The moment, or null where it has not come. */
  at: number | null;
  /** A running span instead of a moment. */
  runs: number | null;
  late: boolean;
}

export type Glyph = 'sent' | 'read' | 'started' | 'done' | 'late' | 'silent';

const ms = (time: string | undefined | null): number | null => (time ? Date.parse(time) : null);

export const isOver = (task: Task): boolean => task.state === 'done' || task.state === 'cancelled';

/** Milliseconds for which nobody has read it, null once somebody has. */
export function unreadFor(task: Task, now: number): number | null {
  return task.state === 'sent' ? Math.max(0, now - Date.parse(task.sent)) : null;
}

export function isLate(task: Task, now: number): boolean {
  if (isOver(task)) return false;
  const due = ms(task.due);
  return (unreadFor(task, now) ?? 0) >= UNREAD_LATE_MS || (due !== null && due < now);
}

export function clocks(task: Task, now: number): Clock[] {
  const unread = unreadFor(task, now);
  const read: Clock =
    unread !== null && unread >= UNREAD_LATE_MS
      ? { cell: 'unread', at: null, runs: unread, late: true }
      : { cell: 'read', at: ms(task.acknowledged), runs: null, late: false };
  return [
    { cell: 'sent', at: ms(task.sent), runs: null, late: false },
    read,
    { cell: 'started', at: ms(task.started), runs: null, late: false },
    last(task, now),
  ];
}

function last(task: Task, now: number): Clock {
  if (task.state === 'done') return { cell: 'done', at: ms(task.ended), runs: null, late: false };
  if (task.state === 'cancelled') return { cell: 'cancelled', at: ms(task.ended), runs: null, late: false };
  const due = ms(task.due);
  return { cell: 'due', at: due, runs: null, late: due !== null && due < now };
}

/** What the strip of a task shows first. */
export function glyph(task: Task, now: number): Glyph {
  if (task.state === 'done') return 'done';
  if (task.state === 'cancelled') return 'silent';
  if (isLate(task, now)) return 'late';
  return task.state === 'acknowledged' ? 'read' : task.state;
}

/** Time left until it is due (negative: over), or how early or late it was done; null without a due time. */
export function left(task: Task, now: number): { ms: number; done: boolean } | null {
  const due = ms(task.due);
  if (due === null || task.state === 'cancelled') return null;
  const ended = ms(task.ended);
  return ended === null ? { ms: due - now, done: false } : { ms: due - ended, done: true };
}
