import { describe, expect, it } from 'vitest';
import { atDay, civil, clock, dayClock, daysBetween, dtg, fromDay, fullClock, fullDate, isoDay, moment, readClock, rfc3339, running, shortDate, span, HOUR_MS } from '../../src/lib/time';

const ZONE = 'Europe/Belgrade';
const at = (text: string): number => Date.parse(text);

describe('time', () => {
  it('is local on the wall and Zulu in the date-time group', () => {
    const ms = at('2026-11-17T20:47:08Z');
    expect(clock(ms, ZONE)).toBe('21:47');
    expect(clock(ms, ZONE, true)).toBe('21:47:08');
    expect(dtg(ms)).toBe('172047ZNOV26');
  });

  it('goes from the wall to the moment and back, in summer and in winter', () => {
    for (const text of ['2026-01-31T23:30:00Z', '2026-07-01T00:15:00Z', '2026-03-28T12:00:00Z', '2026-10-25T12:00:00Z']) {
      expect(moment(civil(at(text), ZONE), ZONE)).toBe(at(text));
    }
  });

  it('takes a time that the change of clocks skips one hour on, and never fails', () => {
    const skipped = moment({ year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 }, ZONE);
    expect([rfc3339(skipped), rfc3339(skipped + HOUR_MS)]).toContain('2026-03-29T01:30:00Z');
  });

  it('counts days by the calendar of the place, not by hours', () => {
    const evening = at('2026-11-17T22:50:00Z');
    expect(daysBetween(evening, at('2026-11-17T22:59:00Z'), ZONE)).toBe(0);
    expect(daysBetween(evening, at('2026-11-17T23:01:00Z'), ZONE)).toBe(1);
  });

  it('finds tomorrow at four across a change of clocks', () => {
    const now = at('2026-10-24T20:00:00Z');
    expect(rfc3339(atDay(now, 1, { hour: 4, minute: 0 }, ZONE))).toBe('2026-10-25T03:00:00Z');
  });

  it('writes the date beside the clock on another day only', () => {
    const now = at('2026-11-17T20:00:00Z');
    expect(dayClock(at('2026-11-17T21:00:00Z'), now, ZONE, 'en')).toBe('22:00');
    expect(dayClock(at('2026-11-18T03:00:00Z'), now, ZONE, 'en')).toBe('18 Nov 04:00');
  });

  it('writes dates in the language that is read, whatever languages the browser brings', () => {
    const ms = at('2026-11-17T20:47:08Z');
    expect(['sq', 'sr', 'en'].map((lang) => fullDate(ms, ZONE, lang))).toEqual(['17 nën 2026', '17. nov 2026.', '17 Nov 2026']);
    expect(shortDate(ms, ZONE, 'sq')).toBe('17 nën');
    expect(fullClock(ms, ZONE, 'en')).toBe('17 Nov 2026 21:47');
  });

  it('goes from a day of the calendar to the moment and back', () => {
    const ms = at('2026-11-17T22:30:00Z');
    expect(isoDay(ms, ZONE)).toBe('2026-11-17');
    expect(rfc3339(fromDay('2026-11-17', '23:30', ZONE) ?? 0)).toBe('2026-11-17T22:30:00Z');
    expect([fromDay('', '23:30', ZONE), fromDay('2026-11-17', '24:00', ZONE), fromDay('17.11.2026', '10:00', ZONE)]).toEqual([null, null, null]);
  });

  it.each([
    [0, '00:00'],
    [576_000, '09:36'],
    [3_599_999, '59:59'],
    [11_520_000, '3 h 12'],
    [187_200_000, '2 d 4 h'],
    [-5, '00:00'],
  ])('runs %i ms as %s', (ms, text) => expect(running(ms)).toBe(text));

  it('says a span without a plural', () => {
    expect([span(9_400), span(300_000), span(-43 * 60_000), span(11_520_000)]).toEqual(['9 s', '5 min', '43 min', '3 h 12']);
  });

  it.each([
    ['21:50', { hour: 21, minute: 50 }],
    ['2150', { hour: 21, minute: 50 }],
    ['9:05', { hour: 9, minute: 5 }],
    [' 09.05 ', { hour: 9, minute: 5 }],
    ['24:00', null],
    ['21:60', null],
    ['9 pm', null],
    ['', null],
  ])('reads `%s`', (text, read) => expect(readClock(text)).toEqual(read));
});
