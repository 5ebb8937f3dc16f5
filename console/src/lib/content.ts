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

/** A new warning: now, for six hours, with what the profile has for its hazard. */
export function fresh(profile: Profile, now: number, areas: readonly string[] = [], hazardCode?: string): Content {
  const hazard = profile.hazards.find(({ code }) => code === hazardCode) ?? profile.hazards[0];
  const onset = Math.ceil(now / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const content: Content = {
    message: 'Alert',
    hazard: hazard?.code ?? '',
    severity: hazard?.severity ?? 'Moderate',
    urgency: hazard?.urgency ?? 'Expected',
    certainty: hazard?.certainty ?? 'Likely',
    response: hazard?.response ?? [],
    onset: rfc3339(onset),
    expires: rfc3339(onset + IN_FORCE_MS),
    place: { words: '', areas: [...areas] },
    texts: {},
  };
  return begun(content, profile);
}

/** The languages of every warning of ours, begun with the words of the profile where nobody has written any. */
export function begun(content: Content, profile: Profile): Content {
  const texts = { ...content.texts };
  if (content.message !== 'Alert') return content;
  for (const lang of FIRST_LANGS) texts[lang] ??= start(content, profile, lang);
  return { ...content, texts };
}

/** What the profile has to begin a text with. */
export function start(content: Content, profile: Profile, lang: string): WarningText {
  const hazard = profile.hazards.find(({ code }) => code === content.hazard);
  const areas = content.place.areas ?? [];
  const names = areas.map((code) => {
    const area = profile.municipalities.find((each) => each.code === code);
    return area?.name[lang] ?? area?.name['sq'] ?? code;
  });
  const headline = names.length === 0 ? '' : (hazard?.headline?.[lang] ?? '').replaceAll('{area}', names.join(', '));
  return { headline, description: '', instruction: (hazard?.instruction[lang] ?? '').trim() };
}

/** Another event or other places: what nobody has touched follows. */
export function moved(before: Content, after: Content, profile: Profile): Content {
  const texts = Object.fromEntries(
    Object.entries(after.texts).map(([lang, text]) => {
      const [was, is] = [start(before, profile, lang), start(after, profile, lang)];
      const follow = (field: keyof WarningText) => (text[field].trim() === '' || text[field] === was[field] ? is[field] : text[field]);
      return [lang, { ...text, headline: follow('headline'), instruction: follow('instruction') }];
    }),
  );
  return { ...after, texts };
}

/** Another event, with its usual severity, urgency and certainty. */
export function withHazard(content: Content, profile: Profile, code: string): Content {
  const hazard = profile.hazards.find((each) => each.code === code);
  const { severity, urgency, certainty, response } = { ...content, ...defined(hazard) };
  return moved(content, { ...content, hazard: code, severity, urgency, certainty, response }, profile);
}

function defined(hazard: Hazard | undefined): Partial<Pick<Content, 'severity' | 'urgency' | 'certainty' | 'response'>> {
  const { severity, urgency, certainty, response } = hazard ?? {};
  return Object.fromEntries(Object.entries({ severity, urgency, certainty, response }).filter(([, value]) => value !== undefined));
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

/** What goes to the gateway: a text in which nobody has written a word of their own is no text. */
export function written(content: Content, profile: Profile): Content {
  const own = ([lang, text]: [string, WarningText]) => {
    const given = start(content, profile, lang);
    return text.description.trim() !== '' || (text.headline.trim() !== '' && text.headline !== given.headline);
  };
  return { ...content, texts: Object.fromEntries(Object.entries(content.texts).filter(own)) };
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
