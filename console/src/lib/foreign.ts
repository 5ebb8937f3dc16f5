// A label in the words of others, as far as it can be told before the gateway is asked: which words these are, whom they
// name, and why a label has no word of TLP.

import type { Foreign, Label } from '../api/types';
import { readId } from './id';

/** The words of TLP 2.0, from everybody to named persons. */
export const WORDS = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'] as const;
export type Tlp = (typeof WORDS)[number];

/** Bytes of a document that the gateway reads. */
export const DOCUMENT_BYTES_MAX = 256 * 1_024;

export type Pasted = { as: 'nothing' | 'old' | 'other' } | { as: 'document'; text: string; bytes: number } | { as: 'word'; word: Tlp };

/** `old` is the word of version 1.0 that its sender has to explain. */
export function pasted(text: string): Pasted {
  const plain = text.trim();
  if (plain === '') return { as: 'nothing' };
  if (plain.startsWith('<')) return { as: 'document', text: plain, bytes: new TextEncoder().encode(plain).length };
  const upper = plain.toUpperCase();
  const word = WORDS.find((each) => each === upper);
  if (word) return { as: 'word', word };
  return { as: upper === 'TLP:WHITE' ? 'old' : 'other' };
}

/** Whom a word has to name. */
export function naming(word: Tlp): 'nobody' | 'groups' | 'agencies' | 'persons' {
  if (word === 'TLP:CLEAR') return 'nobody';
  if (word === 'TLP:GREEN') return 'groups';
  return word === 'TLP:RED' ? 'persons' : 'agencies';
}

export interface Names {
  groups: string[];
  agencies: string[];
  clients: string[];
  persons: string[];
}

/** The word with its names as the gateway takes them; null where it names nobody and has to. */
export function marked(word: Tlp, names: Names): Foreign | null {
  const kind = naming(word);
  if (kind === 'nobody') return { tlp: word, recipients: [], clients: [] };
  const recipients = names[kind].map((name) => `${kind.charAt(0)}:${name}`);
  const clients = word === 'TLP:AMBER' ? names.clients.map((name) => `a:${name}`) : [];
  return recipients.length === 0 ? null : { tlp: word, recipients, clients };
}

/** Ids of persons as they were typed, apart by space or comma; `bad` is the first that is none. */
export function personIds(text: string): { ids: string[]; bad: string | null } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const read = parts.map((part) => ({ part, id: readId(part.replace(/^p:/i, '')) }));
  return { ids: [...new Set(read.flatMap(({ id }) => (id === null ? [] : [id])))], bad: read.find(({ id }) => id === null)?.part ?? null };
}

export type NoWord = 'level' | 'need' | 'purpose' | 'clauses' | 'mixed' | 'controls';

/** The control that tells AMBER from AMBER+STRICT. */
const AMBER = 'tlp-amber';

/** Why a label has no word of TLP: what it asks for beyond saying how far it may go. The gateway says whether it has one. */
export function noWord(label: Label): NoWord[] {
  if (label.tlp) return [];
  const found: NoWord[] = [];
  if (Object.keys(label.levels).length > 0) found.push('level');
  if (label.need.length > 0) found.push('need');
  if (label.purposes.length > 0) found.push('purpose');
  const [clause = [], ...others] = label.audience;
  if (others.length > 0 || clause.length === 0) return [...found, 'clauses'];
  const kinds = new Set(clause.map((atom) => (atom === 'public' ? atom : atom.slice(0, 2))));
  const amber = label.controls.includes(AMBER);
  if (kinds.size > 1 || kinds.has('n:')) found.push('mixed');
  else if (!kinds.has('p:') && (label.controls.length > (amber ? 1 : 0) || (amber && !kinds.has('a:')))) found.push('controls');
  return found;
}
