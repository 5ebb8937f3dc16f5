// What is drawn or measured with the finger or the keys, point by point: never more than a person can see to.

import type { Feature, FeatureCollection } from 'geojson';
import type { MapBase } from '../api/types';
import type { DrawnArea } from '../app/drawn.svelte';
import { areaKm2, crosses, inside, kilometres, lengthKm, type Point } from '../lib/measure';

const POINTS_MAX = 200;
const DIGITS = 1e5;

export type Mode = 'none' | 'draw' | 'measure';

export class Sketch {
  mode = $state<Mode>('none');
  points = $state.raw<Point[]>([]);
  /** The ring is closed: what it is for can be chosen. */
  closed = $state(false);

  start(mode: Mode): void {
    this.mode = this.mode === mode ? 'none' : mode;
    this.points = [];
    this.closed = false;
  }

  add([lon, lat]: Point): void {
    if (this.mode === 'none' || this.closed || this.points.length >= POINTS_MAX) return;
    this.points = [...this.points, [Math.round(lon * DIGITS) / DIGITS, Math.round(lat * DIGITS) / DIGITS]];
  }

  undo(): void {
    if (this.closed) this.closed = false;
    else this.points = this.points.slice(0, -1);
  }

  close(): void {
    this.closed = this.mode === 'draw' && this.points.length >= 3 && !this.crossed;
  }

  get crossed(): boolean {
    return this.mode === 'draw' && this.points.length > 3 && crosses(this.points);
  }

  get km(): number {
    return lengthKm(this.points);
  }

  get km2(): number {
    return this.points.length >= 3 ? areaKm2(this.points) : 0;
  }

  drawn(): FeatureCollection {
    const features: Feature[] = this.points.map((at) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: at } }));
    const [first] = this.points;
    if (first && this.points.length > 1) {
      const ring = this.mode === 'draw' && this.points.length > 2;
      features.unshift({ type: 'Feature', properties: {}, geometry: ring ? { type: 'Polygon', coordinates: [[...this.points, first]] } : { type: 'LineString', coordinates: this.points } });
    }
    return { type: 'FeatureCollection', features };
  }

  /** The closed ring, with the municipalities that it touches as far as their shapes are known. */
  area(base: MapBase): DrawnArea | null {
    const [first] = this.points;
    if (!this.closed || !first) return null;
    return { ring: [...this.points, first], areas: base.areas.filter((area) => touches(this.points, area)).map(({ code }) => code) };
  }
}

function touches(ring: readonly Point[], area: MapBase['areas'][number]): boolean {
  if (inside(area.seat, ring)) return true;
  const { shape, radius_km: radius } = area;
  if (shape?.type === 'Polygon') return ring.some((point) => inside(point, (shape.coordinates[0] ?? []) as Point[]));
  if (shape?.type === 'MultiPolygon') return ring.some((point) => shape.coordinates.some((polygon) => inside(point, (polygon[0] ?? []) as Point[])));
  return radius !== undefined && ring.some((point) => kilometres(point, area.seat) <= radius);
}
