// The slider under the map: a day of records as bars, what is foretold as a hatched rest, and a handle that steps.

export const DAY_MS = 86_400_000;
/** What lies ahead of now on the slider. */
export const AHEAD_MS = 6 * 3_600_000;
/** A step of the keys and of the bars. */
export const STEP_MS = 900_000;

/** Share of the width at which a moment stands, 0 to 1. */
export function shareOf(ms: number, now: number): number {
  return Math.min(1, Math.max(0, (ms - (now - DAY_MS)) / (DAY_MS + AHEAD_MS)));
}

/** The moment at a share of the width; what lies ahead is now, because nobody can be shown it. */
export function momentAt(share: number, now: number): number | null {
  const ms = now - DAY_MS + share * (DAY_MS + AHEAD_MS);
  return ms >= now - STEP_MS / 3 ? null : Math.max(now - DAY_MS, ms);
}

/** One step back or on from a moment (null is now), on whole steps of the clock; null when now is reached. */
export function stepped(from: number | null, by: number, now: number): number | null {
  const at = from ?? now;
  const next = by < 0 ? Math.ceil(at / STEP_MS + by) * STEP_MS : Math.floor(at / STEP_MS + by) * STEP_MS;
  if (next >= now) return null;
  return Math.max(now - DAY_MS, next);
}

/** Heights of the bars, 0 to 1: a root, so that a burst does not make a quiet hour vanish. */
export function heights(counts: readonly number[]): number[] {
  const most = Math.max(1, ...counts);
  return counts.map((count) => (count === 0 ? 0 : Math.max(0.06, Math.sqrt(count / most))));
}

/** Whole hours at which a word stands, every six of them. */
export function marks(now: number, offsetMs: number): number[] {
  const SIX = 6 * 3_600_000;
  const first = Math.ceil((now - DAY_MS + offsetMs) / SIX) * SIX - offsetMs;
  return Array.from({ length: 6 }, (_, n) => first + n * SIX).filter((ms) => ms < now + AHEAD_MS);
}
