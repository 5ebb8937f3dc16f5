import type { Content } from '../../api/types';

/** The headline in the reader's language, else in the first that there is. */
export function headline(content: Content, lang: string): { text: string; lang: string } {
  const langs = [lang, 'sq', 'sr', 'en', ...Object.keys(content.texts)];
  const found = langs.find((each) => content.texts[each]?.headline);
  return found ? { text: content.texts[found]?.headline ?? '', lang: found } : { text: content.hazard, lang };
}
