// The content of a warning while it is written: what a new one starts with, and what has changed since it was
// saved. The gateway checks it; nothing is checked twice here.

import type { Content, Hazard, Profile, WarningText } from '../api/types';
import { HOUR_MS, MINUTE_MS, rfc3339 } from './time';

export const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
export const CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;
export const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor'] as const;
/** Languages that every warning of ours has columns for; others come with the chosen municipalities. */
export const FIRST_LANGS = ['sq', 'sr', 'en'] as const;
/** How long a new warning is in force unless its writer says otherwise, in milliseconds. */
export const IN_FORCE_MS = 6 * HOUR_MS;

export const emptyText = (): WarningText => ({ headline: '', description: '', instruction: '' });

/** A new warning: now, for six hours, with the instructions that the profile has for its hazard. */
export function fresh(profile: Profile, now: number, areas: readonly string[] = [], hazardCode?: string): Content {
  const hazard = profile.hazards.find(({ code }) => code === hazardCode) ?? profile.hazards[0];
  const onset = Math.ceil(now / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const content: Content = {
    message: 'Alert',
    hazard: hazard?.code ?? '',
    severity: 'Moderate',
    urgency: 'Expected',
    certainty: 'Likely',
    onset: rfc3339(onset),
    expires: rfc3339(onset + IN_FORCE_MS),
    place: { words: '', areas: [...areas] },
    texts: {},
  };
  for (const lang of FIRST_LANGS) content.texts[lang] = emptyText();
  return hazard ? withHazard(content, profile, hazard.code) : content;
}

/** Another event: instructions that nobody has touched are replaced by those of the new hazard. */
export function withHazard(content: Content, profile: Profile, code: string): Content {
  const before = profile.hazards.find((hazard) => hazard.code === content.hazard);
  const after = profile.hazards.find((hazard) => hazard.code === code);
  const texts = Object.fromEntries(
    Object.entries(content.texts).map(([lang, text]) => {
      const untouched = text.instruction.trim() === '' || text.instruction === instruction(before, lang);
      return [lang, untouched ? { ...text, instruction: instruction(after, lang) } : text];
    }),
  );
  return { ...content, hazard: code, texts };
}

export function instruction(hazard: Hazard | undefined, lang: string): string {
  return (hazard?.instruction[lang] ?? '').trim();
}

/** Columns to show: those with a text, the three of every warning, and what the areas ask for. */
export function columns(content: Content, required: readonly string[]): string[] {
  const known = ['sq', 'sr', 'en', 'tr', 'bs'];
  const all = new Set([...Object.keys(content.texts), ...required]);
  return [...all].sort((a, b) => rank(known, a) - rank(known, b) || a.localeCompare(b));
}

const rank = (known: readonly string[], lang: string): number => {
  const at = known.indexOf(lang);
  return at < 0 ? known.length : at;
};

/** What goes to the gateway: languages without a single word are no text. */
export function written(content: Content): Content {
  const hasWords = (text: WarningText) => [text.headline, text.description].some((words) => words.trim() !== '');
  const texts = Object.fromEntries(Object.entries(content.texts).filter(([, text]) => hasWords(text)));
  return { ...content, texts };
}

/** Whether two contents say the same, whatever the order of their fields. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)).map(([k, inner]) => [k, sorted(inner)]));
}

/** The steps of an instruction, one a line. */
export function steps(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** A content as plain text, for a comparison of two versions. */
export function plain(content: Content): string {
  const head = [content.message, content.hazard, content.severity, content.urgency, content.certainty].join(' ');
  const when = `${content.onset} ${content.expires}`;
  const texts = Object.entries(content.texts).map(
    ([lang, text]) => `${lang}\n${text.headline}\n${text.description}\n${text.instruction}`,
  );
  return [head, when, (content.place.areas ?? []).join(' '), ...texts].join('\n');
}

/** Characters that fit, as the gateway checks them. */
export const HEADLINE_CHARS_MAX = 160;
export const TEXT_CHARS_MAX = 2_000;
