// The working paper while somebody writes: what is on the screen, what was saved, and what others did meanwhile.
// Nothing typed is ever lost: it stays in this browser until the gateway has confirmed it.

import { Problem } from '../../api/client';
import type { Content, Draft, DraftView, Item, Label } from '../../api/types';
import { geometryOf, takeDrawn } from '../../app/drawn.svelte';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';
import { instant } from '../../app/now.svelte';
import { signed } from '../../app/signed';
import { complaint, nothing, type Complaint } from '../../i18n/complaint';
import { t } from '../../i18n/i18n.svelte';
import { begun, fresh, same, written as ownWords } from '../../lib/content';
import { newId } from '../../lib/id';
import { Unsigned } from '../../lib/passkey';

const written = (content: Content): Content => ownWords(content, house.profile);

interface Kept {
  id: string;
  head: string | null;
  content: Content;
  incident: string | null;
}

export class Paper {
  readonly load = new Load<DraftView>();
  /** What is on the screen. */
  content = $state.raw<Content | null>(null);
  label = $state.raw<Label | null>(null);
  incident = $state<string | null>(null);
  saving = $state(false);
  savedAt = $state<number | null>(null);
  complaint = $state.raw<Complaint>(nothing);
  /** The browser asks for a passkey. */
  signing = $state(false);
  /** A version of somebody else that ours does not follow. */
  theirs = $state.raw<Item<Draft> | null>(null);
  /** Their text, kept beside ours while one is written from both. */
  beside = $state.raw<Content | null>(null);
  /** The officer asked to write although the paper waits for a decision. */
  reopened = $state(false);

  #subject: string | null;
  #id = newId();
  #head: string | null = null;
  #saved: Content | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(subject: string | null) {
    this.#subject = subject;
  }

  get isNew(): boolean {
    return this.#subject === null;
  }

  get subject(): string | null {
    return this.#subject;
  }

  get draft(): Draft | null {
    return this.load.value?.draft.body ?? null;
  }

  get dirty(): boolean {
    return this.content !== null && (this.#saved === null || !same(written(this.content), written(this.#saved)));
  }

  /** Whether fields are shown instead of text. */
  get writes(): boolean {
    if (this.isNew) return true;
    const state = this.draft?.state;
    const may = this.load.value?.may.edit.ok ?? false;
    if (state === 'submitted' || state === 'approved') return may && this.reopened;
    return may && (state === 'draft' || state === 'refused');
  }

  /** A new paper: from what was kept, else from the incident or the areas of the address. */
  async begin(incident: string | null, areas: string[]): Promise<void> {
    const drawn = takeDrawn();
    const kept = house.keep.get<Kept>(this.#name());
    if (kept && kept.incident === incident && !drawn) {
      this.#id = kept.id;
      this.content = kept.content;
      this.incident = incident;
      return;
    }
    this.incident = incident;
    this.content = fresh(house.profile, instant(), drawn?.areas ?? areas);
    if (drawn) this.change({ place: { ...this.content.place, geometry: geometryOf(drawn) } });
    if (incident === null) return;
    try {
      const { body } = (await house.api.incident(incident)).incident;
      const made = fresh(house.profile, instant(), body.place.areas ?? [], body.hazard);
      this.content = { ...made, severity: body.severity === 'Unknown' ? made.severity : body.severity };
    } catch {
      this.incident = null;
    }
  }

  async fetch(): Promise<void> {
    if (this.#subject === null) return;
    const subject = this.#subject;
    const view = await this.load.run(subject, () => house.api.draft(subject));
    if (view) this.#take(view.draft);
  }

  change(patch: Partial<Content>): void {
    if (!this.content) return;
    this.content = { ...this.content, ...patch };
    this.complaint = nothing;
    const kept: Kept = { id: this.#id, head: this.#head, content: this.content, incident: this.incident };
    if (this.dirty) house.keep.put(this.#name(), kept);
    else house.keep.drop(this.#name());
  }

  /** Saves a moment after a field was left, so that findings and previews follow the writing. */
  soon(): void {
    if (this.isNew) return;
    const PAUSE_MS = 600;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** Saves if something changed. True when what is on the screen is what the log holds. */
  async save(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (!this.content || this.saving || this.theirs) return false;
    if (!this.dirty && !this.isNew) return true;
    const content = written(this.content);
    this.saving = true;
    this.complaint = nothing;
    try {
      const item = await this.#send(content);
      // Without an item it is written but can't be read yet: the news tells when.
      if (item) this.#settle(item, content);
      await this.fetch();
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** An act on what is saved: the version that we saw goes with it, and a signature where it takes one. */
  async act(which: 'submit' | 'approve' | 'refuse' | 'issue' | 'withdraw', body: object): Promise<Item | null> {
    const subject = this.#subject;
    if (subject === null || this.saving) return null;
    if (this.writes && this.dirty && !(await this.save())) return null;
    this.saving = true;
    this.complaint = nothing;
    const asking = (on: boolean) => { this.signing = on; };
    try {
      return await signed((more) => house.api.onDraft(subject, which, { head: this.#head, ...body, ...more }), { asking });
    } catch (error) {
      if (error instanceof Problem && error.conflict) this.complaint = { words: t('draft-changed'), passkey: false };
      else this.#refused(error);
      return null;
    } finally {
      this.saving = false;
      this.reopened = false;
      await this.fetch();
    }
  }

  takeMine(): void {
    this.#head = this.theirs?.version ?? this.#head;
    this.#saved = this.theirs?.body.content ?? this.#saved;
    this.theirs = null;
    void this.save();
  }

  takeTheirs(): void {
    const theirs = this.theirs;
    this.theirs = null;
    if (!theirs) return;
    this.#settle(theirs, theirs.body.content);
    this.content = begun(theirs.body.content, house.profile);
  }

  both(): void {
    this.beside = this.theirs?.body.content ?? null;
    this.#head = this.theirs?.version ?? this.#head;
    this.#saved = this.theirs?.body.content ?? this.#saved;
    this.theirs = null;
  }

  #name(): string {
    return `draft/${this.#subject ?? 'new'}`;
  }

  #send(content: Content): Promise<Item<Draft>> {
    if (this.#subject === null) {
      const body = { id: this.#id, content, incident: this.incident ?? undefined, label: this.label ?? undefined };
      return house.api.newDraft(body);
    }
    return house.api.saveDraft(this.#subject, this.#head ?? '', content);
  }

  #settle(item: Item<Draft>, content: Content): void {
    house.keep.drop(this.#name());
    this.#subject = item.subject;
    this.#head = item.version;
    this.#saved = content;
    this.savedAt = instant();
    this.beside = null;
  }

  /** The gateway's version: taken where nothing was typed, else set beside what was. */
  #take(item: Item<Draft>): void {
    if (item.version === this.#head) return;
    const kept = house.keep.get<Kept>(this.#name());
    const unsaved = this.content !== null && this.dirty ? this.content : kept?.content;
    if (!unsaved || same(written(unsaved), written(item.body.content))) {
      house.keep.drop(this.#name());
      this.#head = item.version;
      this.#saved = item.body.content;
      this.content = begun(item.body.content, house.profile);
      return;
    }
    this.content = unsaved;
    if (kept?.head === item.version) {
      this.#head = item.version;
      this.#saved = item.body.content;
    } else {
      this.theirs = item;
    }
  }

  #refused(error: unknown): void {
    if (!(error instanceof Problem) && !(error instanceof Unsigned)) this.complaint = { words: t('not-saved'), passkey: false };
    else if (error instanceof Problem && error.conflict && error.head) this.theirs = error.head as unknown as Item<Draft>;
    else this.complaint = complaint(error);
  }
}
