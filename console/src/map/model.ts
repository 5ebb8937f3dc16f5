// What stands on the map, apart from how it is drawn: kept by subject, brought up to date by subject, parted into what is
// clustered and what is not.

import type { Feature, FeatureCollection, Geometry, Point, Polygon, MultiPolygon } from 'geojson';
import { LAYERS, type Layer, type MapFeature, type MapItems, type MapThing, type Severity } from '../api/types';

export const SEVERITY: readonly Severity[] = ['Unknown', 'Minor', 'Moderate', 'Severe', 'Extreme'];
export const rank = (severity: Severity): number => SEVERITY.indexOf(severity);

/** What a drawn symbol needs to know. */
export interface Drawn {
  id: string;
  icon: string;
  /** Words on the plate or pill; empty for a bare glyph. */
  words: string;
  rank: number;
  layer: Layer;
  title: string;
}

export type Symbols = FeatureCollection<Point, Drawn>;

export function middle(geometry: Geometry): [number, number] | null {
  const points: [number, number][] = [];
  const walk = (at: unknown): void => {
    if (!Array.isArray(at)) return;
    if (typeof at[0] === 'number' && typeof at[1] === 'number') points.push([at[0], at[1]]);
    else at.forEach(walk);
  };
  if (geometry.type !== 'GeometryCollection') walk(geometry.coordinates);
  if (points.length === 0) return null;
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon); east = Math.max(east, lon); south = Math.min(south, lat); north = Math.max(north, lat);
  }
  return [(west + east) / 2, (south + north) / 2];
}

const SMALL: Record<string, string> = { hospital: 'cross', medical: 'cross', 'fire-station': 'truck', fire: 'truck', pump: 'pump', boat: 'boat', patrol: 'car' };

/** The picture of a thing, without its drill mark. */
export function iconOf(thing: MapThing): string {
  if (thing.layer === 'gauges') return thing.stale ? 'silent' : 'drop';
  if (thing.layer === 'units') return thing.sidc ? `app6/${thing.sidc}` : 'pill';
  if (thing.layer === 'shelters') return 'house';
  if (thing.layer === 'facilities') return SMALL[thing.what ?? ''] ?? 'cross';
  if (thing.layer === 'tasks') return 'task';
  if (thing.kind === 'incident') return `incident-${thing.severity.toLowerCase()}`;
  return thing.severity.toLowerCase();
}

/** The picture of a thing that needs no words beside it; empty for those that do, and for areas. */
export const ownIcon = (thing: MapThing): string => (thing.layer === 'warnings' || iconOf(thing) === 'pill' ? '' : iconOf(thing));

/** `3,42 ▲`: value, and where it goes. */
export function plateOf(thing: MapThing, lang: string): string {
  const reading = thing.reading;
  if (!reading) return '';
  const value = reading.value.toFixed(Math.abs(reading.value) >= 100 ? 0 : 2);
  const trend = reading.trend ?? 0;
  const way = reading.trend === undefined ? '' : trend > 0.01 ? ' ▲' : trend < -0.01 ? ' ▼' : ' –';
  return `${lang === 'en' ? value : value.replace('.', ',')}${way}`;
}

const wordsOf = (thing: MapThing, lang: string): string => {
  if (thing.layer === 'gauges') return plateOf(thing, lang);
  if (thing.layer === 'units') return thing.number || (thing.agency ?? '').toUpperCase();
  return '';
};

function drawn(feature: MapFeature, lang: string): Feature<Point, Drawn> | null {
  const thing = feature.properties;
  const at = middle(feature.geometry);
  if (!at || thing.layer === 'warnings') return null;
  const icon = `${iconOf(thing)}${thing.exercise && thing.layer !== 'units' ? '~drill' : ''}`;
  return { type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { id: feature.id, icon, words: wordsOf(thing, lang), rank: rank(thing.severity), layer: thing.layer, title: thing.title } };
}

export interface Sources {
  /** Clustered where it is crowded. */
  crowd: Symbols;
  /** Crews, clustered among themselves: a crowd of reports must not hide who is out there. */
  units: Symbols;
  /** Gauges: their plate is what one looks for, so they stand alone. */
  plates: Symbols;
  shapes: FeatureCollection<Polygon | MultiPolygon, { id: string; rank: number; dash: boolean; kind: string; title: string }>;
}

/** What changed in each source: the features that are there now, and the ids that may not be there any more. */
export interface Changes {
  sources: Sources;
  ids: string[];
}

export function changes(changed: readonly MapFeature[], gone: readonly string[], on: ReadonlySet<Layer>, lang: string): Changes {
  return { sources: sources(changed, on, lang), ids: [...changed.map(({ id }) => id), ...gone] };
}

export function sources(features: Iterable<MapFeature>, on: ReadonlySet<Layer>, lang: string): Sources {
  const made: Sources = { crowd: empty(), units: empty(), plates: empty(), shapes: empty() };
  for (const feature of features) {
    const thing = feature.properties;
    if (!on.has(thing.layer)) continue;
    const { geometry } = feature;
    if (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') {
      made.shapes.features.push({ type: 'Feature', geometry, properties: { id: feature.id, rank: rank(thing.severity), dash: thing.kind !== 'warning', kind: thing.kind, title: thing.title } });
    }
    const symbol = drawn(feature, lang);
    if (symbol) (thing.layer === 'gauges' ? made.plates : thing.layer === 'units' ? made.units : made.crowd).features.push(symbol);
  }
  return made;
}

function empty<T extends FeatureCollection<Geometry, unknown>>(): T {
  return { type: 'FeatureCollection', features: [] } as unknown as T;
}

/** Things by subject, with how many there are in each layer. */
export class Things {
  #by = new Map<string, MapFeature>();
  counts: Record<Layer, number> = none();
  more = false;

  replace(items: MapItems): void {
    this.#by = new Map(items.features.map((feature) => [feature.id, feature]));
    this.more = items.more;
    this.#count();
  }

  /** Takes in what was asked for by subject: what came, and what has left. */
  patch(items: MapItems): void {
    for (const subject of items.gone) this.#by.delete(subject);
    for (const feature of items.features) this.#by.set(feature.id, feature);
    this.#count();
  }

  get(subject: string | null): MapFeature | null {
    return (subject !== null && this.#by.get(subject)) || null;
  }

  all(): Iterable<MapFeature> {
    return this.#by.values();
  }

  get size(): number {
    return this.#by.size;
  }

  #count(): void {
    const counts = none();
    for (const { properties } of this.#by.values()) counts[properties.layer] = (counts[properties.layer] ?? 0) + 1;
    this.counts = counts;
  }
}

function none(): Record<Layer, number> {
  return Object.fromEntries(LAYERS.map((layer) => [layer, 0])) as Record<Layer, number>;
}
