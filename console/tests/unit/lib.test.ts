import { describe, expect, it } from 'vitest';
import type { Profile, Strip, Task, Who } from '../../src/api/types';
import { compare } from '../../src/lib/compare';
import { begun, columns, fresh, moved, same, steps as lines, withHazard, written } from '../../src/lib/content';
import { figures } from '../../src/lib/figures';
import { find, fold } from '../../src/lib/fold';
import { feedsRow, healthRows, linkRow, worst } from '../../src/lib/health';
import { uuid7 } from '../../src/lib/id';
import { mgrs } from '../../src/lib/mgrs';
import { figure, kilobytes, shortHash } from '../../src/lib/number';
import { upright } from '../../src/lib/photo';
import { people, plane, pointOf } from '../../src/lib/place';
import { clockOf, keyOf, merge, step, type Shown } from '../../src/lib/queue';
import { steps } from '../../src/lib/steps';
import { clocks, glyph, isLate, left } from '../../src/lib/task';
import { whoWords, type Say } from '../../src/lib/who';

const area = (code: string, sq: string, sr: string, more: object = {}) => ({
  code, name: { sq, sr }, also: [], seat: [20.7, 42.2] as [number, number], population: 100, low: 90, high: 120, plan: true, languages: ['sq', 'sr'], ...more,
});
const profile = {
  languages: ['sq', 'sr', 'en'],
  municipalities: [area('20', 'Prizren', 'Prizren', { languages: ['sq', 'sr', 'tr', 'bs'] }), area('12', 'Leposaviq', 'Leposavić', { plan: false, population: 3, low: 3, high: 19 })],
  hazards: [
    { code: 'flood', category: 'Met', name: {}, event: {}, headline: { en: 'Flood in {area}', sq: 'Vërshim në {area}' }, instruction: { en: 'Go up.' }, severity: 'Severe', urgency: 'Immediate', certainty: 'Likely' },
    { code: 'snow', category: 'Met', name: {}, event: {}, headline: { en: 'Snow in {area}' }, instruction: { en: 'Stay in.' }, severity: 'Minor' },
  ],
} as unknown as Profile;

describe('a military grid reference', () => {
  it.each([
    [42.2535, 20.6216, '34T DM'],
    [0, 0, '31N AA'],
    [-33.8568, 151.2153, '56H LH'],
    [60.5, 5, '32V KN'],
  ])('of %d %d lies in %s', (lat, lon, square) => expect(mgrs(lat, lon)?.slice(0, 6)).toBe(square));

  it('agrees with the drawing to ten metres', () => {
    const [, , east, north] = (mgrs(42.2535, 20.6216) ?? '').split(' ').map(Number);
    expect(Math.abs((east ?? 0) - 6878)).toBeLessThanOrEqual(1);
    expect(Math.abs((north ?? 0) - 7798)).toBeLessThanOrEqual(1);
  });

  it('is none beyond the poles of UTM and off the globe', () => {
    expect([mgrs(85, 0), mgrs(-81, 0), mgrs(Number.NaN, 0), mgrs(0, 180)]).toEqual([null, null, null, null]);
  });
});

describe('finding a name', () => {
  it('does not depend on the keyboard', () => {
    expect(fold('Đakovica')).toBe(fold('Djakovica'));
    expect(fold('Ђаковица')).toBe(fold('dakovica'));
    expect(fold('Krushë e Vogël')).toBe('krushe e vogel');
    expect(fold('Качаник')).toBe(fold('KACANIK'));
    expect(fold('Љубење')).toBe(fold('Ljubenje'));
  });

  it('puts what begins so before what holds it', () => {
    expect(find(['Severna Mitrovica', 'Mitrovicë', 'Zubin Potok'], (name) => [name], 'mitro')).toEqual(['Mitrovicë', 'Severna Mitrovica']);
  });
});

describe('the queue', () => {
  const strip = (subject: string, more: Partial<Strip> = {}) => ({ subject, want: 'triage', since: '2026-11-17T20:00:00Z', ...more }) as Strip;
  const shown = (...subjects: string[]): Shown[] => subjects.map((subject) => ({ strip: strip(subject), gone: false }));
  const names = (list: Shown[]) => list.map(({ strip: { subject }, gone }) => (gone ? `(${subject})` : subject));
  const key = (subject: string) => keyOf(strip(subject));

  it('is what came when nothing is held', () => {
    expect(names(merge(shown('a', 'b'), ['c', 'a'].map((s) => strip(s)), null).shown)).toEqual(['c', 'a']);
  });

  it('never moves the held strip: what is new above it waits', () => {
    const merged = merge(shown('a', 'b', 'c'), ['new', 'a', 'b', 'other', 'c'].map((s) => strip(s)), key('b'));
    expect(names(merged.shown)).toEqual(['a', 'b', 'other', 'c']);
    expect(merged.waiting).toBe(1);
  });

  it('keeps the place of what left above the held strip, and says so', () => {
    expect(names(merge(shown('a', 'b', 'c'), ['b'].map((s) => strip(s)), key('b')).shown)).toEqual(['(a)', 'b']);
  });

  it('keeps the held strip where it is for every order that may come', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (let seed = 1; seed < 400; seed += 1) {
      const incoming = all.filter((_, at) => (seed >> at) & 1).sort((x, y) => ((x.charCodeAt(0) * seed) % 7) - ((y.charCodeAt(0) * seed) % 7));
      const merged = merge(shown('a', 'b', 'c', 'd'), incoming.map((s) => strip(s)), key('c'));
      expect(merged.shown.findIndex(({ strip: { subject } }) => subject === 'c')).toBe(2);
      const live = merged.shown.filter(({ gone }) => !gone).map(({ strip: { subject } }) => subject);
      expect(new Set(live).size).toBe(live.length);
      expect(live.length + merged.waiting).toBe(incoming.length);
    }
  });

  it('is walked from strip to strip, past what is gone', () => {
    const list = [...shown('a'), { strip: strip('b'), gone: true }, ...shown('c')];
    expect(step(list, key('a'), 1)).toBe(key('c'));
    expect(step(list, null, 1)).toBe(key('a'));
    expect(step(list, key('c'), 1)).toBe(key('c'));
    expect(step([], null, 1)).toBeNull();
  });

  it('shows what is left where something is due, else how long it waits', () => {
    const now = Date.parse('2026-11-17T20:10:00Z');
    expect(clockOf(strip('a'), now)).toEqual({ ms: 600_000, late: false, due: false });
    expect(clockOf(strip('a', { due: '2026-11-17T20:05:00Z' }), now)).toEqual({ ms: 300_000, late: true, due: true });
  });
});

describe('a task', () => {
  const now = Date.parse('2026-11-17T20:10:00Z');
  const task = (more: Partial<Task>) => ({ state: 'sent', sent: '2026-11-17T20:04:20Z', place: {}, ...more }) as Task;

  it('is late in its own cell when nobody has read it for five minutes', () => {
    const cells = clocks(task({}), now);
    expect(cells.map(({ cell }) => cell)).toEqual(['sent', 'unread', 'started', 'due']);
    expect(cells[1]).toMatchObject({ runs: 340_000, late: true });
    expect(glyph(task({}), now)).toBe('late');
    expect(isLate(task({ sent: '2026-11-17T20:05:01Z' }), now)).toBe(false);
  });

  it('is no longer late once it is over', () => {
    const done = task({ state: 'done', ended: '2026-11-17T20:09:00Z', due: '2026-11-17T20:05:00Z' });
    expect(isLate(done, now)).toBe(false);
    expect(left(done, now)).toEqual({ ms: -240_000, done: true });
    expect(clocks(done, now)[3]?.cell).toBe('done');
  });
});

describe('a warning in the making', () => {
  const now = Date.parse('2026-11-17T20:47:00Z');

  it('begins now, for six hours, with the words of the profile', () => {
    const content = fresh(profile, now, ['20']);
    expect(content).toMatchObject({ hazard: 'flood', severity: 'Severe', onset: '2026-11-17T20:50:00Z', expires: '2026-11-18T02:50:00Z' });
    expect(content.texts['en']).toEqual({ headline: 'Flood in Prizren', description: '', instruction: 'Go up.' });
  });

  it('sends no text in which nobody has written a word', () => {
    const content = fresh(profile, now, ['20']);
    expect(written(content, profile).texts).toEqual({});
    content.texts['en'] = { headline: 'Flood in Prizren', description: 'Water.', instruction: 'Go up.' };
    expect(Object.keys(written(content, profile).texts)).toEqual(['en']);
    expect(Object.keys(begun(written(content, profile), profile).texts).sort()).toEqual(['en', 'sq', 'sr']);
  });

  it('lets what nobody touched follow the event and the places, and nothing else', () => {
    const content = fresh(profile, now, ['20']);
    content.texts['sq'] = { headline: 'Titull i imi', description: '', instruction: '' };
    const snow = withHazard(content, profile, 'snow');
    expect(snow).toMatchObject({ severity: 'Minor', urgency: 'Immediate' });
    expect(snow.texts['en']).toMatchObject({ headline: 'Snow in Prizren', instruction: 'Stay in.' });
    expect(snow.texts['sq']?.headline).toBe('Titull i imi');
    const wider = moved(snow, { ...snow, place: { areas: ['20', '12'] } }, profile);
    expect(wider.texts['en']?.headline).toBe('Snow in Prizren, Leposaviq');
  });

  it('is the same whatever the order of its fields', () => {
    expect(same({ a: 1, b: [{ c: 2, d: undefined }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
    expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  });

  it('has its languages in one order, and its steps a line each', () => {
    const content = { ...fresh(profile, now), texts: { bs: { headline: '', description: '', instruction: '' } } };
    expect(columns(content, ['en', 'sq', 'tr'])).toEqual(['sq', 'en', 'tr', 'bs']);
    expect(lines('One.\n\n  Two. ')).toEqual(['One.', 'Two.']);
  });

  it('marks its figures and times, and loses no letter', () => {
    const text = 'From 22:00 to 4:00, 3,42 m, 9\u202f200 people, call 112.';
    const pieces = figures(text);
    expect(pieces.filter(({ figure: marked }) => marked).map(({ text: each }) => each)).toEqual(['22:00', '4:00', '3,42', '9\u202f200', '112']);
    expect(pieces.map(({ text: each }) => each).join('')).toBe(text);
  });

  it('shows how far it is', () => {
    const draft = (state: string) => ({ state, submitted: '2026-11-17T20:45:00Z', decided: '2026-11-17T20:50:00Z' }) as never;
    expect(steps(draft('submitted'), null).map(({ glyph: sign }) => sign)).toEqual(['done', 'done', 'started', 'sent']);
    expect(steps(draft('approved'), null).find(({ now: here }) => here)?.key).toBe('out');
    expect(steps(draft('refused'), null)[2]?.glyph).toBe('wrong');
    expect(steps(draft('issued'), null).every(({ glyph: sign }) => sign === 'done')).toBe(true);
  });
});

describe('who will see it', () => {
  const say: Say = { agency: (code) => code, group: (code, members) => `${code} ${members}`, persons: (count) => `${count} persons`, nation: (code) => code, everyone: () => 'everyone' };
  const who = (more: Partial<Who>): Who => ({ public: false, agencies: [], groups: [], persons: 0, nations: [], needs: { categories: [], levels: {} }, nobody: false, until: '', ...more });
  const more = (count: number) => `${count} more`;

  it('names groups, then agencies, and counts the rest', () => {
    const told = whoWords(who({ groups: [{ code: 'civprot', members: 45 }], agencies: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] }), say, more);
    expect(told.can).toEqual(['civprot 45', 'a', 'b', 'c', 'd', 'e', 'f', '2 more']);
    expect(told).toMatchObject({ public: false, abroad: false, nobody: false });
  });

  it('says when it is everybody, and when it is nobody', () => {
    expect(whoWords(who({ public: true, agencies: ['a'] }), say, more).can).toEqual(['everyone']);
    expect(whoWords(who({}), say, more).nobody).toBe(true);
  });
});

describe('the machines', () => {
  const now = Date.parse('2026-11-17T20:10:00Z');
  const feed = (state: string) => ({ name: state, last: null, period_s: null, state });
  const health = (more: object) => ({ link: {}, log: { name: 'ops', sealed_at: '2026-11-17T20:09:51Z', records_ok: true }, picture: { lag_ms: 0 }, clock: { ahead_ms: 0 }, feeds: [], disk: { state: 'good' }, ...more }) as never;

  it('are not called good while nothing is known of them', () => {
    expect(feedsRow(null).glyph).toBe('silent');
    expect(feedsRow(health({ feeds: [feed('unknown')] })).glyph).toBe('silent');
    expect(linkRow('live', null, null, now).glyph).toBe('late');
  });

  it('say which is not as it should be', () => {
    const rows = healthRows(health({ disk: { state: 'full' }, feeds: [feed('silent')] }), 'live', null, 12, now);
    expect(rows.filter(({ bad }) => bad).map(({ kind }) => kind)).toEqual(['disk', 'feed']);
    expect(worst(rows)?.kind).toBe('disk');
    const behind = healthRows(health({ picture: { lag_ms: 31_000, intake_slowed: true }, access: { state: 'lost' } }), 'live', null, 12, now);
    expect(behind.filter(({ bad }) => bad).map(({ words }) => words)).toEqual(['health-picture-slowed', 'health-access-lost']);
  });

  it('tell a feed that is not taken in whole from one that is silent, and one that never spoke from both', () => {
    const at = (state: string, last: string | null) => ({ name: 'x', last, period_s: 60, state });
    const feeds = [at('dropping', '2026-11-17T20:09:00Z'), at('silent', null), at('late', '2026-11-17T20:08:00Z'), at('good', null)];
    const rows = healthRows(health({ feeds }), 'live', null, 12, now).filter(({ kind }) => kind === 'feed');
    expect(rows.map(({ words, bad }) => [words, bad])).toEqual([
      ['health-feed-dropping', true],
      ['health-feed-silent-never', true],
      ['health-feed-late', true],
      ['health-feed-good-never', false],
    ]);
    expect(feedsRow(health({ feeds })).args).toEqual({ bad: 3, all: 4 });
  });
});

describe('figures, ids, places, differences', () => {
  it('are written as each language writes them', () => {
    expect([figure(9200, 'sq'), figure(3.42, 'sr', 2), figure(3.42, 'en', 2), figure(999, 'en')]).toEqual(['9\u202f200', '3,42', '3.42', '999']);
    expect([kilobytes(512, 'en'), kilobytes(2310, 'sq')]).toEqual(['512 B', '2,3 KB']);
    expect(shortHash('7c1e90ab4f2d33e8ffff')).toBe('7c1e 90ab 4f2d 33e8');
  });

  it('are UUIDs of version 7 that sort by time', () => {
    const random = new Uint8Array(10).fill(255);
    const id = uuid7(Date.parse('2026-11-17T20:10:00Z'), random);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(Date.parse('2026-11-17T20:10:00Z'));
    expect(id < uuid7(Date.parse('2026-11-17T20:10:01Z'), new Uint8Array(10))).toBe(true);
  });

  it('count people with their range, and do not plan with an unusable count', () => {
    expect(people(profile, ['20', '12', 'unknown'])).toEqual({ estimate: 111, low: 93, high: 139 });
  });

  it('find the middle of any shape', () => {
    expect(pointOf({ geometry: { type: 'Polygon', coordinates: [[[20, 42], [21, 42], [21, 43], [20, 42]]] } })).toEqual([20.5, 42.5]);
    expect(pointOf({ geometry: { type: 'Point', coordinates: [20, 42] } })).toEqual([20, 42]);
    expect(pointOf({ areas: ['20'] })).toBeNull();
  });

  it('put every seat inside the picture', () => {
    const seats: [number, number][] = [[19.9, 41.8], [21.8, 43.3], [20.7, 42.2]];
    for (const seat of seats) {
      const { x, y } = plane(seats, 600, 520, 40)(seat);
      expect(x).toBeGreaterThanOrEqual(39.99);
      expect(x).toBeLessThanOrEqual(560.01);
      expect(y).toBeGreaterThanOrEqual(39.99);
      expect(y).toBeLessThanOrEqual(480.01);
    }
  });

  it('mark what two texts do not share, and keep both whole', () => {
    const [mine, theirs] = compare('Due 22:15. Take the school road.', 'Due 22:45. School road is under water.');
    expect(mine.map(({ text }) => text).join('')).toBe('Due 22:15. Take the school road.');
    expect(theirs.filter(({ differs }) => differs).map(({ text }) => text).join('')).toContain('22:45.');
    expect(compare('same', 'same')[0]).toEqual([{ text: 'same', differs: false }]);
  });
});

describe('upright', () => {
  /** Where a corner of the file comes to stand, as CSS turns it: x to the right, y down, around the middle. */
  const stands = (turn: string, [x, y]: [number, number]): [number, number] =>
    turn.split(' ').filter(Boolean).reverse().reduce<[number, number]>(([a, b], step) => {
      const by = Number(/rotate\((\d+)deg\)/.exec(step)?.[1] ?? 0);
      if (by > 0) return by === 90 ? [-b, a] : by === 180 ? [-a, -b] : [b, -a];
      return step === 'scaleX(-1)' ? [-a, b] : [a, -b];
    }, [x, y]);

  it('puts the first row and the first column of the file where TIFF 6.0 says that they belong', () => {
    // Orientation → where row 0 and column 0 of the file are in the upright picture.
    const says = { 1: ['top', 'left'], 2: ['top', 'right'], 3: ['bottom', 'right'], 4: ['bottom', 'left'], 5: ['left', 'top'], 6: ['right', 'top'], 7: ['right', 'bottom'], 8: ['left', 'bottom'] };
    const side = ([x, y]: [number, number]) => (x < 0 ? 'left' : x > 0 ? 'right' : y < 0 ? 'top' : 'bottom');
    for (const [turned, sides] of Object.entries(says)) {
      const { turn } = upright(Number(turned), 4, 3);
      expect([side(stands(turn, [0, -1])), side(stands(turn, [-1, 0]))], turned).toEqual(sides);
    }
  });

  it('knows which lie on their side, and takes what it does not know as it is', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((turned) => upright(turned, 4, 3).ratio)).toEqual([4 / 3, 4 / 3, 4 / 3, 4 / 3, 3 / 4, 3 / 4, 3 / 4, 3 / 4]);
    for (const turned of [0, 9, 1.5, Number.NaN]) expect(upright(turned, 4, 3).turn).toBe('');
    expect(upright(1, 0, 0).ratio).toBe(1);
  });
});
