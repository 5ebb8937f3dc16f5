// Places as people name them: the reader's language first, the other official name beside it.

import type { Lang, Municipality, Place, Profile } from '../api/types';

export function nameOf(area: Municipality, lang: Lang): string {
  return area.name[lang] ?? area.name['sq'] ?? area.code;
}

/** The other official name, where it differs. */
export function otherName(area: Municipality, lang: Lang): string | null {
  const other = area.name[lang === 'sr' ? 'sq' : 'sr'];
  return other && other !== nameOf(area, lang) ? other : null;
}

/** Every name that a search may hit, Cyrillic too. */
export function allNames(area: Municipality): string[] {
  return [...Object.values(area.name), ...area.also, area.code];
}

export function areaOf(profile: Profile, code: string): Municipality | null {
  return profile.municipalities.find((area) => area.code === code) ?? null;
}

/** Names of areas for a line of text. */
export function areaNames(profile: Profile, codes: readonly string[], lang: Lang): string[] {
  return codes.map((code) => {
    const area = areaOf(profile, code);
    return area ? nameOf(area, lang) : code;
  });
}

/** The point that stands for a place: a drawn point, else the middle of the box around its shape; [lon, lat]. */
export function pointOf(place: Place): [number, number] | null {
  const points = pointsOf(place.geometry?.coordinates);
  if (points.length === 0) return null;
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return [middle(points.map(([lon]) => lon)), middle(points.map(([, lat]) => lat))];
}

/** All points of GeoJSON coordinates, however deep. */
function pointsOf(at: unknown): [number, number][] {
  if (!Array.isArray(at)) return [];
  const [lon, lat] = at as unknown[];
  if (typeof lon === 'number' && typeof lat === 'number') return [[lon, lat]];
  return at.flatMap(pointsOf);
}

/** People in the areas: the sum of the counts and of both ends of their ranges. */
export function people(profile: Profile, codes: readonly string[]): { estimate: number; low: number; high: number } {
  const sum = { estimate: 0, low: 0, high: 0 };
  for (const code of codes) {
    const area = areaOf(profile, code);
    if (!area) continue;
    sum.estimate += area.plan ? area.population : Math.round((area.low + area.high) / 2);
    sum.low += area.low;
    sum.high += area.high;
  }
  return sum;
}

/** Every language that one of the areas has as official, in the order of the profile. */
export function officialLanguages(profile: Profile, codes: readonly string[]): string[] {
  const all = new Set(codes.flatMap((code) => areaOf(profile, code)?.languages ?? []));
  const ordered = profile.languages.filter((lang) => all.has(lang));
  return [...ordered, ...[...all].filter((lang) => !ordered.includes(lang)).sort()];
}

/** Seats on a plane: longitude squeezed by the cosine of the middle latitude, fitted into a box with a margin. */
export function plane(
  seats: readonly [number, number][],
  width: number,
  height: number,
  margin: number,
): (point: [number, number]) => { x: number; y: number } {
  const lons = seats.map(([lon]) => lon);
  const lats = seats.map(([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [wide, tall] = [Math.max((east - west) * squeeze, 1e-6), Math.max(north - south, 1e-6)];
  const scale = Math.min((width - 2 * margin) / wide, (height - 2 * margin) / tall);
  const [left, top] = [(width - wide * scale) / 2, (height - tall * scale) / 2];
  return ([lon, lat]) => ({ x: left + (lon - west) * squeeze * scale, y: top + (north - lat) * scale });
}
