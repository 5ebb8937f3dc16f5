// The rules of who may act, put in order for reading, and what a text lacks before another person is asked to confirm it. Whether
// the node can go by it is decided by the node.

import type { PoliciesTried, PolicyWaits, Rule, RuleTried } from '../api/types';

/** Characters that the node reads. */
export const TEXT_CHARS_MAX = 262_144;
export const REASON_CHARS_MAX = 400;

/** What nobody may do stands before what roles may do: it wins. */
export function inOrder(rules: readonly Rule[]): { forbid: Rule[]; permit: Rule[] } {
  return { forbid: rules.filter(({ effect }) => effect === 'forbid'), permit: rules.filter(({ effect }) => effect === 'permit') };
}

/** What the node said of a text, and against which one it held it. */
export interface Attempt {
  text: string;
  /** Hash of the text that stood then. */
  on: string;
  said: PoliciesTried;
}

/** The answer, as long as it is about this text against the one that stands. */
export const answerTo = (attempt: Attempt | null, text: string, stands: string): PoliciesTried | null =>
  attempt !== null && attempt.text === text && attempt.on === stands ? attempt.said : null;

export type Lack = 'check' | 'faults' | 'change' | 'reason';

/** The first thing that keeps a text from being proposed; nothing where it can be. */
export function lacking(text: string, stands: { text: string; hash: string }, attempt: Attempt | null, reason: string): Lack | null {
  if (text === stands.text) return 'change';
  const said = answerTo(attempt, text, stands.hash);
  if (said === null) return 'check';
  if (said.faults.length > 0) return 'faults';
  return reason.trim() === '' ? 'reason' : null;
}

export const howChanged = ({ before, after }: RuleTried): 'new' | 'gone' | 'other' => (before === null ? 'new' : after === null ? 'gone' : 'other');

export type Standing = 'mine' | 'stale' | 'waits';

export const standingOf = (waits: PolicyWaits): Standing => (waits.stale ? 'stale' : waits.mine ? 'mine' : 'waits');

/** From where to where a line of a text goes, by its number from 1: for a caret that is put there. */
export function lineAt(text: string, line: number): [number, number] {
  const all = text.split('\n');
  const at = Math.min(Math.max(line, 1), all.length) - 1;
  const from = all.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0);
  return [from, from + (all[at]?.length ?? 0)];
}
