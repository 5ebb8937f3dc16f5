// Finding a name must not depend on the keyboard: ë, ç, š, ž, ć and đ may be left out, and Cyrillic finds Latin.

const CYRILLIC: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', ђ: 'đ', е: 'e', ж: 'ž', з: 'z', и: 'i', ј: 'j', к: 'k', л: 'l', љ: 'lj',
  м: 'm', н: 'n', њ: 'nj', о: 'o', п: 'p', р: 'r', с: 's', т: 't', ћ: 'ć', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'č',
  џ: 'dž', ш: 'š',
};

/**
 * One spelling for all ways to write a name. `đ` is written `dj` or `d` on a foreign keyboard, so all three
 * become `d`; the same is done to both sides of a comparison, so nothing is lost.
 */
export function fold(text: string): string {
  const latin = [...text.toLowerCase()].map((char) => CYRILLIC[char] ?? char).join('');
  return latin
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ|dj/g, 'd')
    .replace(/ı/g, 'i')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** How well a name fits what was typed: 0 begins with it, 1 a word begins with it, 2 holds it, null not at all. */
export function fits(name: string, folded: string): 0 | 1 | 2 | null {
  if (folded === '') return 0;
  const whole = fold(name);
  if (whole.startsWith(folded)) return 0;
  if (whole.includes(` ${folded}`)) return 1;
  return whole.includes(folded) ? 2 : null;
}

/** The things whose names fit, best first, otherwise in their order. */
export function find<T>(things: readonly T[], names: (thing: T) => readonly string[], typed: string): T[] {
  const folded = fold(typed);
  const ranked = things.flatMap((thing, at) => {
    const ranks = names(thing).map((name) => fits(name, folded)).filter((rank) => rank !== null);
    return ranks.length === 0 ? [] : [{ thing, at, rank: Math.min(...ranks) }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.at - b.at).map(({ thing }) => thing);
}
