// MapLibre behind a small door. A file of its own, so that it is fetched only where a map is shown; its worker is a file
// of ours too, because the content policy lets in nothing else.

import { GeoJSONSource, Map as Chart, setWorkerUrl, type MapMouseEvent, type StyleImageMetadata } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { FeatureCollection, Geometry } from 'geojson';
import type { Ground } from './base';
import { app6, pictures, type Token } from './glyphs';
import type { Changes, Sources } from './model';
import { CLUSTER_ZOOM_MAX, style } from './style';

setWorkerUrl(new URL(workerUrl, import.meta.url).href);

export type LonLat = [number, number];
/** West, south, east, north. */
type Bounds = [number, number, number, number];

/** What the map tells. */
export interface Heard {
  /** A thing was pressed. */
  thing: (subject: string) => void;
  /** The ground was pressed. */
  ground: (at: LonLat) => void;
  /** The pointer stands over a point, or has left. */
  over: (at: LonLat | null) => void;
  /** The view has moved: where its middle is, and how many kilometres a pixel is. */
  moved: (middle: LonLat, kmPerPixel: number) => void;
  /** Everything that was given is drawn. */
  drawn: () => void;
  /** The style was made anew: the things have to be given again. */
  fresh: () => void;
}

/** Pixels around a finger in which a thing is meant. */
const REACH_PX = 8;
/** Looking what lies under the pointer costs: no more often than this, in milliseconds. */
const LOOK_EVERY_MS = 80;
const CROWDS = ['cluster', 'units-cluster'];
const PRESSED = ['glyphs', 'pills', 'forces', 'gauges', 'plates', 'shape-hatch'];
const [ZOOM_MIN, ZOOM_MAX] = [5.5, 17];
/** Degrees that one may wander off. */
const ROOM = 2.4;

export interface Engine {
  ground(ground: Ground): void;
  show(sources: Sources): void;
  /** Only what changed: the worker keeps the rest. */
  patch(changes: Changes): void;
  /** What is in hand: a ring, and its symbol above all others, if it has one of its own. */
  choose(at: LonLat | null, icon: string): void;
  areas(codes: readonly string[]): void;
  sketch(drawn: FeatureCollection): void;
  go(at: LonLat, zoom: number): void;
  home(): void;
  zoom(by: 1 | -1): void;
  drawing(on: boolean): void;
  colour(): void;
  middle(): LonLat;
  gone(): void;
}

const token: Token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const still = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

function made(frame: HTMLElement, [west, south, east, north]: Bounds): Chart {
  const chart = new Chart({
    container: frame, style: style(token), bounds: [west, south, east, north], fitBoundsOptions: { padding: 12 },
    maxBounds: [west - ROOM, south - ROOM, east + ROOM, north + ROOM], minZoom: ZOOM_MIN, maxZoom: ZOOM_MAX,
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, fadeDuration: 0,
    doubleClickZoom: true, canvasContextAttributes: { antialias: false, powerPreference: 'low-power' }, locale: {},
  });
  chart.touchZoomRotate.disableRotation();
  return chart;
}

export function engine(frame: HTMLElement, bounds: Bounds, heard: Heard): Engine {
  const chart = made(frame, bounds);
  const data = new Map<string, FeatureCollection>();
  let lit: readonly string[] = [];
  let sketching = false;
  const asked = new Set<string>();

  const give = (name: string, collection: FeatureCollection): void => {
    const source = chart.getSource(name);
    if (source instanceof GeoJSONSource) void source.setData(collection);
  };
  /** Gives it now, and again when the style is made anew. */
  const put = (name: string, collection: FeatureCollection): void => {
    data.set(name, collection);
    give(name, collection);
  };
  const light = (codes: readonly string[], on: boolean) => codes.forEach((id) => chart.setFeatureState({ source: 'areas', id }, { on }));

  const draw = (): void => {
    asked.clear();
    for (const [name, { data: image, ...more }] of pictures(token)) {
      const meta: Partial<StyleImageMetadata> = more;
      if (chart.hasImage(name)) chart.removeImage(name);
      chart.addImage(name, image, meta);
    }
    for (const [name, collection] of data) put(name, collection);
    light(lit, true);
    heard.fresh();
  };
  chart.on('style.load', draw);
  chart.on('styleimagemissing', ({ id }: { id: string }) => {
    const sidc = /^app6\/([^~]+)/.exec(id)?.[1];
    if (!sidc || asked.has(id)) return;
    asked.add(id);
    void app6(sidc).then((picture) => {
      if (!picture || chart.hasImage(id)) return;
      chart.addImage(id, picture.data, { pixelRatio: picture.pixelRatio });
    });
  });

  listen(chart, heard, () => sketching);
  chart.on('idle', heard.drawn);

  return {
    ground(next) { for (const [name, collection] of Object.entries(next)) put(name, collection as FeatureCollection); },
    show(sources) { for (const [name, collection] of Object.entries(sources)) give(name, collection as FeatureCollection); },
    patch({ sources, ids }) {
      for (const [name, collection] of Object.entries(sources)) {
        const source = chart.getSource(name);
        const add = (collection as FeatureCollection).features;
        if (source instanceof GeoJSONSource && ids.length > 0) void source.updateData({ remove: ids, add });
      }
    },
    choose(at, icon) { put('chosen', { type: 'FeatureCollection', features: at ? [{ type: 'Feature', properties: { icon }, geometry: { type: 'Point', coordinates: at } }] : [] }); if (at && !chart.getBounds().contains(at)) chart.easeTo({ center: at, duration: still() ? 0 : 160 }); },
    areas(codes) { if (chart.isStyleLoaded()) { light(lit, false); light(codes, true); } lit = [...codes]; },
    sketch(drawn) { put('sketch', drawn); },
    go(at, zoom) { chart.easeTo({ center: at, zoom, duration: still() ? 0 : 160 }); },
    home() { chart.fitBounds(bounds, { padding: 12, duration: still() ? 0 : 160 }); },
    zoom(by) { chart.zoomTo(chart.getZoom() + by, { duration: still() ? 0 : 160 }); },
    drawing(on) { sketching = on; chart.getCanvas().style.cursor = on ? 'crosshair' : ''; if (on) chart.doubleClickZoom.disable(); else chart.doubleClickZoom.enable(); },
    colour() { chart.setStyle(style(token), { diff: false }); },
    middle() { const { lng, lat } = chart.getCenter(); return [lng, lat]; },
    gone() { chart.remove(); },
  };
}

function listen(chart: Chart, heard: Heard, sketching: () => boolean): void {
  const at = (event: MapMouseEvent): LonLat => [event.lngLat.lng, event.lngLat.lat];
  const near = (event: MapMouseEvent, layers: string[]) => {
    const { x, y } = event.point;
    return chart.queryRenderedFeatures([[x - REACH_PX, y - REACH_PX], [x + REACH_PX, y + REACH_PX]], { layers });
  };
  chart.on('click', (event) => {
    if (sketching()) return heard.ground(at(event));
    const [cluster] = near(event, CROWDS);
    if (cluster) return open(chart, cluster.source, cluster.properties['cluster_id'] as number, cluster.geometry);
    const thing = near(event, PRESSED).find((each) => typeof each.properties['id'] === 'string');
    if (thing) heard.thing(String(thing.properties['id']));
    else heard.ground(at(event));
  });
  let looked = 0;
  chart.on('mousemove', (event) => {
    heard.over(at(event));
    if (sketching() || chart.isMoving() || performance.now() - looked < LOOK_EVERY_MS) return;
    looked = performance.now();
    chart.getCanvas().style.cursor = near(event, [...CROWDS, ...PRESSED]).length > 0 ? 'pointer' : '';
  });
  chart.on('mouseout', () => heard.over(null));
  const moved = (): void => {
    const { lng, lat } = chart.getCenter();
    const size = chart.getContainer().clientWidth;
    const [a, b] = [chart.unproject([0, chart.getContainer().clientHeight / 2]), chart.unproject([size, chart.getContainer().clientHeight / 2])];
    heard.moved([lng, lat], a.distanceTo(b) / 1_000 / Math.max(size, 1));
  };
  chart.on('move', moved);
  chart.on('resize', moved);
  chart.on('load', moved);
}

/** A crowd is opened: as close as it takes to see its parts, or as close as there is. */
function open(chart: Chart, name: string, cluster: number, geometry: Geometry): void {
  const source = chart.getSource(name);
  if (!(source instanceof GeoJSONSource) || geometry.type !== 'Point') return;
  const [lon = 0, lat = 0] = geometry.coordinates;
  void source.getClusterExpansionZoom(cluster).then((zoom) => {
    chart.easeTo({ center: [lon, lat], zoom: Math.min(Math.max(zoom, chart.getZoom() + 1), CLUSTER_ZOOM_MAX + 2), duration: still() ? 0 : 160 });
  });
}
