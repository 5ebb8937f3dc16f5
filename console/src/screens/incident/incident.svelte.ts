// One incident with its log and its tasks, kept up to date by news.

import type { Entry, IncidentView, Item, Task } from '../../api/types';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';
import type { News } from '../../live/live.svelte';

export class OneIncident {
  readonly subject: string;
  readonly view = new Load<IncidentView>();
  readonly entries = new Load<Item<Entry>[]>();
  readonly tasks = new Load<Item<Task>[]>();
  next = $state<string | null>(null);

  constructor(subject: string) {
    this.subject = subject;
  }

  fetch = (): void => {
    void this.fetchView();
    void this.fetchEntries();
    void this.fetchTasks();
  };

  fetchView = (): Promise<IncidentView | null> => this.view.run(this.subject, () => house.api.incident(this.subject));

  fetchEntries = (): Promise<Item<Entry>[] | null> =>
    this.entries.run(this.subject, async () => {
      const page = await house.api.entries(this.subject, null);
      this.next = page.next;
      return page.items;
    });

  fetchTasks = (): Promise<Item<Task>[] | null> =>
    this.tasks.run(this.subject, async () => (await house.api.tasksOf(this.subject)).items);

  /** Earlier entries, below those that are here. */
  earlier = async (): Promise<void> => {
    if (this.next === null) return;
    const page = await house.api.entries(this.subject, this.next);
    this.next = page.next;
    const known = new Set((this.entries.value ?? []).map((item) => item.subject));
    this.entries.value = [...(this.entries.value ?? []), ...page.items.filter((item) => !known.has(item.subject))];
  };

  follow(): () => void {
    return house.live.on((news) => this.#take(news));
  }

  #take(news: News): void {
    if (news === null) return this.fetch();
    const kinds = new Set(news.map((change) => change.kind));
    if (kinds.has('entry')) void this.fetchEntries();
    if (kinds.has('task')) void this.fetchTasks();
    if (['incident', 'task', 'entry', 'draft', 'link', 'assessment'].some((kind) => kinds.has(kind))) void this.fetchView();
  }
}
