// Draws `outline.geojson` of a profile: the country and its neighbours, cut to a box, from Natural Earth 1:10m (public
// domain) as npm's `world-atlas` carries it (ISC). It is a drawing for finding one's way: it says nothing about where
// anybody's border is, and an operator may put another file in its place.
//
// node tools/outline.mjs ../profiles/kosovo/outline.geojson

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature, mesh } from 'topojson-client';

/** West, south, east, north of what is kept: more than a map of the country ever shows at first. */
const BOX = [18.6, 40.8, 23.2, 44.4];
const COUNTRY = 'Kosovo';
/** Neighbours by code, with where the code stands on the map. */
const NEIGHBOURS = { AL: ['Albania', [20.18, 42.06]], ME: ['Montenegro', [20.06, 42.95]], MK: ['Macedonia', [21.52, 41.93]], RS: ['Serbia', [21.62, 43.2]] };
const DIGITS = 1e4;

const topology = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-10m.json'), 'utf8'));
const countries = topology.objects.countries;
const geometry = (name) => countries.geometries.find((each) => each.properties.name.includes(name)) ?? fail(`there is no ${name} in world-atlas`);

function fail(why) {
  throw new Error(why);
}

const round = (number) => Math.round(number * DIGITS) / DIGITS;
const inside = ([x, y]) => x >= BOX[0] && x <= BOX[2] && y >= BOX[1] && y <= BOX[3];

/** The parts of a line that lie in the box, with one point beyond each end. */
function cut(line) {
  const parts = [];
  let part = null;
  line.forEach((point, at) => {
    if (!inside(point)) { part?.push(point); part = null; return; }
    if (!part) { part = at > 0 ? [line[at - 1]] : []; parts.push(part); }
    part.push(point);
  });
  return parts.map((each) => each.map((point) => point.map(round)));
}

const country = feature(topology, geometry(COUNTRY)).geometry;
const rings = country.type === 'Polygon' ? [country.coordinates] : country.coordinates;
const keep = (a, b) => Object.values(NEIGHBOURS).some(([name]) => [a, b].some((each) => each.properties.name.includes(name)));
const lines = mesh(topology, countries, (a, b) => a !== b && keep(a, b) && ![a, b].some((each) => each.properties.name === COUNTRY));

const out = {
  type: 'FeatureCollection',
  attribution: 'Natural Earth (public domain), by npm world-atlas (ISC); a drawing, not a boundary',
  features: [
    { type: 'Feature', properties: { role: 'country' }, geometry: { type: 'MultiPolygon', coordinates: rings.map((polygon) => polygon.map((ring) => ring.map((point) => point.map(round)))) } },
    { type: 'Feature', properties: { role: 'neighbours' }, geometry: { type: 'MultiLineString', coordinates: lines.coordinates.flatMap(cut).filter((line) => line.length > 1) } },
    ...Object.entries(NEIGHBOURS).map(([code, [, at]]) => ({ type: 'Feature', properties: { role: 'neighbour', code }, geometry: { type: 'Point', coordinates: at } })),
  ],
};
const to = process.argv[2] ?? fail('name the file to write');
writeFileSync(to, `${JSON.stringify(out).replace(/\{"type":"Feature",/g, '\n$&')}\n`);
const points = JSON.stringify(out).split('[').length;
console.log(`${to}: ${out.features.length} features, about ${points} points`);
