// Whether an entry has fewer readers than its incident, and who they are in a word.

import type { Label } from '../../api/types';
import { house } from '../../app/house.svelte';
import { by, t } from '../../i18n/i18n.svelte';
import { agencyName } from '../../i18n/who';

const key = (label: Label): string => JSON.stringify(label.audience.map((clause) => [...clause].sort()).sort());

/** Null when it is read by the same as the incident. */
export function narrow(label: Label, wide: Label): string | null {
  if (label.id !== undefined && label.id === wide.id) return null;
  if (key(label) === key(wide)) return null;
  const atoms = label.audience.flat();
  if (atoms.includes('public')) return null;
  return atoms.map(atomName).join(', ');
}

function atomName(atom: string): string {
  const [form, rest = ''] = atom.split(':');
  if (form === 'a') return agencyName(rest);
  if (form === 'g') {
    const code = rest.split('@')[0] ?? rest;
    return by(house.profile.groups.find((group) => group.code === code)?.name) || code;
  }
  if (form === 'p') return t('who-persons', { count: 1 });
  return rest.toUpperCase();
}
