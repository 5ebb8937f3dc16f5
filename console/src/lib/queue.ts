// The order of the queue under a person's hand. What is new must be seen, and yet the strip that somebody is
// about to press must not move away beneath the finger.

import type { Strip } from '../api/types';

export const keyOf = (strip: Strip): string => `${strip.want}/${strip.subject}`;

export interface Shown {
  strip: Strip;
  /** No longer in the queue; it keeps its place while a strip below it is held. */
  gone: boolean;
}

export interface Merged {
  shown: Shown[];
  /** New strips that belong above the held one and wait. */
  waiting: number;
}

/**
 * Brings the queue up to date. With nothing held, it is what came. With a strip held (under the pointer, or with
 * the focus), everything down to it keeps its place, and what came new above it waits.
 */
export function merge(shown: readonly Shown[], incoming: readonly Strip[], held: string | null): Merged {
  const at = held === null ? -1 : shown.findIndex(({ strip }) => keyOf(strip) === held);
  const fresh = new Map(incoming.map((strip) => [keyOf(strip), strip]));
  if (at < 0) return { shown: incoming.map((strip) => ({ strip, gone: false })), waiting: 0 };

  const head = shown.slice(0, at + 1).map(({ strip }) => {
    const now = fresh.get(keyOf(strip));
    return { strip: now ?? strip, gone: now === undefined };
  });
  const kept = new Set(head.map(({ strip }) => keyOf(strip)));
  const seen = new Set(shown.map(({ strip }) => keyOf(strip)));
  const heldNow = incoming.findIndex((strip) => keyOf(strip) === held);
  let waiting = 0;
  const tail = incoming.flatMap((strip, index) => {
    const key = keyOf(strip);
    if (kept.has(key)) return [];
    if (!seen.has(key) && index < heldNow) {
      waiting += 1;
      return [];
    }
    return [{ strip, gone: false }];
  });
  return { shown: [...head, ...tail], waiting };
}

/** The strip after or before the chosen one; the first or last when none is chosen. */
export function step(shown: readonly Shown[], chosen: string | null, by: 1 | -1): string | null {
  const live = shown.filter(({ gone }) => !gone).map(({ strip }) => keyOf(strip));
  if (live.length === 0) return null;
  const at = chosen === null ? -1 : live.indexOf(chosen);
  if (at < 0) return (by === 1 ? live[0] : live[live.length - 1]) ?? null;
  return live[Math.min(live.length - 1, Math.max(0, at + by))] ?? null;
}

/** The clock of a strip: what is left until it is due, else how long it has waited. */
export function clockOf(strip: Strip, now: number): { ms: number; late: boolean; due: boolean } {
  if (strip.due) {
    const left = Date.parse(strip.due) - now;
    return { ms: Math.abs(left), late: left < 0, due: true };
  }
  return { ms: Math.max(0, now - Date.parse(strip.since)), late: false, due: false };
}
