// Words. One Fluent file a language under `locales/`, the same form as the server's; English stands in for a
// message that another language lacks, and a test says that none does.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { ByLang, Lang } from '../api/types';

export const LANGS: readonly Lang[] = ['sq', 'sr', 'en'];
/** BCP 47 tags for `lang` attributes: Serbian is written in Latin letters here. */
export const TAG: Record<string, string> = { sq: 'sq', sr: 'sr-Latn', en: 'en', tr: 'tr', bs: 'bs' };

const files: Record<Lang, () => Promise<string>> = {
  sq: () => import('../../../locales/sq/console.ftl?raw').then((m) => m.default),
  sr: () => import('../../../locales/sr/console.ftl?raw').then((m) => m.default),
  en: () => import('../../../locales/en/console.ftl?raw').then((m) => m.default),
};

interface Words {
  lang: Lang;
  bundles: FluentBundle[];
}

let words = $state.raw<Words>({ lang: 'en', bundles: [] });
const read = new Map<Lang, FluentBundle>();

async function bundle(lang: Lang): Promise<FluentBundle> {
  const known = read.get(lang);
  if (known) return known;
  const fresh = new FluentBundle(TAG[lang] ?? lang, { useIsolating: false });
  fresh.addResource(new FluentResource(await files[lang]()));
  read.set(lang, fresh);
  return fresh;
}

export const isLang = (text: string | null | undefined): text is Lang => LANGS.includes(text as Lang);

export async function speak(lang: Lang): Promise<void> {
  const chosen = await bundle(lang);
  words = { lang, bundles: lang === 'en' ? [chosen] : [chosen, await bundle('en')] };
  document.documentElement.lang = TAG[lang] ?? lang;
}

export function lang(): Lang {
  return words.lang;
}

export type Args = Record<string, FluentVariable>;

/** The message, or null where no language has it: for codes that a newer gateway may send. */
export function tryT(id: string, args?: Args): string | null {
  for (const each of words.bundles) {
    const message = each.getMessage(id);
    if (message?.value) return each.formatPattern(message.value, args ?? null, []);
  }
  return null;
}

/** The same, and null too where the message names a fact that is not there: half a sentence is none. */
export function wholeT(id: string, args?: Args): string | null {
  const bundle = words.bundles.find((each) => each.getMessage(id)?.value);
  const pattern = bundle?.getMessage(id)?.value;
  if (!bundle || !pattern) return null;
  const missing: Error[] = [];
  const text = bundle.formatPattern(pattern, args ?? null, missing);
  return missing.length === 0 ? text : null;
}

export function t(id: string, args?: Args): string {
  return tryT(id, args) ?? id;
}

/** Words of the profile in the reader's language. */
export function by(words: ByLang | undefined | null): string {
  if (!words) return '';
  return words[lang()] ?? words['en'] ?? words['sq'] ?? Object.values(words)[0] ?? '';
}

/** The second language of a title: Serbian for a reader of Albanian, otherwise Albanian; null if it says the same. */
export function second(words: ByLang | undefined | null): { text: string; tag: string } | null {
  const first = by(words);
  for (const each of lang() === 'sq' ? ['sr', 'en'] : ['sq', 'sr', 'en']) {
    const text = words?.[each];
    if (text && text !== first) return { text, tag: TAG[each] ?? each };
  }
  return null;
}

/** A list as the language writes it. Chromium knows no Albanian and would join it with its own word. */
export function list(parts: readonly string[]): string {
  if (lang() === 'sq') return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' dhe ');
  return new Intl.ListFormat(TAG[lang()], { type: 'conjunction' }).format(parts);
}
