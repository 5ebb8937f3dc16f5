// Why a machine says what it says, in the reader's language: the code chooses the words, its facts fill them. What a
// newer detector says in a code that is not known here is shown as it was written, in English.

import type { Explanation } from '../api/types';
import { tryT, lang } from './i18n.svelte';

/** Figures of facts are written with a point; two of the languages write a comma. */
const spoken = (value: string): string => (lang() !== 'en' && /^-?\d+\.\d+$/.test(value) ? value.replace('.', ',') : value);

export function explained(explanation: Explanation): string {
  const facts = Object.entries(explanation.facts ?? {}).map(([name, value]) => [name, spoken(value)] as const);
  return tryT(`explain-${explanation.code}`, Object.fromEntries(facts)) ?? explanation.text;
}
