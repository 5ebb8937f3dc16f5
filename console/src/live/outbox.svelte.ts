// What was written while the line was down goes once, in order, when it is back. Each has an id of its own, chosen
// when it was written, so a retry after a lost answer is the same record.

import type { Api } from '../api/api';
import { Problem } from '../api/client';
import type { Keep } from '../app/keep';
import type { Item } from '../api/types';

export interface Waiting {
  id: string;
  path: string;
  body: Record<string, unknown>;
  /** What it is, for a person: the text of the entry, the title of the task. */
  words: string;
  at: number;
  /** Why the gateway refused it; it stays until a person decides. */
  refused: { code: string; detail: string } | null;
}

const NAME = 'outbox';

export type Sent = { kind: 'saved'; item: Item } | { kind: 'waits' } | { kind: 'refused'; problem: Problem };

export class Outbox {
  waiting = $state.raw<Waiting[]>([]);
  #keep: Keep;
  #api: Pick<Api, 'write'>;
  #busy: Promise<void> | null = null;

  constructor(keep: Keep, api: Pick<Api, 'write'>) {
    this.#keep = keep;
    this.#api = api;
    this.waiting = keep.get<Waiting[]>(NAME) ?? [];
  }

  /** Sends now, or keeps it for later when no answer comes or others wait before it. */
  async send(path: string, body: { id: string } & Record<string, unknown>, words: string, at: number): Promise<Sent> {
    const one: Waiting = { id: body.id, path, body, words, at, refused: null };
    if (this.waiting.some((each) => each.refused === null)) {
      this.#set([...this.waiting, one]);
      await this.flush();
      return this.waiting.some((each) => each.id === one.id) ? { kind: 'waits' } : { kind: 'saved', item: {} as Item };
    }
    try {
      return { kind: 'saved', item: await this.#api.write(path, body) };
    } catch (error) {
      if (error instanceof Problem && !again(error)) return { kind: 'refused', problem: error };
      this.#set([...this.waiting, one]);
      return { kind: 'waits' };
    }
  }

  /** Sends what waits, in order; stops at the first that gets no answer. One run at a time. */
  flush(): Promise<void> {
    this.#busy ??= this.#run().finally(() => {
      this.#busy = null;
    });
    return this.#busy;
  }

  drop(id: string): void {
    this.#set(this.waiting.filter((each) => each.id !== id));
  }

  retry(id: string): Promise<void> {
    this.#set(this.waiting.map((each) => (each.id === id ? { ...each, refused: null } : each)));
    return this.flush();
  }

  async #run(): Promise<void> {
    for (;;) {
      const first = this.waiting.find((each) => each.refused === null);
      if (!first) return;
      try {
        await this.#api.write(first.path, first.body);
        this.drop(first.id);
      } catch (error) {
        if (!(error instanceof Problem) || again(error)) return;
        const refused = { code: error.code, detail: error.detail };
        this.#set(this.waiting.map((each) => (each.id === first.id ? { ...each, refused } : each)));
      }
    }
  }

  #set(waiting: Waiting[]): void {
    this.waiting = waiting;
    if (waiting.length === 0) this.#keep.drop(NAME);
    else this.#keep.put(NAME, waiting);
  }
}

/** Refusals that pass by themselves: too many at once, not now, session ended (a new one sends it). */
function again(problem: Problem): boolean {
  return problem.status === 429 || problem.status >= 500 || problem.status === 401;
}
