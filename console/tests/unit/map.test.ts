import { describe, expect, it } from 'vitest';
import type { MapFeature, MapItems, MapThing, Municipality } from '../../src/api/types';
import { areaKm2, crosses, distance, inside, kilometres, lengthKm, scaleBar } from '../../src/lib/measure';
import { fromMgrs, mgrs, squares } from '../../src/lib/mgrs';
import { AHEAD_MS, DAY_MS, heights, marks, momentAt, shareOf, stepped, STEP_MS } from '../../src/lib/slider';
import { degrees, spots } from '../../src/lib/spot';
import { iconOf, middle, plateOf, sources, Things } from '../../src/map/model';

const NOW = Date.parse('2026-11-17T20:47:00Z');
const town = (code: string, sq: string, sr: string, cyrillic: string, also: string[]): Municipality => ({ code, name: { sq, sr, 'sr-Cyrl': cyrillic }, also, seat: [20.8, 42.3], population: 0, low: 0, high: 0, plan: true, languages: ['sq'] });
const areas = [town('20', 'Prizren', 'Prizren', 'Призрен', []), town('24', 'Suharekë', 'Suva Reka', 'Сува Река', ['Therandë'])];
const villages = [{ name: { sq: 'Gjonaj', sr: 'Đonaj', 'sr-Cyrl': 'Ђонај' }, area: '20', at: [20.62, 42.25] as [number, number] }];

describe('grid references', () => {
  it('are read back to the square they were written from, anywhere', () => {
    for (const [lat, lon] of [[42.2535, 20.6216], [43.1, 20.8], [-33.9, 18.4], [0.01, -78.5], [64.1, -21.9], [60.39, 5.32]] as const) {
      const read = fromMgrs(mgrs(lat, lon) ?? '');
      expect(read, `${lat} ${lon}`).not.toBeNull();
      expect(kilometres([read?.lon ?? 0, read?.lat ?? 0], [lon, lat])).toBeLessThan(0.02);
    }
  });

  it('may be written with or without blanks, coarse or fine, and nothing else is one', () => {
    const fine = fromMgrs('34T DM 6878 7798');
    expect(fromMgrs('34tdm68787798')).toEqual(fine);
    expect(fromMgrs('34TDM')?.metres).toBe(100_000);
    for (const wrong of ['Prizren', '34T DM 687 7798', '61T DM 11', '34I DM 11', '']) expect(fromMgrs(wrong)).toBeNull();
  });

  it('the squares of 100 km over the country are named and join each other', () => {
    const { lines, names } = squares(19.95, 41.82, 21.85, 43.3);
    expect(names.map((each) => each.name)).toEqual(expect.arrayContaining(['34T DM', '34T EM', '34T DN', '34T EN']));
    expect(lines.every((line) => line.length > 1)).toBe(true);
  });
});

describe('what is typed as a place', () => {
  it('is found without marks, in both scripts, by any name', () => {
    for (const typed of ['suhareke', 'Сува Река', 'therande']) expect(spots(typed, areas, villages, 'sq', 5)[0]?.name, typed).toBe('Suharekë');
    for (const typed of ['gjon', 'donaj', 'Ђонај']) expect(spots(typed, areas, villages, 'sr', 5)[0]).toMatchObject({ name: 'Đonaj', kind: 'village' });
  });

  it('may be degrees in the ways that people write them', () => {
    for (const typed of ['42.2535 20.6216', '42,2535 20,6216', '42.2535, 20.6216', '42.2535 N 20.6216 E', '20.6216E 42.2535N', 'N42.2535 E20.6216']) {
      expect(degrees(typed), typed).toEqual([42.2535, 20.6216]);
    }
    const [lat, lon] = degrees(`42°15'12.6"N 20°37'17.8"E`) ?? [0, 0];
    expect(Math.abs(lat - 42.2535) + Math.abs(lon - 20.6216)).toBeLessThan(1e-3);
    for (const wrong of ['42', '95 20', 'prizren 20', '42 20 21']) expect(degrees(wrong), wrong).toBeNull();
  });

  it('goes to a grid reference before any name', () => {
    const [first] = spots('34T DM 6878 7798', areas, villages, 'en', 5);
    expect(first).toMatchObject({ kind: 'point', name: '34T DM 6878 7798' });
  });
});

describe('measuring', () => {
  it('gives lengths and areas as maps do', () => {
    const degree = kilometres([20, 42], [20, 43]);
    expect(degree).toBeGreaterThan(111);
    expect(degree).toBeLessThan(111.4);
    expect(lengthKm([[20, 42], [20, 43], [20, 42]])).toBeCloseTo(2 * degree, 6);
    expect(areaKm2([[20, 42], [20.1, 42], [20.1, 42.1], [20, 42.1]])).toBeCloseTo(91.8, 0);
    expect(distance(0.35, 'en')).toBe('350 m');
    expect(distance(2.44, 'sq')).toBe('2,4 km');
  });

  it('knows what lies inside a ring, and a ring that crosses itself', () => {
    const ring: [number, number][] = [[0, 0], [4, 0], [4, 4], [0, 4]];
    expect([inside([1, 1], ring), inside([5, 1], ring)]).toEqual([true, false]);
    expect(crosses(ring)).toBe(false);
    expect(crosses([[0, 0], [4, 4], [4, 0], [0, 4]])).toBe(true);
  });

  it('the bar of the scale is a round length that fits', () => {
    expect(scaleBar(0.24, 100)).toEqual({ km: 20, pixels: 20 / 0.24 });
    expect(scaleBar(0.001, 100).km).toBeCloseTo(0.1, 6);
  });
});

describe('the slider', () => {
  it('puts a moment where it is read from again, and never beyond now', () => {
    const past = NOW - 5 * 3_600_000;
    expect(momentAt(shareOf(past, NOW), NOW)).toBeCloseTo(past, -1);
    expect(momentAt(shareOf(NOW, NOW), NOW)).toBeNull();
    expect(momentAt(1, NOW)).toBeNull();
    expect(momentAt(0, NOW)).toBe(NOW - DAY_MS);
    expect(shareOf(NOW + AHEAD_MS, NOW)).toBe(1);
  });

  it('steps back on whole quarters and comes back to now', () => {
    const once = stepped(null, -1, NOW) ?? 0;
    expect(new Date(once).toISOString()).toBe('2026-11-17T20:45:00.000Z');
    expect(stepped(once, -1, NOW)).toBe(once - STEP_MS);
    expect(stepped(once, 1, NOW)).toBeNull();
    expect(stepped(NOW - DAY_MS, -1, NOW)).toBe(NOW - DAY_MS);
  });

  it('draws bars so that a burst does not hide a quiet hour, and marks every six hours', () => {
    const [none, one, most] = heights([0, 1, 400]);
    expect(none).toBe(0);
    expect(one).toBeGreaterThan(0.05);
    expect(most).toBe(1);
    const words = marks(NOW, 3_600_000).map((ms) => new Date(ms + 3_600_000).getUTCHours());
    expect(words).toEqual([0, 6, 12, 18, 0]);
  });
});

const thing = (more: Partial<MapThing> = {}): MapThing => ({ layer: 'signals', kind: 'report', title: 'Roof', severity: 'Severe', when: '2026-11-17T20:40:00Z', ...more });
const feature = (id: string, more: Partial<MapThing> = {}, geometry: MapFeature['geometry'] = { type: 'Point', coordinates: [20.6, 42.2] }): MapFeature => ({ type: 'Feature', id, geometry, properties: thing(more) });
const answer = (features: MapFeature[], gone: string[] = []): MapItems => ({ type: 'FeatureCollection', at: '2026-11-17T20:47:00Z', features, more: false, counts: {}, gone });

describe('what stands on the map', () => {
  it('is kept by subject: what came again is one thing, what left is gone', () => {
    const things = new Things();
    things.replace(answer([feature('a'), feature('b')]));
    things.patch(answer([feature('a', { severity: 'Extreme' }), feature('c', { layer: 'tasks', kind: 'task' })], ['b']));
    expect([...things.all()].map((each) => each.id)).toEqual(['a', 'c']);
    expect(things.get('a')?.properties.severity).toBe('Extreme');
    expect(things.counts).toMatchObject({ signals: 1, tasks: 1, gauges: 0 });
  });

  it('is drawn by layer: switched off is not there, gauges stand alone, areas are shapes', () => {
    const square: MapFeature['geometry'] = { type: 'Polygon', coordinates: [[[20, 42], [21, 42], [21, 43], [20, 42]]] };
    const all = [feature('a'), feature('g', { layer: 'gauges', kind: 'source', reading: { property: 'water-level', value: 3.42, unit: 'm', at: '', trend: 0.18 } }), feature('w', { layer: 'warnings', kind: 'draft' }, square)];
    const made = sources(all, new Set(['signals', 'gauges', 'warnings']), 'sq');
    expect(made.crowd.features.map((each) => each.properties.id)).toEqual(['a']);
    expect(made.plates.features[0]?.properties).toMatchObject({ words: '3,42 ▲', icon: 'drop' });
    expect(made.shapes.features[0]?.properties).toMatchObject({ id: 'w', dash: true });
    expect(sources(all, new Set(['tasks']), 'sq').crowd.features).toEqual([]);
  });

  it('says whose it is by frame, how bad by shape, silence by a struck ring, and drill by a mark', () => {
    expect(iconOf(thing({ layer: 'units', sidc: 'SFGPUCVRW------' }))).toBe('app6/SFGPUCVRW------');
    expect(iconOf(thing({ layer: 'units' }))).toBe('pill');
    expect(iconOf(thing({ layer: 'gauges', stale: true }))).toBe('silent');
    expect(iconOf(thing({ kind: 'incident', severity: 'Extreme' }))).toBe('incident-extreme');
    const made = sources([feature('a', { exercise: 'drini-flood' })], new Set(['signals']), 'en');
    expect(made.crowd.features[0]?.properties.icon).toBe('severe~drill');
  });

  it('tells a fall, a rise and standing water apart, and says nothing of what it does not know', () => {
    const reading = (trend?: number) => plateOf(thing({ reading: { property: 'x', value: 2, unit: 'm', at: '', ...(trend === undefined ? {} : { trend }) } }), 'en');
    expect([reading(0.2), reading(-0.2), reading(0), reading()]).toEqual(['2.00 ▲', '2.00 ▼', '2.00 –', '2.00']);
  });

  it('has a middle, whatever its shape', () => {
    expect(middle({ type: 'MultiPolygon', coordinates: [[[[20, 42], [22, 42], [22, 44], [20, 42]]]] })).toEqual([21, 43]);
    expect(middle({ type: 'Polygon', coordinates: [] })).toBeNull();
  });
});
