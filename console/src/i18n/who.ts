// The sentence beside every button that writes: who can read it, and who can't.

import type { Below, Who } from '../api/types';
import { house } from '../app/house.svelte';
import { AGENCIES_NAMED_MAX, whoWords, type WhoWords } from '../lib/who';
import { by, list, t } from './i18n.svelte';

/** The name of an agency: its short one where the profile has it, else its code, else its name if it is a place. */
export function agencyName(code: string): string {
  const agency = house.profile.agencies.find((each) => each.code === code);
  if (!agency) return code.toUpperCase();
  return by(agency.short) || (agency.kind === 'municipality' ? by(agency.name) : '') || code.toUpperCase();
}

export function agencyFull(code: string): string {
  const agency = house.profile.agencies.find((each) => each.code === code);
  return agency ? by(agency.name) : code.toUpperCase();
}

export function roleName(code: string): string {
  return by(house.profile.roles.find((role) => role.code === code)?.name) || code;
}

/** Agencies that no named group holds already: the gateway lists every one that can read. */
function beside(who: Who): string[] {
  const { groups, agencies } = house.profile;
  const held = new Set(groups.filter((group) => who.groups.some(({ code }) => code === group.code)).flatMap((group) => group.members));
  const kind = (code: string) => agencies.find((agency) => agency.code === code)?.kind;
  return who.agencies.filter((code) => !held.has(code) && !(held.has('municipalities') && kind(code) === 'municipality'));
}

export function words(who: Who): WhoWords {
  return whoWords(
    { ...who, agencies: beside(who) },
    {
      agency: agencyName,
      group: (code, members) =>
        t('who-group', { name: by(house.profile.groups.find((group) => group.code === code)?.name) || code, members }),
      persons: (count) => t('who-persons', { count }),
      nation: (code) => t('who-nation', { code: code.toUpperCase() }),
      everyone: () => t('who-everyone'),
    },
    (count) => t('who-more', { count }),
  );
}

/** `National civil protection (45 agencies) and KEDS`. */
export function readers(who: Who): string {
  const { can, nobody } = words(who);
  return nobody ? t('who-nobody') : list(can);
}

/** Who can't: `Not partners abroad, not the public`; null when everybody can. */
export function outsiders(who: Who): string | null {
  const told = words(who);
  if (told.public) return null;
  return told.abroad ? t('who-not-public') : t('who-not-abroad-public');
}

/** What a reader needs besides. */
export function needs(who: Who): string | null {
  const parts = [
    ...Object.entries(who.needs.levels).filter(([, level]) => level > 1).map(([policy, level]) => t('who-needs-level', { policy, level })),
    ...who.needs.categories.map((name) => t('who-needs-category', { name })),
  ];
  return parts.length === 0 ? null : list(parts);
}

/** In full, for the chooser. */
export function sentence(who: Who): string {
  const told = words(who);
  if (told.nobody) return t('who-nobody');
  if (told.public) return t('who-public-sentence');
  const can = t('who-can', { list: list(told.can), count: told.can.length });
  return `${can} ${told.abroad ? t('who-cannot-public') : t('who-cannot')}`;
}

/** In what a label lies below the thing in hand, or below what is usual, one sentence each; the first says who would see more. */
export function lower(below: Below, than: 'below-readers' | 'below-usual-readers' = 'below-readers'): string[] {
  const named = below.agencies.slice(0, AGENCIES_NAMED_MAX).map(agencyName);
  const rest = below.agencies.length - named.length;
  const readers = [
    ...(below.public ? [t('who-everyone')] : named),
    ...(!below.public && rest > 0 ? [t('who-more', { count: rest })] : []),
    ...below.nations.map((code) => t('who-nation', { code: code.toUpperCase() })),
  ];
  const people = readers.length === 0 && below.people > 0 ? [t('who-persons', { count: below.people })] : [];
  const more = [...readers, ...people];
  return [
    ...(more.length > 0 ? [t(than, { list: list(more) })] : []),
    ...(Object.keys(below.levels).length > 0 ? [t('below-level')] : []),
    ...(below.categories.length > 0 ? [t('below-categories', { list: list(below.categories) })] : []),
    ...(below.purposes ? [t('below-purposes')] : []),
    ...(below.controls.length > 0 ? [t('below-controls', { list: list(below.controls) })] : []),
  ];
}
