// Who will see this, in words: the gateway tells the structure, here it becomes three short lists. Kept apart from
// the languages: every word comes in through `say`.

import type { Who } from '../api/types';

export interface Say {
  agency: (code: string) => string;
  group: (code: string, members: number) => string;
  persons: (count: number) => string;
  nation: (code: string) => string;
  everyone: () => string;
}

export interface WhoWords {
  /** Those who can read it. */
  can: string[];
  public: boolean;
  abroad: boolean;
  nobody: boolean;
}

/** Agencies named before the rest is counted. */
export const AGENCIES_NAMED_MAX = 6;

export function whoWords(who: Who, say: Say, more: (count: number) => string): WhoWords {
  const abroad = who.nations.length > 0;
  if (who.public) return { can: [say.everyone()], public: true, abroad: true, nobody: false };
  const named = who.agencies.slice(0, AGENCIES_NAMED_MAX).map(say.agency);
  const rest = who.agencies.length - named.length;
  const can = [
    ...who.groups.map(({ code, members }) => say.group(code, members)),
    ...named,
    ...(rest > 0 ? [more(rest)] : []),
    ...who.nations.map(say.nation),
    ...(who.persons > 0 ? [say.persons(who.persons)] : []),
  ];
  return { can, public: false, abroad, nobody: who.nobody || can.length === 0 };
}
