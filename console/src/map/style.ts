// The style of the map, written from the tokens: always quieter than what lies on it. There is no address in it, so
// nothing is fetched: letters are drawn by the browser from the fonts of the console.

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Token } from './glyphs';

const PLAIN = ['IBM Plex Sans'];
const STRONG = ['Semibold', 'IBM Plex Sans'];
const SLANTED = ['Italic', 'IBM Plex Sans'];
const CODE = ['IBM Plex Mono'];

/** From here on two things are apart on the ground, and nothing is clustered. */
export const CLUSTER_ZOOM_MAX = 13;
const CLUSTER_RADIUS_PX = 34;
const UNITS_RADIUS_PX = 18;
const CLUSTER_MIN = 4;
/** Seats of municipalities with so many people are named whatever stands on them: one finds one's way by them. */
const REGION_PEOPLE = 75_000;

const EMPTY = { type: 'FeatureCollection' as const, features: [] };
const role = (name: string): ExpressionSpecification => ['==', ['get', 'role'], name];

const bySeverity = (of: ExpressionSpecification, token: Token): ExpressionSpecification =>
  ['match', of, 4, token('extreme'), 3, token('severe'), 2, token('moderate'), 1, token('minor'), token('still')];

export function style(token: Token): StyleSpecification {
  const geojson = (more: object = {}) => ({ type: 'geojson' as const, data: EMPTY, ...more });
  return {
    version: 8,
    sources: {
      outline: geojson(), rivers: geojson(), areas: geojson({ promoteId: 'code' }), names: geojson(), grid: geojson(),
      units: geojson({ promoteId: 'id', cluster: true, clusterRadius: UNITS_RADIUS_PX, clusterMaxZoom: CLUSTER_ZOOM_MAX, clusterMinPoints: CLUSTER_MIN }),
      shapes: geojson({ promoteId: 'id' }), plates: geojson({ promoteId: 'id' }), chosen: geojson(), sketch: geojson(),
      crowd: geojson({ promoteId: 'id', cluster: true, clusterRadius: CLUSTER_RADIUS_PX, clusterMaxZoom: CLUSTER_ZOOM_MAX, clusterMinPoints: CLUSTER_MIN, clusterProperties: { rank: ['max', ['get', 'rank']] } }),
    },
    layers: [...land(token), ...shapes(token), ...names(token), ...symbols(token), ...sketch(token)],
  };
}

function land(token: Token): LayerSpecification[] {
  return [
    { id: 'out', type: 'background', paint: { 'background-color': token('map-out') } },
    { id: 'land', type: 'fill', source: 'outline', filter: role('country'), paint: { 'fill-color': token('map-land') } },
    { id: 'area-chosen', type: 'fill', source: 'areas', paint: { 'fill-color': token('map-land-2'), 'fill-opacity': ['case', ['boolean', ['feature-state', 'on'], false], 1, 0] } },
    { id: 'grid', type: 'line', source: 'grid', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': token('map-grid'), 'line-width': 1.5 } },
    { id: 'area-lines', type: 'line', source: 'areas', paint: { 'line-color': token('map-border'), 'line-width': 1 } },
    { id: 'neighbours', type: 'line', source: 'outline', filter: role('neighbours'), paint: { 'line-color': token('map-border'), 'line-width': 1 } },
    { id: 'frame', type: 'line', source: 'outline', filter: role('country'), layout: { 'line-join': 'round' }, paint: { 'line-color': token('map-frame'), 'line-width': 1.5 } },
    { id: 'lakes', type: 'fill', source: 'rivers', filter: role('lake'), paint: { 'fill-color': token('map-water') } },
    { id: 'rivers', type: 'line', source: 'rivers', filter: role('river'), layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': token('map-water'), 'line-width': ['interpolate', ['linear'], ['zoom'], 7, ['match', ['get', 'order'], 1, 1.4, 0.6], 12, ['match', ['get', 'order'], 1, 3.4, 1.8]] } },
  ];
}

function shapes(token: Token): LayerSpecification[] {
  const colour = bySeverity(['get', 'rank'], token);
  const hatch: ExpressionSpecification = ['match', ['get', 'rank'], 4, 'hatch-extreme', 3, 'hatch-severe', 2, 'hatch-moderate', 1, 'hatch-minor', 'hatch-unknown'];
  return [
    { id: 'shape-hatch', type: 'fill', source: 'shapes', paint: { 'fill-pattern': hatch } },
    { id: 'shape-now', type: 'line', source: 'shapes', filter: ['!', ['get', 'dash']], paint: { 'line-color': colour, 'line-width': 1.8 } },
    { id: 'shape-not-yet', type: 'line', source: 'shapes', filter: ['get', 'dash'], paint: { 'line-color': colour, 'line-width': 1.6, 'line-dasharray': [3.5, 2.4] } },
  ];
}

function names(token: Token): LayerSpecification[] {
  const halo = { 'text-halo-color': token('map-halo'), 'text-halo-width': 1.6 };
  const anchors = { 'text-variable-anchor': ['left' as const, 'right' as const, 'top' as const, 'bottom' as const], 'text-radial-offset': 0.55, 'text-justify': 'auto' as const };
  const seat: ExpressionSpecification = ['all', role('seat'), ['get', 'first']];
  const region: ExpressionSpecification = ['all', seat, ['<=', ['get', 'people'], -REGION_PEOPLE]];
  const small: ExpressionSpecification = ['all', role('seat'), ['!', ['get', 'first']]];
  const dot = (id: string, filter: ExpressionSpecification, size: number, zoom: number): LayerSpecification =>
    ({ id, type: 'circle', source: 'names', minzoom: zoom, filter, paint: { 'circle-radius': size, 'circle-color': token('map-text'), 'circle-opacity': 0.75 } });
  const both: ExpressionSpecification = ['format', ['get', 'name'], { 'text-font': ['literal', STRONG], 'text-color': token('ink') }, ['case', ['==', ['get', 'other'], ''], '', ['concat', '\n', ['get', 'other']]], { 'font-scale': 0.96, 'text-color': token('map-text') }];
  const seats = (id: string, filter: ExpressionSpecification, more: { 'text-overlap'?: 'always' } = {}): LayerSpecification =>
    ({ id, type: 'symbol', source: 'names', filter, layout: { ...anchors, ...more, 'symbol-sort-key': ['get', 'people'], 'text-field': both, 'text-font': PLAIN, 'text-size': 12.5, 'text-line-height': 1.15 }, paint: halo });
  return [
    { id: 'grid-names', type: 'symbol', source: 'grid', filter: ['==', ['geometry-type'], 'Point'], maxzoom: 9.5, layout: { 'text-field': ['get', 'name'], 'text-font': CODE, 'text-size': 11.5 }, paint: { 'text-color': token('map-text'), 'text-opacity': 0.65 } },
    { id: 'neighbour-names', type: 'symbol', source: 'names', filter: role('neighbour'), layout: { 'text-field': ['get', 'name'], 'text-font': PLAIN, 'text-size': 12, 'text-letter-spacing': 0.1 }, paint: { 'text-color': token('map-text') } },
    { id: 'river-names', type: 'symbol', source: 'rivers', minzoom: 7.6, filter: ['all', role('river'), ['==', ['get', 'order'], 1]], layout: { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-field': ['get', 'name'], 'text-font': SLANTED, 'text-size': 12, 'text-offset': [0, -0.8] }, paint: { 'text-color': token('map-flood'), ...halo } },
    dot('village-dots', role('village'), 1.8, 10), dot('small-dots', small, 1.9, 7.4), dot('seat-dots', seat, 2.6, 6),
    { id: 'village-names', type: 'symbol', source: 'names', minzoom: 10, filter: role('village'), layout: { ...anchors, 'text-field': ['get', 'name'], 'text-font': PLAIN, 'text-size': 11.5 }, paint: { 'text-color': token('map-text'), ...halo } },
    { id: 'small-names', type: 'symbol', source: 'names', minzoom: 7.4, filter: small, layout: { ...anchors, 'symbol-sort-key': ['get', 'people'], 'text-field': ['get', 'name'], 'text-font': PLAIN, 'text-size': 12 }, paint: { 'text-color': token('map-text'), ...halo } },
    seats('seat-names', ['all', seat, ['>', ['get', 'people'], -REGION_PEOPLE]]), seats('region-names', region, { 'text-overlap': 'always' }),
  ];
}

function symbols(token: Token): LayerSpecification[] {
  const single: ExpressionSpecification = ['!', ['has', 'point_count']];
  const label = { 'text-color': token('ink') };
  const worst = bySeverity(['get', 'rank'], token);
  const plate: ExpressionSpecification = ['case', ['==', ['slice', ['get', 'icon'], 0, 6], 'silent'], 'plate-late', ['match', ['get', 'rank'], 4, 'plate-extreme', 3, 'plate-severe', 2, 'plate-moderate', 'plate']];
  const pill: ExpressionSpecification = ['==', ['get', 'icon'], 'pill'];
  const all = { 'icon-allow-overlap': true, 'icon-ignore-placement': false, 'symbol-sort-key': ['get', 'rank'] as ExpressionSpecification };
  const crowd = (id: string, source: string, width: ExpressionSpecification | number, edge: ExpressionSpecification | string, fill = token('lift')): LayerSpecification =>
    ({ id, type: 'circle', source, filter: ['has', 'point_count'], paint: { 'circle-radius': ['step', ['get', 'point_count'], 11, 100, 14, 1000, 17], 'circle-color': fill, 'circle-stroke-width': width, 'circle-stroke-color': edge } });
  const count = (id: string, source: string, ink = token('ink')): LayerSpecification =>
    ({ id, type: 'symbol', source, filter: ['has', 'point_count'], layout: { 'text-field': ['get', 'point_count_abbreviated'], 'text-font': STRONG, 'text-size': 12, 'text-allow-overlap': true }, paint: { 'text-color': ink } });
  return [
    crowd('cluster', 'crowd', ['step', ['coalesce', ['get', 'rank'], 0], 1.4, 3, 2.4], ['case', ['>=', ['coalesce', ['get', 'rank'], 0], 2], worst, token('edge')]),
    count('cluster-count', 'crowd'),
    { id: 'glyphs', type: 'symbol', source: 'crowd', filter: single, layout: { ...all, 'icon-image': ['get', 'icon'] } },
    crowd('units-cluster', 'units', 1.4, token('sym-ink'), token('sym-civil')),
    count('units-count', 'units', token('sym-ink')),
    { id: 'forces', type: 'symbol', source: 'units', filter: ['all', single, ['!', pill]], layout: { ...all, 'icon-image': ['get', 'icon'], 'text-field': ['get', 'words'], 'text-font': STRONG, 'text-size': 11, 'text-offset': [0, 1.5], 'text-optional': true }, paint: { ...label, 'text-halo-color': token('map-halo'), 'text-halo-width': 1.6 } },
    { id: 'pills', type: 'symbol', source: 'units', filter: ['all', single, pill], layout: { ...all, 'icon-image': 'pill', 'icon-text-fit': 'both', 'text-field': ['get', 'words'], 'text-font': STRONG, 'text-size': 10.5, 'text-allow-overlap': true }, paint: { 'text-color': token('sym-ink') } },
    { id: 'gauges', type: 'symbol', source: 'plates', layout: { ...all, 'icon-image': ['get', 'icon'] } },
    { id: 'plates', type: 'symbol', source: 'plates', filter: ['!=', ['get', 'words'], ''], minzoom: 7, layout: { 'icon-image': plate, 'icon-text-fit': 'both', 'text-field': ['get', 'words'], 'text-font': STRONG, 'text-size': 12, 'text-variable-anchor': ['left', 'right', 'bottom', 'top'], 'text-radial-offset': 1.35, 'text-justify': 'center', 'symbol-sort-key': ['-', 0, ['get', 'rank']] }, paint: label },
    { id: 'chosen-glyph', type: 'symbol', source: 'chosen', filter: ['!=', ['get', 'icon'], ''], layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
    { id: 'chosen-ring', type: 'circle', source: 'chosen', paint: { 'circle-radius': 15, 'circle-color': 'transparent', 'circle-stroke-width': 2.4, 'circle-stroke-color': token('act') } },
  ];
}

function sketch(token: Token): LayerSpecification[] {
  return [
    { id: 'sketch-fill', type: 'fill', source: 'sketch', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': token('act'), 'fill-opacity': 0.14 } },
    { id: 'sketch-line', type: 'line', source: 'sketch', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': token('act'), 'line-width': 2, 'line-dasharray': [3, 2] } },
    { id: 'sketch-point', type: 'circle', source: 'sketch', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 4, 'circle-color': token('lift'), 'circle-stroke-width': 2, 'circle-stroke-color': token('act') } },
  ];
}
