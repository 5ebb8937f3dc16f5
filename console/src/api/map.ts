// The map on the wire: GeoJSON, longitude first.

import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { ByLang, Severity, Time } from './types';

export interface MapArea {
  code: string;
  seat: [number, number];
  shape?: Geometry;
  radius_km?: number;
}

export interface MapVillage {
  name: ByLang;
  area: string;
  at: [number, number];
}

export interface MapBase {
  bounds: [number, number, number, number];
  approximate: boolean;
  note: ByLang;
  outline: FeatureCollection | null;
  rivers: FeatureCollection | null;
  areas: MapArea[];
  villages: MapVillage[];
}

export const LAYERS = ['signals', 'gauges', 'units', 'shelters', 'facilities', 'tasks', 'warnings'] as const;
export type Layer = (typeof LAYERS)[number];

export interface MapReading {
  property: string;
  value: number;
  unit: string;
  at: Time;
  trend?: number;
}

export interface MapThing {
  layer: Layer;
  kind: string;
  title: string;
  number?: string;
  state?: string;
  severity: Severity;
  life_at_risk?: boolean;
  when: Time;
  due?: Time;
  agency?: string;
  areas?: string[];
  what?: string;
  sidc?: string;
  reading?: MapReading;
  stale?: boolean;
  exercise?: string;
}

export type MapFeature = Feature<Geometry, MapThing> & { id: string };

export interface MapItems {
  type: 'FeatureCollection';
  at: Time;
  features: MapFeature[];
  more: boolean;
  counts: Partial<Record<Layer, number>>;
  gone: string[];
}

export interface MapAsked {
  bbox?: string;
  kinds?: string;
  since?: Time;
  until?: Time;
  at?: Time;
  subjects?: string;
}

export interface MapHistory {
  since: Time;
  until: Time;
  bucket_s: number;
  counts: number[];
  more: boolean;
}
