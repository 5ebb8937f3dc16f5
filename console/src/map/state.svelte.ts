// The map's things as the gateway tells them, now or at a moment of the past, and what of them a person wants to see.

import type { Layer, MapFeature, MapHistory, MapItems } from '../api/types';
import { LAYERS } from '../api/types';
import { house } from '../app/house.svelte';
import { Load } from '../app/load.svelte';
import { leavePast, past } from '../app/past.svelte';
import { askUnderlay } from '../app/underlay.svelte';
import { rfc3339 } from '../lib/time';
import { Things } from './model';

/** Kinds whose change may change the map. */
const KINDS = new Set(['report', 'bulletin', 'alarm', 'assessment', 'incident', 'task', 'draft', 'warning', 'source', 'observation', 'unit', 'facility', 'shelter']);
/** Changes are gathered for this long before they are asked for, in milliseconds. */
const GATHER_MS = 500;
/** Subjects that are asked for at once; with more than a few such pages everything is asked for anew. */
const SUBJECTS_MAX = 90;
const PAGES_MAX = 12;
/** Times lapse and readings grow old without news: everything is asked for anew, in milliseconds. */
const ANEW_MS = 120_000;
/** The bars are asked for this often, in milliseconds. */
const BARS_MS = 60_000;
const LAYERS_KEPT = 'map-layers';

export class MapState {
  readonly load = new Load<MapItems>();
  readonly things = new Things();
  history = $state.raw<MapHistory | null>(null);
  /** Advances with every change of what is shown. */
  version = $state(0);
  on = $state.raw<ReadonlySet<Layer>>(new Set(LAYERS));

  #patched: { changed: MapFeature[]; gone: string[] } = { changed: [], gone: [] };
  #whole = true;
  #changed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];

  start(): () => void {
    const kept = house.keep.get<Layer[]>(LAYERS_KEPT);
    if (kept) this.on = new Set(LAYERS.filter((layer) => kept.includes(layer)));
    this.#everything();
    const anew = setInterval(() => { if (past() === null) void this.fetch(); }, ANEW_MS);
    const bars = setInterval(() => void this.bars(), BARS_MS);
    this.#stops = [
      () => clearInterval(anew), () => clearInterval(bars), () => clearTimeout(this.#timer), leavePast,
      house.live.on((news) => {
        if (news === null) { this.#changed.clear(); this.#everything(); }
        else for (const change of news) if (KINDS.has(change.kind)) this.#later(change.subject);
      }),
    ];
    return () => this.#stops.forEach((stop) => stop());
  }

  #everything(): void {
    void askUnderlay();
    void this.fetch();
    void this.bars();
  }

  toggle(layer: Layer): void {
    const on = new Set(this.on);
    if (!on.delete(layer)) on.add(layer);
    this.on = on;
    house.keep.put(LAYERS_KEPT, [...on]);
    this.again();
  }

  /** Everything, as it is or as it was. */
  async fetch(): Promise<void> {
    const moment = past();
    const items = await this.load.run(moment === null ? 'now' : 'past', () => house.api.mapItems(moment === null ? {} : { at: rfc3339(moment) }));
    if (!items || moment !== past()) return;
    this.things.replace(items);
    this.again();
  }

  /** Everything is to be drawn anew. */
  again(): void {
    this.#whole = true;
    this.version += 1;
  }

  /** What changed since this was asked for last; null: everything. */
  take(): { changed: MapFeature[]; gone: string[] } | null {
    const taken = this.#whole ? null : this.#patched;
    this.#whole = false;
    this.#patched = { changed: [], gone: [] };
    return taken;
  }

  async bars(): Promise<void> {
    try {
      this.history = await house.api.mapHistory({ bucket_s: 900 });
    } catch {
      // The bars stay as they were; the line says that no answer comes.
    }
  }

  #later(subject: string): void {
    if (past() !== null) return;
    this.#changed.add(subject);
    this.#timer ??= setTimeout(() => void this.#ask(), GATHER_MS);
  }

  async #ask(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    try {
      if (changed.length > SUBJECTS_MAX * PAGES_MAX) await this.fetch();
      else for (let at = 0; at < changed.length && past() === null; at += SUBJECTS_MAX) {
        const items = await house.api.mapItems({ subjects: changed.slice(at, at + SUBJECTS_MAX).join(',') });
        if (past() !== null) break;
        this.things.patch(items);
        this.#patched.changed.push(...items.features);
        this.#patched.gone.push(...items.gone);
        this.version += 1;
      }
    } catch {
      // No answer: the news of the next moment, or everything after the gap, will bring it.
    } finally {
      this.#timer = undefined;
      if (this.#changed.size > 0) this.#timer = setTimeout(() => void this.#ask(), GATHER_MS);
    }
  }
}
