// A refusal in the reader's language. Codes are stable and may be newer than this console: then the gateway's own
// English sentence stands.

import type { Finding } from '../api/types';
import { actName } from './held';
import { lang, list, t, tryT, wholeT } from './i18n.svelte';
import { agencyName, roleName } from './who';

interface Told {
  code: string;
  detail: string;
  args?: Record<string, string>;
}

const idOf = (code: string): string => code.replace(/[^a-zA-Z0-9]+/g, '-');

export function refusal(problem: Told): string {
  const name = `refusal-${idOf(problem.code)}`;
  const known = byRule(problem) ?? wholeT(name, named(problem.args));
  if (known) return known;
  const detail = problem.detail.trim();
  return detail ? sentence(detail) : t('state-refused-why');
}

/** An act and an agency as people call them. */
function named(args: Told['args']): Told['args'] {
  const { act, agency } = args ?? {};
  return { ...args, ...(act ? { act: actName(act) } : {}), ...(agency ? { agency: agencyName(agency) } : {}) };
}

/** A refusal by a rule of the node brings its sentence in each language; one for want of a role, the roles that would do. */
function byRule({ code, args }: Told): string | null {
  const words = args?.[lang()] ?? args?.['en'];
  if (args?.['rule'] && words) return tryT(`refusal-${idOf(code)}`, { ...args, words });
  if (code !== 'act.role' || !args?.['roles']) return null;
  return tryT('refusal-act-role-who', { roles: list(args['roles'].split(', ').map(roleName)) });
}

/** What is wrong with a warning, and in which tongue the sentence is. */
export function finding(found: Finding): { text: string; tag: string | undefined } {
  const args = { ...(found.args ?? {}), lang: found.lang ?? found.args?.['lang'] ?? '' };
  const named = args.lang ? { ...args, language: t(`language-${args.lang}`) } : { ...args, language: '' };
  const known = tryT(`finding-${idOf(found.code)}`, named);
  return known ? { text: known, tag: undefined } : { text: sentence(found.message), tag: 'en' };
}

/** Words in backticks, as people quote them. */
export function quoted(text: string): string {
  return text.replace(/`([^`]*)`/g, '“$1”');
}

/** The house writes errors in lower case without a period; on a screen they stand as sentences. */
function sentence(text: string): string {
  const plain = quoted(text);
  return plain.charAt(0).toUpperCase() + plain.slice(1) + (/[.?:]$/.test(plain) ? '' : '.');
}
