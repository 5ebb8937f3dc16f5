// Numbers and times in a text, to be marked: they are what a tired eye mistakes, and what the gateway compares
// across languages.

export interface Piece {
  text: string;
  figure: boolean;
}

export function figures(text: string): Piece[] {
  const out: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(/\d{1,2}:\d{2}|\d+(?:[.,\u00a0\u2009\u202f]\d+)*/g)) {
    if (match.index > end) out.push({ text: text.slice(end, match.index), figure: false });
    out.push({ text: match[0], figure: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) out.push({ text: text.slice(end), figure: false });
  return out;
}
