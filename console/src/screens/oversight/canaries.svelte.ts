// The marks on records that nobody has a reason to open. Who may read the log and not judge it is not shown them.

import type { Canaries as Told, Canary } from '../../api/types';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';

/** How often it is looked whether another overseer set or lifted one, in milliseconds, while somebody can see it. */
const EVERY_MS = 60_000;

export class Canaries {
  load = new Load<Canary[]>();

  begin(): () => void {
    void this.fetch();
    const timer = setInterval(() => { if (!document.hidden) void this.fetch(); }, EVERY_MS);
    return () => clearInterval(timer);
  }

  fetch(): Promise<Canary[] | null> {
    return this.load.run('canaries', async () => (await house.api.oversight.canaries()).canaries);
  }

  on(watched: string | undefined): Canary | null {
    return this.load.value?.find((each) => each.watched === watched) ?? null;
  }

  /** `head` is that of a mark which was lifted before. */
  async set(watched: string, reason: string, head: string | null): Promise<void> {
    await this.#take(await house.api.oversight.mark(watched, { set: true, reason, ...(head ? { head } : {}) }));
  }

  async lift({ watched, head }: Canary, reason: string): Promise<void> {
    await this.#take(await house.api.oversight.mark(watched, { set: false, reason, head }));
  }

  /** An answer of a look that began before is dropped; where nothing came back it is asked for. */
  #take(told: Told | undefined): Promise<unknown> {
    return told ? this.load.run('canaries', () => Promise.resolve(told.canaries)) : this.fetch();
  }
}
