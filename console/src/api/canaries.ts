// Records that overseers marked because nobody has a reason to open them, by their ids alone.

import type { Author, Time } from './types';

export interface Canary {
  /** Whether anything stands under it is not told. */
  watched: string;
  head: string;
  by: Author;
  at: Time;
  reason: string;
}

export interface Canaries {
  canaries: Canary[];
}

/** Sets a mark or lifts it. `head` is the mark as it was seen, whichever way it stood; left out where none was ever set. */
export interface CanaryTold {
  set: boolean;
  reason: string;
  head?: string;
}

/** What a conflict shows of the newest version of a mark. */
export interface MarkBody {
  on: string;
  act: 'canary.set' | 'canary.lifted';
  reason: string;
}
