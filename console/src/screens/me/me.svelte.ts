// My own ways in. Everything that is done here answers with how it stands now.

import { NoAnswer, Problem } from '../../api/client';
import type { Me as MeSeen } from '../../api/types';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';
import { t } from '../../i18n/i18n.svelte';
import { refusal } from '../../i18n/refusal';

export class Me {
  readonly load = new Load<MeSeen>();
  busy = $state(false);
  /** What the last act came to, or why it was refused, and where. */
  said = $state.raw<{ where: string; words: string; wrong: boolean } | null>(null);

  fetch = (): Promise<MeSeen | null> => this.load.run('me', () => house.api.own.seen());

  /** Does it at a place of the screen, where its answer is shown too. */
  async act(where: string, call: () => Promise<MeSeen>, done: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.said = null;
    try {
      this.load.value = await call();
      this.said = { where, words: done, wrong: false };
      return true;
    } catch (error) {
      this.wrong(where, trouble(error));
      return false;
    } finally {
      this.busy = false;
    }
  }

  wrong(where: string, words: string): void {
    this.said = { where, words, wrong: true };
  }
}

export function trouble(error: unknown): string {
  if (error instanceof Problem) return refusal(error);
  return t(error instanceof NoAnswer ? 'not-saved-again' : 'state-refused-why');
}
