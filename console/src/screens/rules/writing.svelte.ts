// Another text for the rules, while somebody writes it: tried against those that stand before a second person is asked to confirm
// it. It is kept in this browser until the node has it.

import type { Policies, PoliciesTried, PolicyChange } from '../../api/types';
import { house } from '../../app/house.svelte';
import { complaint, nothing, type Complaint } from '../../i18n/complaint';
import { newId } from '../../lib/id';
import { answerTo, lacking, type Attempt, type Lack } from '../../lib/rules';

const KEPT = 'rules/new';

interface Kept {
  text: string;
  reason: string;
  /** Hash of the text that it was begun on. */
  on: string;
}

/** Whether a text was begun in this browser. */
export const hasBegun = (): boolean => house.keep.get<Kept>(KEPT) !== null;

/** A text to go on from, in the place of what was begun. */
export const beginsWith = (text: string, on: string): void => void house.keep.put(KEPT, { text, reason: '', on } satisfies Kept);

export class Writing {
  /** What is on the screen; null while it is the text that stands. */
  mine = $state.raw<string | null>(null);
  reason = $state('');
  busy = $state(false);
  /** What keeps it from being proposed, once somebody has asked for that. */
  lacks = $state.raw<Lack | null>(null);
  why = $state.raw<Complaint>(nothing);
  /** The rules have changed since this was begun. */
  readonly late = $derived.by((): boolean => this.mine !== null && this.#on !== '' && this.#stands().hash !== this.#on);

  #attempt = $state.raw<Attempt | null>(null);
  #on = $state('');
  /** Of the record: of exactly this text and reason, so that the same sent twice is one. */
  #id = newId();
  readonly #stands: () => Policies;

  constructor(stands: () => Policies) {
    this.#stands = stands;
    const kept = house.keep.get<Kept>(KEPT);
    if (!kept) return;
    this.mine = kept.text;
    this.reason = kept.reason;
    this.#on = kept.on;
  }

  get text(): string {
    return this.mine ?? this.#stands().text;
  }

  get touched(): boolean {
    return this.text !== this.#stands().text;
  }

  /** What the node says of exactly what is on the screen. */
  get tried(): PoliciesTried | null {
    return answerTo(this.#attempt, this.text, this.#stands().hash);
  }

  write(text: string): void {
    if (this.mine === null) this.#on = this.#stands().hash;
    this.mine = text;
    this.#changed();
  }

  because(reason: string): void {
    this.reason = reason;
    this.#changed();
  }

  /** Back to the text that stands. */
  undo(): void {
    this.mine = null;
    this.#on = '';
    this.#changed();
  }

  async check(): Promise<void> {
    const [text, on] = [this.text, this.#stands().hash];
    await this.#ask(async () => {
      this.#attempt = { text, on, said: await house.api.rules.attempt(text) };
    });
  }

  /** Hands it to a second person; nothing comes back where something is lacking, or the node refuses. */
  async propose(): Promise<PolicyChange | 'later' | null> {
    const { text, reason } = this;
    this.lacks = lacking(text, this.#stands(), this.#attempt, reason);
    if (this.lacks !== null) return null;
    const body = { id: this.#id, text, on: this.#stands().hash, reason: reason.trim() };
    const came = await this.#ask(() => house.api.rules.propose(body));
    if (came === null) return null;
    house.keep.drop(KEPT);
    return came.value ?? 'later';
  }

  async #ask<T>(call: () => Promise<T>): Promise<{ value: T } | null> {
    if (this.busy) return null;
    this.busy = true;
    this.why = nothing;
    this.lacks = null;
    try {
      return { value: await call() };
    } catch (error) {
      this.why = complaint(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  #changed(): void {
    this.lacks = null;
    this.why = nothing;
    this.#id = newId();
    if (this.touched || this.reason.trim() !== '') house.keep.put(KEPT, { text: this.text, reason: this.reason, on: this.#on } satisfies Kept);
    else house.keep.drop(KEPT);
  }
}
