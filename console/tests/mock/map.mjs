// TEST DOUBLE: the map of the invented evening. The base is that of the Kosovo profile in the tree; gauges, units, shelters
// and facilities are invented, and so are the counts of the bars.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iso } from './world.mjs';

const PROFILE = join(import.meta.dirname, '../../../profiles/kosovo');
const json = (name) => JSON.parse(readFileSync(join(PROFILE, name), 'utf8'));
const MIN = 60_000;

export function base(world) {
  const [head, ...rows] = readFileSync(join(PROFILE, 'villages.csv'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split(','));
  const villages = rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
  return {
    bounds: [19.95, 41.82, 21.85, 43.3], approximate: true, note: { en: 'Areas are approximate.' }, outline: json('outline.geojson'), rivers: json('rivers.geojson'),
    areas: world.profile.municipalities.map(({ code, seat }) => ({ code, seat, radius_km: 10 })),
    villages: villages.map((row) => ({ name: { sq: row.name_sq, sr: row.name_sr, 'sr-Cyrl': row.name_sr_cyrl }, area: row.area, at: [Number(row.lon), Number(row.lat)] })),
  };
}

const point = (lon, lat) => ({ type: 'Point', coordinates: [lon, lat] });
const uuid = (n) => `0190b000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** What stands there whatever happens: gauges with a value at a time, crews, halls, things that people depend on. */
function register(now, at) {
  const ago = Math.max(0, (now - at) / 3_600_000);
  const gauge = (n, title, lon, lat, value, trend, more = {}) => ({ id: uuid(n), geometry: point(lon, lat), properties: { layer: 'gauges', kind: 'source', title, number: `g${n}`, severity: value > 3.2 ? 'Severe' : value > 2.6 ? 'Moderate' : 'Unknown', when: iso(at), reading: { property: 'water-level', value: Math.max(0.4, Math.round((value - trend * ago) * 100) / 100), unit: 'm', at: iso(at), trend }, ...more } });
  const unit = (n, sign, lon, lat, more = {}) => ({ id: uuid(n), geometry: point(lon, lat), properties: { layer: 'units', kind: 'unit', title: `Unit ${sign}`, number: sign, state: 'working', severity: 'Unknown', when: iso(at), ...more } });
  const place = (n, layer, title, lon, lat, what = '') => ({ id: uuid(n), geometry: point(lon, lat), properties: { layer, kind: layer === 'shelters' ? 'shelter' : 'facility', title, state: 'open', severity: 'Unknown', when: iso(at), what } });
  return [
    gauge(1, 'Gjonaj, Drini i Bardhë', 20.6216, 42.2535, 3.42, 0.18), gauge(2, 'Kpuz, Drini i Bardhë', 20.555, 42.573, 2.05, 0, { stale: true }), gauge(3, 'Gjakovë, Ereniku', 20.535, 42.45, 2.31, 0.06), gauge(4, 'Drelaj, Lumëbardhi', 20.12, 42.715, 1.04, 0),
    unit(11, 'AME', 21.1, 42.6), unit(12, 'PK', 20.27, 42.6), unit(13, 'PK', 20.9, 42.25), unit(14, 'ZF', 20.47, 42.34), unit(15, 'ZF', 20.75, 42.17), unit(16, 'FRB', 20.7, 42.25, { sidc: 'SFGPUCVRW------', title: 'Boat team 2' }),
    place(21, 'shelters', 'Sports hall, Rahovec', 20.66, 42.402), place(22, 'shelters', 'School, Gjakovë', 20.43, 42.39),
    place(31, 'facilities', 'Regional hospital, Prizren', 20.735, 42.22, 'hospital'), place(32, 'facilities', 'Fire station, Prizren', 20.745, 42.205, 'fire-station'),
    ...Array.from({ length: 12 }, (_, n) => place(40 + n, 'facilities', `School ${n + 1}`, 21.17 + (n % 4) * 0.03, 42.64 + Math.floor(n / 4) * 0.025, 'school')),
    ...Array.from({ length: 5 }, (_, n) => place(60 + n, 'facilities', `Pump ${n + 1}`, 20.99 + (n % 3) * 0.03, 42.82 + Math.floor(n / 3) * 0.03, 'pump')),
  ].map((feature) => ({ type: 'Feature', ...feature }));
}

function middle(world, place) {
  const shape = place?.geometry;
  if (shape) return shape;
  const seats = (place?.areas ?? []).map((code) => world.profile.municipalities.find((area) => area.code === code)?.seat).filter(Boolean);
  if (seats.length === 0) return null;
  return point(seats.reduce((sum, [lon]) => sum + lon, 0) / seats.length, seats.reduce((sum, [, lat]) => sum + lat, 0) / seats.length);
}

function circles(world, place) {
  const ring = ([lon, lat]) => Array.from({ length: 33 }, (_, n) => [lon + 0.11 * Math.cos((n % 32) * Math.PI / 16), lat + 0.08 * Math.sin((n % 32) * Math.PI / 16)]);
  const seats = (place?.areas ?? []).map((code) => world.profile.municipalities.find((area) => area.code === code)?.seat).filter(Boolean);
  return seats.length === 0 ? null : { type: 'MultiPolygon', coordinates: seats.map((seat) => [ring(seat)]) };
}

const OPEN = { incident: ['active'], task: ['sent', 'acknowledged', 'started'], draft: ['draft', 'submitted', 'approved', 'refused'], warning: ['in-force'] };
const LAYER = { incident: 'signals', task: 'tasks', draft: 'warnings', warning: 'warnings', report: 'signals', alarm: 'signals', bulletin: 'signals' };

function feature(world, item) {
  const { body, kind } = item;
  const layer = LAYER[kind];
  if (!layer || (OPEN[kind] && !OPEN[kind].includes(body.state))) return null;
  const triage = world.triageOf(item.subject);
  if (triage?.body.outcome === 'dismissed') return null;
  const place = body.content?.place ?? body.place;
  const geometry = layer === 'warnings' ? (place?.geometry ?? circles(world, place)) : middle(world, place);
  if (!geometry) return null;
  const title = typeof body.title === 'string' ? body.title : (body.title?.en ?? Object.values(body.title ?? {})[0] ?? Object.values(body.content?.texts ?? {})[0]?.headline ?? '');
  return { type: 'Feature', id: item.subject, geometry, properties: { layer, kind, title, ...(body.number ? { number: body.number } : {}), severity: body.content?.severity ?? body.severity ?? 'Unknown', ...(body.life_at_risk ? { life_at_risk: true } : {}), when: body.seen ?? item.at, exercise: 'drini-flood' } };
}

/** The version of each subject that was the newest at a moment. */
function standing(world, at) {
  const items = [];
  for (const { history } of world.subjects.values()) {
    const then = history.find((item) => Date.parse(item.shown ?? item.body.seen ?? item.at) <= at);
    if (then) items.push(then);
  }
  return items;
}

export function items(world, q) {
  const now = world.now();
  const at = q.get('at') ? Date.parse(q.get('at')) : now;
  const all = [...(world.empty ? [] : register(now, at)), ...standing(world, at).map((item) => feature(world, item)).filter(Boolean), ...(world.crowd ?? [])];
  const asked = q.get('subjects')?.split(',').map((subject) => subject.replace(/^triage-/, ''));
  const features = asked ? all.filter(({ id }) => asked.includes(id)) : all;
  const counts = {};
  for (const { properties } of features) counts[properties.layer] = (counts[properties.layer] ?? 0) + 1;
  return { type: 'FeatureCollection', at: iso(at), features, more: false, counts, gone: (asked ?? []).filter((subject) => !features.some(({ id }) => id === subject)) };
}

/** A quiet day with a loud evening. */
export function history(world, q) {
  const bucket = Number(q.get('bucket_s') ?? 900);
  const until = world.now();
  const count = Math.floor(86_400 / bucket);
  const counts = Array.from({ length: count }, (_, n) => Math.round(3 + 2 * Math.sin(n * 1.7) + (n > count * 0.55 ? ((n - count * 0.55) ** 1.6) / 9 : 0) + (n % 7 === 0 ? 4 : 0)));
  return { since: iso(until - count * bucket * 1_000), until: iso(until), bucket_s: bucket, counts, more: false };
}

/** As many invented reports as are asked for, for the bench: spread over the country, `seed` decides where. */
export function crowd(count, seed = 7) {
  let state = seed;
  const chance = () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state / 2_147_483_648; };
  const severities = ['Unknown', 'Minor', 'Minor', 'Moderate', 'Moderate', 'Severe'];
  return Array.from({ length: count }, (_, n) => ({ type: 'Feature', id: `0190c000-0000-7000-8000-${String(n).padStart(12, '0')}`, geometry: point(20.1 + 1.6 * chance(), 42 + 1.1 * chance()), properties: { layer: 'signals', kind: 'report', title: `Report ${n}`, severity: severities[Math.floor(chance() * severities.length)], when: iso(1_790_000_000_000 + n * MIN), exercise: 'drini-flood' } }));
}

/** A thing of the register as an item of its own; null for any other subject. */
export function item(world, subject) {
  const found = register(world.now(), world.now()).find(({ id }) => id === subject);
  if (!found) return null;
  const { title: name, kind, number, what, state } = found.properties;
  const body = { name, agency: 'ame', what, state, place: { words: '', areas: [], geometry: found.geometry }, ...(kind === 'unit' ? { sign: number } : { code: number }), ...(kind === 'shelter' ? { room: 120 } : {}), ...(kind === 'source' ? { period_s: 600, owner: 'ihmk', agency: undefined } : {}) };
  return { subject, kind, version: subject, heads: [subject], at: iso(world.now()), author: { id: 'p-node', name: '', agency: 'ame' }, label: world.label(), exercise: null, body };
}
