// What somebody holds, compared and written down. Whether it may be given is decided by the node; here stands what an
// administrator is told before they ask.

import type { Held, HeldTold, Holdings, Person } from '../api/types';
import { same } from './content';
import { DAY_MS, isoDay } from './time';

/** The fields that people decide on, in the order in which they are read. */
export const FIELDS = ['name', 'login', 'roles', 'groups', 'nations', 'clearances', 'categories', 'from', 'until', 'review', 'grounds', 'lang'] as const;
export type HeldField = (typeof FIELDS)[number];

/** What somebody can log in by, as the node reads words. */
const WORD = /^[a-z0-9._-]{1,64}$/;
/** Characters that fit, as the node checks them. */
export const NAME_CHARS_MAX = 120;
export const GROUNDS_CHARS_MAX = 400;
/** Days from today until the review at the latest, as the node checks it. */
export const REVIEW_DAYS_MAX = 731;
/** Days until the review that a form begins with. */
export const REVIEW_DAYS = 365;

/** What a form holds: as it is read, but the beginning may be left to the moment of writing. */
export interface Wanted extends Omit<Held, 'from' | 'agency'> {
  /** Null is: now, or since when it holds already. */
  from: string | null;
}

/** A day of the calendar of the zone, some days on. */
export const dayFrom = (now: number, days: number, zone: string): string => isoDay(now + days * DAY_MS, zone);

/** Somebody new: nothing yet, from now, to be looked at in a year. */
export function nobody(now: number, zone: string, lang: string, has: Holdings): Wanted {
  return {
    name: '', login: '', roles: [], groups: [], nations: [], clearances: {}, categories: [],
    from: null, until: null, review: dayFrom(now, REVIEW_DAYS, zone), grounds: '', lang: has.langs.includes(lang) ? lang : (has.langs[0] ?? lang),
  };
}

/** What a form begins with for somebody who is there. What has ended begins anew, and a review that is due is set anew. */
export function wantedOf(person: Person, now: number, zone: string): Wanted {
  const { agency: _, ...held } = person.held;
  const late = person.review_due || held.review === null;
  const over = !person.holds && held.until !== null && Date.parse(held.until) <= now;
  return {
    ...structuredClone(held),
    from: over ? null : held.from,
    until: over ? null : held.until,
    review: late ? dayFrom(now, REVIEW_DAYS, zone) : held.review,
  };
}

/** What is sent. A word to log in by that nobody typed is made of the name. */
export function told(wanted: Wanted): HeldTold {
  const { login, from, review, ...rest } = wanted;
  const word = login.trim().toLowerCase();
  return {
    ...rest,
    name: wanted.name.trim(),
    grounds: wanted.grounds.trim(),
    review: review ?? '',
    ...(word === '' ? {} : { login: word }),
    ...(from === null ? {} : { from }),
  };
}

/** Whether a form says something else than it began with. */
export const touched = (began: Wanted, wanted: Wanted): boolean => !same(told(began), told(wanted));

export interface Difference {
  field: HeldField;
  was: Held[HeldField] | null;
  is: Held[HeldField];
  /** Of words in a list: those that come and those that go; of clearances: the policies. */
  added: string[];
  gone: string[];
}

const empty = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value as object).length === 0);

/** The words of a list, or the policies of clearances with their levels. */
export function words(value: Held[HeldField] | null): string[] {
  if (Array.isArray(value)) return value;
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([policy, level]) => `${policy} ${level}`);
  return [];
}

/** Lists are sets: their order says nothing. */
const asSet = (value: unknown): unknown => (Array.isArray(value) ? [...(value as string[])].sort() : value);

/** Field by field what would change. Of somebody new: everything that they would hold. */
export function differences(was: Held | null, is: Held): Difference[] {
  const changed = (field: HeldField) => (was === null ? !empty(is[field]) : !same(asSet(was[field]), asSet(is[field])));
  return FIELDS.filter(changed).map((field) => {
    const [before, after] = [words(was?.[field] ?? null), words(is[field])];
    return {
      field,
      was: was?.[field] ?? null,
      is: is[field],
      added: after.filter((word) => !before.includes(word)),
      gone: before.filter((word) => !after.includes(word)),
    };
  });
}

export interface AsksForTwo {
  roles: string[];
  groups: string[];
  nations: string[];
}

/**
 * The choices that ask for a second administrator. What lasts longer than before is given anew. The node looks at the acts
 * of roles, which are not told here: a guarded role beside another that reaches as far is named all the same.
 */
export function asksForTwo(was: Held | null, wanted: Wanted, has: Holdings): AsksForTwo {
  const end = (until: string | null) => (until === null ? Infinity : Date.parse(until));
  const longer = was !== null && ((wanted.from !== null && Date.parse(wanted.from) < Date.parse(was.from)) || end(wanted.until) > end(was.until));
  const held = was === null || longer ? null : was;
  const fresh = (all: readonly string[], before: readonly string[] | undefined) => all.filter((word) => !before?.includes(word));
  return {
    roles: fresh(wanted.roles, held?.roles).filter((role) => has.guarded_roles.includes(role)),
    groups: fresh(wanted.groups, held?.groups).filter((group) => has.guarded_groups.includes(group)),
    nations: fresh(wanted.nations, held?.nations),
  };
}

export const takesTwo = (asks: AsksForTwo): boolean => asks.roles.length + asks.groups.length + asks.nations.length > 0;

/**
 * What somebody typed, on top of a version that came meanwhile: what they did not touch follows it, what they typed stays.
 * Both are shown before anything is sent.
 */
export function onTop(began: Wanted, typed: Wanted, newest: Wanted): Wanted {
  const pick = <F extends HeldField>(field: F): Wanted[F] => (same(asSet(began[field]), asSet(typed[field])) ? newest[field] : typed[field]);
  return Object.fromEntries(FIELDS.map((field) => [field, pick(field)])) as unknown as Wanted;
}

export type Standing = 'holds' | 'later' | 'lapsed' | 'ended';

/** Where somebody stands: they hold it, will hold it, it ran out, or somebody ended it. */
export function standing(person: Person, now: number): Standing {
  if (person.holds) return 'holds';
  if (person.ending !== '') return 'ended';
  return Date.parse(person.held.from) > now ? 'later' : 'lapsed';
}

/** Whether it is over, whatever the reason. */
export const isOver = (person: Person, now: number): boolean => ['lapsed', 'ended'].includes(standing(person, now));

/** Which field a refusal is about; null for one that is about the whole. */
export function fieldOf(code: string, args: Record<string, string>): HeldField | null {
  if (code === 'people.login' || code === 'people.login-taken') return 'login';
  if (code === 'people.group-category') return 'categories';
  if (code !== 'people.not-yours') return null;
  return ({ role: 'roles', group: 'groups', nation: 'nations', category: 'categories', clearance: 'clearances' } as const)[args['what'] ?? ''] ?? null;
}

/** What a form lacks before it can be sent, by field; nothing is judged that the node alone knows. */
export function lacking(wanted: Wanted, now: number, zone: string): Partial<Record<HeldField, string>> {
  const found: Partial<Record<HeldField, string>> = {};
  if (wanted.name.trim() === '') found.name = 'people-lacks-name';
  const word = wanted.login.trim().toLowerCase();
  if (word !== '' && !WORD.test(word)) found.login = 'people-lacks-login';
  if (wanted.grounds.trim() === '') found.grounds = 'people-lacks-grounds';
  const from = wanted.from === null ? now : Date.parse(wanted.from);
  if (wanted.until !== null && Date.parse(wanted.until) <= from) found.until = 'people-lacks-until';
  if (!wanted.review || wanted.review <= isoDay(now, zone) || wanted.review > dayFrom(now, REVIEW_DAYS_MAX, zone)) found.review = 'people-lacks-review';
  return found;
}
