// Labels in the words of others, out and in: STANAG 4774 and the Traffic Light Protocol 2.0.

import type { Below, Label, Who, Why } from './types';

/** A label as somebody sent it. */
export type Foreign = { stanag4774: string } | { tlp: string; recipients: string[]; clients: string[] };

export type LabelAsked = Foreign & { kind: string; in_hand: string | null };

/** What it comes to, as it would be written. */
export interface LabelRead {
  label: Label;
  who: Who;
  /** Narrower than what was told, because what is written belongs to the thing in hand. */
  held: boolean;
  /** In what it lies below the thing in hand. */
  below?: Below | null;
  /** In what it lies below the usual label of the kind. */
  below_usual?: Below | null;
}

/** The label of a thing in the words of others. */
export interface LabelWords {
  label: Label;
  who: Who;
  stanag4774?: string;
  /** Why there is no such document. */
  why?: Why;
}
