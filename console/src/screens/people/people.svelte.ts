// The people of the own agency and what waits for a second administrator, asked for again while somebody can see it.

import { NoAnswer, Problem } from '../../api/client';
import type { People as PeopleSeen, Person, PersonChange } from '../../api/types';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';
import { t } from '../../i18n/i18n.svelte';
import { refusal } from '../../i18n/refusal';
import { find } from '../../lib/fold';
import { isOver } from '../../lib/held';

/** How often it is looked at again, in milliseconds. */
const EVERY_MS = 20_000;
/** Whether other rules wait, for whoever may confirm them: once in so many looks. */
const RULES_EVERY = 6;
/** People that are drawn at once; a name narrows to the others. */
export const SHOWN_MAX = 200;

export type Filter = 'all' | 'review';

export class People {
  readonly load = new Load<PeopleSeen>();
  typed = $state('');
  filter = $state<Filter>('all');
  /** What the last act came to, to be read out. */
  said = $state('');
  /** Texts for the rules that somebody else wants and nobody has decided on. */
  rules = $state(0);

  begin(): () => void {
    let looks = 0;
    const look = () => {
      if (looks % RULES_EVERY === 0 && house.may('policy.change')) void this.#rules();
      looks += 1;
      void this.fetch();
    };
    look();
    const timer = setInterval(() => { if (!document.hidden) look(); }, EVERY_MS);
    return () => clearInterval(timer);
  }

  async #rules(): Promise<void> {
    try {
      this.rules = (await house.api.rules.stand()).waiting.filter((each) => !each.mine && !each.stale).length;
    } catch {
      // The people are what this screen is for: the rules say on their own what is wrong.
    }
  }

  fetch = (): Promise<PeopleSeen | null> => this.load.run('people', () => house.api.people.all());

  person(subject: string): Person | null {
    return this.load.value?.people.find((each) => each.subject === subject) ?? null;
  }

  /** What waits about somebody. */
  waiting(subject: string): PersonChange | null {
    return this.load.value?.changes.find((each) => each.person === subject) ?? null;
  }

  /** How much of what waits is for this administrator to decide. */
  get yours(): number {
    const { changes = [], changes_of_links: links = [] } = this.load.value ?? {};
    return changes.filter((each) => each.may_confirm).length + links.filter((each) => !each.mine && !this.person(each.person)?.me).length;
  }

  /** Whether anything about somebody waits for a second administrator. */
  waits(subject: string): boolean {
    return this.waiting(subject) !== null || (this.load.value?.changes_of_links?.some((each) => each.person === subject) ?? false);
  }

  /** What is shown of them, best match first where somebody searches; those whose grant is over apart. */
  shown(now: number): { here: Person[]; over: Person[] } {
    const all = (this.load.value?.people ?? []).filter((each) => this.filter === 'all' || (each.review_due && each.holds));
    const fitting = this.typed.trim() === '' ? all : find(all, ({ held }) => [held.name, held.login], this.typed);
    return { here: fitting.filter((each) => !isOver(each, now)), over: fitting.filter((each) => isOver(each, now)) };
  }

  /** Does it, looks again, and gives what it came to; a refusal goes to whoever asked. */
  async act<T>(call: () => Promise<T>, said: (came: T) => string): Promise<T> {
    this.said = '';
    const came = await call();
    this.said = said(came);
    await this.fetch();
    return came;
  }
}

/** What went wrong, in words. Without an answer nobody knows whether it was done. */
export function trouble(error: unknown): string {
  if (error instanceof Problem && error.conflict) return t('people-moved');
  if (error instanceof Problem) return refusal(error);
  return t(error instanceof NoAnswer ? 'not-saved-again' : 'state-refused-why');
}
