// Time is a fact: local time for people, date-time groups for the log, running clocks for what waits. Every
// function is told the moment and the zone; none asks the machine.

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const readers = new Map<string, Intl.DateTimeFormat>();

function reader(zone: string): Intl.DateTimeFormat {
  let known = readers.get(zone);
  if (!known) {
    const two = '2-digit' as const;
    known = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    readers.set(zone, known);
  }
  return known;
}

/** What a wall calendar and a wall clock of the zone say at that moment. */
export function civil(ms: number, zone: string): Civil {
  const found: Record<string, number> = {};
  for (const part of reader(zone).formatToParts(ms)) found[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return { year, month, day, hour, minute, second };
}

/** The moment at which the zone's clock says so. A time that a change of clocks skips is taken an hour later. */
export function moment(at: Civil, zone: string): number {
  const wall = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  let guess = wall;
  for (let round = 0; round < 3; round += 1) {
    const shown = civil(guess, zone);
    const off = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) - wall;
    if (off === 0) return guess;
    guess -= off;
  }
  return guess;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `21:47`, or `21:47:08` with seconds. */
export function clock(ms: number, zone: string, seconds = false): string {
  const at = civil(ms, zone);
  const short = `${two(at.hour)}:${two(at.minute)}`;
  return seconds ? `${short}:${two(at.second)}` : short;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Date-time group, always Zulu: `172047ZNOV26`. */
export function dtg(ms: number): string {
  const at = civil(ms, 'UTC');
  return `${two(at.day)}${two(at.hour)}${two(at.minute)}Z${MONTHS[at.month - 1]}${two(at.year % 100)}`;
}

/** Whole days from one moment to another by the calendar of the zone: 0 today, 1 tomorrow. */
export function daysBetween(from: number, to: number, zone: string): number {
  const midnight = (ms: number) => {
    const at = civil(ms, zone);
    return Date.UTC(at.year, at.month - 1, at.day);
  };
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}

/** `21:47` today; with the date, as the language writes it, on another day. */
export function dayClock(ms: number, now: number, zone: string, lang: string): string {
  if (daysBetween(now, ms, zone) === 0) return clock(ms, zone);
  return `${shortDate(ms, zone, lang)} ${clock(ms, zone)}`;
}

const tagOf = (lang: string): string => (lang === 'sr' ? 'sr-Latn' : lang === 'en' ? 'en-GB' : lang);

/** Short names of months that browsers do not bring with them: Chromium writes Albanian dates in its own language. CLDR 48. */
const ALBANIAN = ['jan', 'shk', 'mar', 'pri', 'maj', 'qer', 'korr', 'gush', 'sht', 'tet', 'nën', 'dhj'];

function albanian(ms: number, zone: string): string {
  const at = civil(ms, zone);
  return `${at.day} ${ALBANIAN[at.month - 1] ?? ''}`;
}

/** `17 Nov`, as the language writes it. */
export function shortDate(ms: number, zone: string, lang: string): string {
  if (lang === 'sq') return albanian(ms, zone);
  return new Intl.DateTimeFormat(tagOf(lang), { timeZone: zone, day: 'numeric', month: 'short' }).format(ms);
}

/** `17 Nov 2026`: where years matter. */
export function fullDate(ms: number, zone: string, lang: string): string {
  if (lang === 'sq') return `${albanian(ms, zone)} ${civil(ms, zone).year}`;
  return new Intl.DateTimeFormat(tagOf(lang), { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' }).format(ms);
}

/** `17 Nov 2026 21:47`. */
export const fullClock = (ms: number, zone: string, lang: string): string => `${fullDate(ms, zone, lang)} ${clock(ms, zone)}`;

/** `2026-11-17` of a wall calendar, as fields for a day write it. */
export function isoDay(ms: number, zone: string): string {
  const at = civil(ms, zone);
  return `${at.year}-${two(at.month)}-${two(at.day)}`;
}

/** The moment at which a wall calendar and clock of the zone say so; null if either does not read. */
export function fromDay(day: string, text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const time = readClock(text);
  if (!match || !time) return null;
  return moment({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]), ...time, second: 0 }, zone);
}

/** A running clock: `09:36` in minutes and seconds, `3 h 12` from an hour on, `2 d 4 h` from two days on. */
export function running(ms: number): string {
  const span = Math.max(0, ms);
  const minutes = Math.floor(span / MINUTE_MS);
  if (span < HOUR_MS) return `${two(minutes)}:${two(Math.floor((span % MINUTE_MS) / SECOND_MS))}`;
  if (span < 2 * DAY_MS) return `${Math.floor(span / HOUR_MS)} h ${two(minutes % 60)}`;
  return `${Math.floor(span / DAY_MS)} d ${Math.floor((span % DAY_MS) / HOUR_MS)} h`;
}

/** A span in words that need no plural: `12 s`, `5 min`, `3 h 12`, `2 d`. */
export function span(ms: number): string {
  const whole = Math.abs(ms);
  if (whole < MINUTE_MS) return `${Math.floor(whole / SECOND_MS)} s`;
  if (whole < HOUR_MS) return `${Math.floor(whole / MINUTE_MS)} min`;
  return running(whole);
}

/** Reads `21:50`, `2150` or `9:05`; null for anything else. */
export function readClock(text: string): { hour: number; minute: number } | null {
  const match = /^\s*(\d{1,2})[:.]?(\d{2})\s*$/.exec(text);
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  return hour < 24 && minute < 60 ? { hour, minute } : null;
}

/** The same wall time, a number of days later. */
export function atDay(now: number, days: number, time: { hour: number; minute: number }, zone: string): number {
  const day = civil(now, zone);
  return moment({ ...day, day: day.day + days, hour: time.hour, minute: time.minute, second: 0 }, zone);
}

/** RFC 3339 UTC to the second, as the gateway writes it. */
export function rfc3339(ms: number): string {
  return new Date(Math.floor(ms / SECOND_MS) * SECOND_MS).toISOString().replace('.000Z', 'Z');
}
