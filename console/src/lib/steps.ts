// How far the working paper of a warning is: drafted, submitted, second officer, out.

import type { Draft } from '../api/types';

export type StepKey = 'drafted' | 'submitted' | 'second' | 'out';

export interface Step {
  key: StepKey;
  glyph: 'done' | 'started' | 'sent' | 'wrong';
  now: boolean;
  at: string | null;
}

const REACHED: Record<Draft['state'], number> = { draft: 0, refused: 0, withdrawn: 0, submitted: 2, approved: 3, issued: 4 };

export function steps(draft: Draft | null, draftedAt: string | null): Step[] {
  const state = draft?.state ?? 'draft';
  const reached = REACHED[state];
  const keys: StepKey[] = ['drafted', 'submitted', 'second', 'out'];
  const times = [draftedAt, draft?.submitted ?? null, draft?.decided ?? null, null];
  return keys.map((key, at) => {
    const now = at === Math.min(reached, 3) && state !== 'issued' && state !== 'withdrawn';
    const done = at < reached;
    const refused = key === 'second' && state === 'refused';
    const given = key === 'drafted' && state === 'withdrawn';
    const glyph = refused || given ? 'wrong' : done ? 'done' : now ? 'started' : 'sent';
    return { key, glyph, now, at: done || refused ? (times[at] ?? null) : null };
  });
}
