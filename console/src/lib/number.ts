// Figures as each language writes them: 3,42 in Albanian and Serbian, 3.42 in English; thousands by a thin space
// everywhere.

const THIN = '\u202f';

export function figure(value: number, lang: string, decimals = 0): string {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = '0', part] = fixed.split('.');
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  const sign = value < 0 ? '−' : '';
  return part === undefined ? sign + grouped : `${sign}${grouped}${lang === 'en' ? '.' : ','}${part}`;
}

/** A hash as people compare it: the first 16 digits in fours. */
export function shortHash(hex: string): string {
  return (hex.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ');
}

/** Bytes in KB, as a file manager says it. */
export function kilobytes(bytes: number, lang: string): string {
  return bytes < 1_000 ? `${bytes} B` : `${figure(bytes / 1_000, lang, bytes < 10_000 ? 1 : 0)} KB`;
}
