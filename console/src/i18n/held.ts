// What somebody holds, in words: names of the profile where it has them, codes where it has none.

import type { Held } from '../api/types';
import { house } from '../app/house.svelte';
import type { HeldField } from '../lib/held';
import { fullClock, fullDate } from '../lib/time';
import { by, lang, t, tryT } from './i18n.svelte';
import { roleName } from './who';

export const groupName = (code: string): string => by(house.profile.groups.find((group) => group.code === code)?.name) || code;

export const nationName = (code: string): string => code.toUpperCase();

/** `kulla 2`: a policy and its level. */
export const clearance = (policy: string, level: number): string => t('people-clearance', { policy, level });

export const actName = (code: string): string => tryT(`act-${code.replaceAll('.', '-')}`) ?? code;

/** A day that is written without a time. */
export const dayWords = (day: string): string => fullDate(Date.parse(`${day}T12:00:00Z`), 'UTC', lang());

/** One word of a list, as people call it. `kulla 2` of clearances comes as it was put together. */
export function nameOf(field: HeldField, word: string): string {
  if (field === 'roles') return roleName(word);
  if (field === 'groups') return groupName(word);
  if (field === 'nations') return nationName(word);
  if (field !== 'clearances') return word;
  const [policy = '', level = ''] = word.split(' ');
  return clearance(policy, Number(level));
}

/** What stands in a field, for reading. */
export function heldWords(field: HeldField, value: Held[HeldField] | null): string {
  if (field === 'until' && value === null) return t('people-no-end');
  if (value === null || value === '') return t('people-none');
  if (field === 'from' || field === 'until') return fullClock(Date.parse(value as string), house.zone, lang());
  if (field === 'review') return dayWords(value as string);
  if (field === 'lang') return t(`language-${value as string}`);
  return typeof value === 'string' ? value : t('people-none');
}

/** Why a second administrator is asked: `act:warning.approve`, `group:ct-fusion`, `nation:nato`. */
export function secondFor(why: string): string {
  const [what = '', ...rest] = why.split(':');
  const word = rest.join(':');
  if (what === 'act') return t('people-two-act', { name: actName(word) });
  if (what === 'group') return t('people-two-group', { name: groupName(word) });
  if (what === 'nation') return t('people-two-nation', { name: nationName(word) });
  return why;
}
