// The queue as it is shown: brought up to date by news, without moving what somebody is about to press. While a moment of
// the past is shown it is the queue of that moment, and news wait until somebody goes back.

import type { Strip } from '../../api/types';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';
import { past } from '../../app/past.svelte';
import { keyOf, merge, type Shown } from '../../lib/queue';
import { rfc3339 } from '../../lib/time';

/** Strips that are fetched: more than anybody reads; the counts say how many there are. */
const STRIPS_MAX = 200;
/** How long the queue stays as it was after the pointer has left it, in milliseconds. */
const LEAVE_MS = 900;
/** Kinds whose change may change the queue. */
const KINDS = new Set(['report', 'bulletin', 'observation', 'alarm', 'assessment', 'task', 'draft', 'link', 'warning']);

export type Filter = 'all' | 'triage' | 'tasks' | 'sign';

export class Queue {
  filter = $state<Filter>('all');
  shown = $state.raw<Shown[]>([]);
  waiting = $state(0);
  fresh = $state.raw<ReadonlySet<string>>(new Set());
  counts = $state.raw<Record<string, number>>({});
  readonly load = new Load<Strip[]>();
  #held: string | null = null;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #incoming: Strip[] = [];
  /** The moment of what is shown; null is now. */
  #moment: number | null = null;

  async fetch(): Promise<void> {
    const filter = this.filter;
    const moment = past();
    const strips = await this.load.run(`${filter} ${moment === null ? 'now' : 'past'}`, async () => {
      const page = await house.api.queue(filter, STRIPS_MAX, moment === null ? null : rfc3339(moment));
      if (moment === past()) this.counts = page.counts ?? {};
      return page.items;
    });
    if (!strips || moment !== past()) return;
    // Another moment is another queue: nothing of it is held or new.
    if (moment !== this.#moment || moment !== null) {
      this.#held = null;
      this.shown = [];
    }
    this.#moment = moment;
    this.#take(strips);
  }

  /** Asks again when the news may concern the queue. */
  follow(): () => void {
    return house.live.on((news) => {
      if (past() !== null) return;
      if (news === null || news.some((change) => change.want || KINDS.has(change.kind))) void this.fetch();
    });
  }

  choose(filter: Filter): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.shown = [];
    this.#held = null;
    void this.fetch();
  }

  /** The strip under the pointer keeps its place, and a moment longer: the line that tells of new ones can be reached. */
  hold(key: string | null): void {
    clearTimeout(this.#leaving);
    if (past() !== null) return;
    if (key !== null) this.#held = key;
    else this.#leaving = setTimeout(() => this.settle(), LEAVE_MS);
  }

  /** Shows everything where it belongs. */
  settle(): void {
    clearTimeout(this.#leaving);
    this.#held = null;
    const { shown } = merge(this.shown, this.#incoming, null);
    this.#show(shown, 0);
  }

  #take(incoming: Strip[]): void {
    this.#incoming = incoming;
    const { shown, waiting } = merge(this.shown, incoming, this.#held);
    this.#show(shown, waiting);
  }

  #show(shown: Shown[], waiting: number): void {
    const before = new Set(this.shown.map(({ strip }) => keyOf(strip)));
    const first = before.size === 0;
    this.fresh = new Set(first ? [] : shown.map(({ strip }) => keyOf(strip)).filter((key) => !before.has(key)));
    this.shown = shown;
    this.waiting = waiting;
  }
}
