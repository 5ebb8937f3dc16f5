// Versions of one thing that stand side by side, because two nodes wrote while they were cut off. Whoever writes the next
// one looks at each first: so the question lies over whatever screen it came from, and the act goes on when it is answered.

import type { Item } from '../api/types';

interface Settling {
  heads: Item[];
  answer: (seen: string[] | null) => void;
}

let current = $state.raw<Settling | null>(null);

export const settling = (): Settling | null => current;

/** Asks. A second question takes the place of the first, which is left open. */
export function settle(heads: Item[]): Promise<string[] | null> {
  current?.answer(null);
  return new Promise((done) => {
    current = {
      heads,
      answer: (seen) => {
        current = null;
        done(seen);
      },
    };
  });
}

/** All of them, with the one to go on from first. */
export function goingOnFrom(heads: readonly Item[], chosen: Item): string[] {
  return [chosen.version, ...heads.filter((each) => each.version !== chosen.version).map((each) => each.version)];
}
