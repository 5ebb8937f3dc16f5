// One thing fetched from the gateway, with all the states that a person may have to be told of: coming, slow,
// here, here but old, not there, refused, no line.

import { NoAnswer, Problem } from '../api/client';

/** Waiting is shown from here on, in milliseconds; before, it would only flicker. */
export const SLOW_MS = 300;

export type Trouble = 'absent' | 'refused' | 'offline';

export class Load<T> {
  value = $state.raw<T | null>(null);
  /** The last try failed; `value` may still hold what came before. */
  error = $state.raw<Problem | NoAnswer | null>(null);
  slow = $state(false);
  /** When `value` came. */
  at = $state<number | null>(null);

  #turn = 0;
  #key: string | null = null;

  /** Fetches. Another key empties the old value first; a slower answer of an older call is dropped. */
  async run(key: string, fetch: () => Promise<T>): Promise<T | null> {
    this.#turn += 1;
    const turn = this.#turn;
    if (key !== this.#key) {
      this.#key = key;
      this.value = null;
      this.error = null;
    }
    const timer = setTimeout(() => {
      if (turn === this.#turn) this.slow = true;
    }, SLOW_MS);
    try {
      const value = await fetch();
      if (turn !== this.#turn) return null;
      this.value = value;
      this.error = null;
      this.at = Date.now();
      return value;
    } catch (error) {
      if (turn !== this.#turn) return null;
      this.error = error instanceof Problem ? error : new NoAnswer(String(error));
      // What was readable a moment ago and no longer is must not stay on the screen.
      if (this.error instanceof Problem && this.error.absent) this.value = null;
      return null;
    } finally {
      clearTimeout(timer);
      if (turn === this.#turn) this.slow = false;
    }
  }

  get trouble(): Trouble | null {
    if (this.error === null) return null;
    if (this.error instanceof Problem) return this.error.absent ? 'absent' : 'refused';
    return 'offline';
  }
}
