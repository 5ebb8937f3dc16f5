// What lies under the map, as sources: outline, rivers rounded off, municipalities as boundaries or as seats, names in the
// reader's language, the squares of the grid.

import type { Feature, FeatureCollection, LineString, Point, Polygon, Position } from 'geojson';
import type { Lang, MapBase, Profile } from '../api/types';
import { squares } from '../lib/mgrs';
import { areaOf, nameOf, otherName } from '../lib/place';

export interface Ground {
  outline: FeatureCollection;
  rivers: FeatureCollection;
  areas: FeatureCollection;
  names: FeatureCollection<Point>;
  grid: FeatureCollection;
}

/** The seats that are named first, and with their other name: the regions. */
const FIRST_PEOPLE = 60_000;

/** Corners cut twice (Chaikin): a coarse drawing need not look like a ruler. */
export function rounded(line: Position[], times = 2): Position[] {
  let points = line;
  for (let n = 0; n < times; n += 1) {
    const next: Position[] = [];
    points.slice(1).forEach(([x2 = 0, y2 = 0], at) => {
      const [x1 = 0, y1 = 0] = points[at] ?? [];
      if (at > 0) next.push([x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25]);
      else next.push([x1, y1]);
      if (at < points.length - 2) next.push([x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75]);
      else next.push([x2, y2]);
    });
    points = next;
  }
  return points;
}

const collection = <F extends Feature>(features: F[]): FeatureCollection<F['geometry']> => ({ type: 'FeatureCollection', features });

function water(base: MapBase, lang: Lang): FeatureCollection {
  const features = (base.rivers?.features ?? []).map((feature) => {
    const names = (feature.properties?.['name'] ?? {}) as Record<string, string>;
    const properties = { role: String(feature.properties?.['role'] ?? 'river'), order: Number(feature.properties?.['order'] ?? 2), name: names[lang] ?? names['sq'] ?? '' };
    const { geometry } = feature;
    if (geometry.type === 'LineString') return { ...feature, properties, geometry: { ...geometry, coordinates: rounded(geometry.coordinates) } as LineString };
    if (geometry.type === 'Polygon') return { ...feature, properties, geometry: { ...geometry, coordinates: geometry.coordinates.map((ring) => rounded(ring)) } as Polygon };
    return { ...feature, properties };
  });
  return collection(features);
}

function names(base: MapBase, profile: Profile, lang: Lang): FeatureCollection<Point> {
  const features: Feature<Point>[] = [];
  for (const { code, seat } of base.areas) {
    const area = areaOf(profile, code);
    if (!area) continue;
    const first = area.high >= FIRST_PEOPLE;
    const other = otherName(area, lang) ?? '';
    features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: seat }, properties: { role: 'seat', code, name: nameOf(area, lang), other: first ? other : '', first, people: -area.population } });
  }
  for (const village of base.villages) {
    features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: village.at }, properties: { role: 'village', name: village.name[lang] ?? village.name['sq'] ?? '', people: 0 } });
  }
  for (const feature of base.outline?.features ?? []) {
    if (feature.geometry.type !== 'Point') continue;
    const code = String(feature.properties?.['code'] ?? '');
    features.push({ type: 'Feature', geometry: feature.geometry, properties: { role: 'neighbour', name: [...code].join(' '), people: 1 } });
  }
  return collection(features);
}

function grid([west, south, east, north]: MapBase['bounds']): FeatureCollection {
  const ROOM = 1.2;
  const { lines, names: letters } = squares(west - ROOM, south - ROOM, east + ROOM, north + ROOM);
  const drawn: Feature[] = lines.map((coordinates) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: {} }));
  return collection([...drawn, ...letters.map(({ name, at }): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { name } }))]);
}

export function ground(base: MapBase, profile: Profile, lang: Lang): Ground {
  const areas: Feature[] = base.areas.flatMap(({ code, shape }) => (shape ? [{ type: 'Feature', geometry: shape, properties: { code } }] : []));
  return {
    outline: base.outline ?? collection([]),
    rivers: water(base, lang),
    areas: collection(areas),
    names: names(base, profile, lang),
    grid: grid(base.bounds),
  };
}
