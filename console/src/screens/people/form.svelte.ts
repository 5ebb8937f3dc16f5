// What an administrator writes down about somebody, until the node has it. It is kept in this browser, goes on top of a
// version that came meanwhile, and is never sent twice as two people.

import { Problem } from '../../api/client';
import type { Held, Holdings, Person, PersonDone } from '../../api/types';
import { house } from '../../app/house.svelte';
import { instant } from '../../app/now.svelte';
import { lang, t } from '../../i18n/i18n.svelte';
import { asksForTwo, fieldOf, lacking, nobody, onTop, takesTwo, told, touched, wantedOf, type HeldField, type Wanted } from '../../lib/held';
import { newId } from '../../lib/id';
import { trouble, type People } from './people.svelte';

interface Kept {
  id: string;
  /** The version that it is written on; nothing for somebody new. */
  head: string | null;
  began: Wanted;
  wanted: Wanted;
  /** What they held in that version. */
  was: Held | null;
}

export class Form {
  wanted = $state<Wanted>() as Wanted;
  /** What they held when somebody else changed it meanwhile, and what they hold since. */
  moved = $state.raw<{ was: Held; is: Held } | null>(null);
  complaints = $state<Partial<Record<HeldField, string>>>({});
  complaint = $state('');
  busy = $state(false);
  /** Whether it was begun before, and what was typed then is here again. */
  readonly again: boolean;

  /** It was sent: nothing is kept or followed any more. */
  #done = false;
  #id: string;
  #head: string | null;
  #began: Wanted;
  #was: Held | null;
  readonly #all: People;
  readonly #name: string;

  constructor(all: People, person: Person | null, has: Holdings) {
    this.#all = all;
    this.#name = `people/${person?.subject ?? 'new'}`;
    const fresh = person ? wantedOf(person, instant(), house.zone) : nobody(instant(), house.zone, lang(), has);
    const kept = house.keep.get<Kept>(this.#name);
    this.again = kept !== null;
    this.#id = kept?.id ?? newId();
    this.#head = kept ? kept.head : (person?.version ?? null);
    this.#began = kept?.began ?? fresh;
    this.#was = kept ? kept.was : (person?.held ?? null);
    this.wanted = structuredClone(kept?.wanted ?? fresh);
    if (person && this.#head !== person.version) this.#follow(person);
  }

  get changed(): boolean {
    return touched(this.#began, $state.snapshot(this.wanted) as Wanted);
  }

  two(has: Holdings) {
    // What is over does not hold: everything of it is given anew.
    const was = this.#began.from === null ? null : this.#was;
    return asksForTwo(was, this.wanted, has);
  }

  set<F extends HeldField>(field: F, value: Wanted[F]): void {
    this.wanted[field] = value as never;
    delete this.complaints[field];
    this.keep();
  }

  keep(): void {
    const kept: Kept = { id: this.#id, head: this.#head, began: this.#began, was: this.#was, wanted: $state.snapshot(this.wanted) as Wanted };
    if (this.#done) return;
    if (this.changed) house.keep.put(this.#name, kept);
    else house.keep.drop(this.#name);
  }

  drop(): void {
    this.#done = true;
    house.keep.drop(this.#name);
  }

  /** A version that came while the form was open is told at once, not only when it is sent. */
  newest(person: Person | null): void {
    if (person && !this.busy && !this.#done && person.version !== this.#head) this.#follow(person);
  }

  /** Whether there is something to send; what lacks is said at its place. */
  #ready(): boolean {
    const lacks = lacking(this.wanted, instant(), house.zone);
    this.complaints = Object.fromEntries(Object.entries(lacks).map(([field, id]) => [field, t(id)]));
    this.complaint = '';
    if (Object.keys(lacks).length > 0) this.complaint = t('people-lacks');
    else if (this.#head !== null && !this.changed) this.complaint = t('refusal-people-unchanged');
    return this.complaint === '';
  }

  /** Sends it. Gives what it came to; null if it was refused, and then the form says why. */
  async send(person: Person | null, has: Holdings): Promise<PersonDone | null> {
    if (this.busy || !this.#ready()) return null;
    this.busy = true;
    const held = told($state.snapshot(this.wanted) as Wanted);
    const two = takesTwo(this.two(has));
    try {
      const call = async () => (person ? await house.api.people.change(person.subject, this.#head ?? person.version, held) : await house.api.people.bring(this.#id, held));
      const waits = (came: PersonDone | undefined) => (came ? came.change !== null : two);
      const came = await this.#all.act(call, (done) => t(waits(done) ? 'people-said-waits' : 'people-said-written', { name: held.name }));
      this.drop();
      return came ?? { person: null, change: null };
    } catch (error) {
      await this.#refused(error, person);
      return null;
    } finally {
      this.busy = false;
    }
  }

  get id(): string {
    return this.#id;
  }

  async #refused(error: unknown, person: Person | null): Promise<void> {
    if (error instanceof Problem && error.conflict && person) {
      await this.#all.fetch();
      const newest = this.#all.person(person.subject);
      if (newest && newest.version !== this.#head) return this.#follow(newest);
    }
    const field = error instanceof Problem ? fieldOf(error.code, error.args) : null;
    if (field) this.complaints = { [field]: trouble(error) };
    this.complaint = field ? t('people-lacks') : trouble(error);
    // An id that already names somebody: the first try arrived. They stand in the list.
    if (error instanceof Problem && error.code === 'id.taken') this.#id = newId();
  }

  /** Somebody else changed it: what was not touched here follows, what was typed stays, and both are shown. */
  #follow(newest: Person): void {
    const now = wantedOf(newest, instant(), house.zone);
    const typed = $state.snapshot(this.wanted) as Wanted;
    if (this.#was) this.moved = { was: this.#was, is: newest.held };
    this.wanted = onTop(this.#began, typed, now);
    this.#began = now;
    this.#head = newest.version;
    this.#was = newest.held;
    this.complaint = '';
    this.keep();
  }
}
