// A place as somebody types it: a name in either script without marks, a grid reference, or latitude and longitude.

import type { Lang, MapVillage, Municipality } from '../api/types';
import { fits, fold } from './fold';
import { fromMgrs, mgrs } from './mgrs';
import { allNames, nameOf, otherName } from './place';

export interface Spot {
  key: string;
  name: string;
  other: string;
  /** Longitude, latitude. */
  at: [number, number];
  /** How close to go. */
  zoom: number;
  kind: 'area' | 'village' | 'point';
  /** Code of the municipality, where it is one. */
  area?: string;
}

const [AREA_ZOOM, VILLAGE_ZOOM, POINT_ZOOM] = [10.5, 13, 13.5];

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)\s*(?:[°D]\s*(?:(\d+(?:\.\d+)?)\s*['′]\s*)?(?:(\d+(?:\.\d+)?)\s*(?:"|″|''))?)?`;
const AFTER = new RegExp(String.raw`\s*${NUMBER}\s*([NSEW])?`, 'gy');
const BEFORE = new RegExp(String.raw`\s*([NSEW])\s*${NUMBER}`, 'gy');

/** `42.2535 20.6216`, `42,2535 N 20,6216 E`, `42°15'12"N 20°37'18"E`: latitude first, unless letters say otherwise. */
export function degrees(text: string): [number, number] | null {
  const plain = text.toUpperCase().replace(/(\d),(\d)/g, '$1.$2').replace(/[,;]/g, ' ').trim();
  const led = /^[NSEW]/.test(plain);
  const matches = [...plain.matchAll(led ? BEFORE : AFTER)];
  if (matches.length !== 2 || matches.map(([whole]) => whole).join('') !== plain) return null;
  const [a, b] = matches.map((match) => {
    const [axis = '', whole = '0', minutes = '0', seconds = '0'] = led ? match.slice(1) : [match[4], ...match.slice(1, 4)];
    const size = Math.abs(Number(whole)) + Number(minutes) / 60 + Number(seconds) / 3600;
    return { value: (whole.startsWith('-') || /[SW]/.test(axis) ? -1 : 1) * size, axis };
  });
  if (!a || !b) return null;
  const turned = /[EW]/.test(a.axis) || /[NS]/.test(b.axis);
  const [lat, lon] = turned ? [b.value, a.value] : [a.value, b.value];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null;
}

export function spots(typed: string, areas: readonly Municipality[], villages: readonly MapVillage[], lang: Lang, max: number): Spot[] {
  if (typed.trim() === '') return [];
  const grid = fromMgrs(typed);
  const point = grid ?? pointOf(degrees(typed));
  const found: (Spot & { rank: number })[] = [];
  if (point) {
    const name = mgrs(point.lat, point.lon) ?? `${point.lat.toFixed(4)} ${point.lon.toFixed(4)}`;
    found.push({ key: 'point', name, other: latLon(point.lat, point.lon), at: [point.lon, point.lat], zoom: grid ? zoomOf(grid.metres) : POINT_ZOOM, kind: 'point', rank: -1 });
  }
  const folded = fold(typed);
  const best = (names: readonly string[]) => names.map((name) => fits(name, folded)).filter((rank) => rank !== null).sort()[0];
  for (const area of areas) {
    const rank = best(allNames(area));
    if (rank !== undefined) found.push({ key: `a/${area.code}`, name: nameOf(area, lang), other: otherName(area, lang) ?? '', at: area.seat, zoom: AREA_ZOOM, kind: 'area', area: area.code, rank });
  }
  for (const [n, village] of villages.entries()) {
    const rank = best(Object.values(village.name));
    if (rank === undefined) continue;
    const name = village.name[lang] ?? village.name['sq'] ?? '';
    const home = areas.find((area) => area.code === village.area);
    found.push({ key: `v/${n}`, name, other: home ? nameOf(home, lang) : '', at: village.at, zoom: VILLAGE_ZOOM, kind: 'village', rank: rank + 0.5 });
  }
  return found.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name)).slice(0, max);
}

const pointOf = (both: [number, number] | null) => (both ? { lat: both[0], lon: both[1] } : null);

/** The coarser the reference, the farther off one stands. */
function zoomOf(metres: number): number {
  return metres >= 100_000 ? 8 : metres >= 10_000 ? 10 : metres >= 1_000 ? 12 : POINT_ZOOM;
}

/** `42.2535 N 20.6216 E`. */
export function latLon(lat: number, lon: number): string {
  return `${Math.abs(lat).toFixed(4)} ${lat < 0 ? 'S' : 'N'} ${Math.abs(lon).toFixed(4)} ${lon < 0 ? 'W' : 'E'}`;
}
