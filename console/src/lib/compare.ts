// Two texts side by side: which words differ, or which lines. For whoever decides: nothing is merged.

export interface Piece {
  text: string;
  differs: boolean;
}

/** Beyond this many words the texts are shown whole: the comparison takes their product in time. */
export const WORDS_MAX = 800;

/** Both texts in pieces; what stands in one only is marked. */
export function compare(mine: string, theirs: string): [Piece[], Piece[]] {
  const [a, b] = [words(mine), words(theirs)];
  if (a.length > WORDS_MAX || b.length > WORDS_MAX) {
    return [[{ text: mine, differs: mine !== theirs }], [{ text: theirs, differs: mine !== theirs }]];
  }
  const common = longest(a, b);
  return [pieces(a, common.map(([i]) => i)), pieces(b, common.map(([, j]) => j))];
}

const words = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];

/** Pairs of positions of a longest common subsequence. */
function longest(a: string[], b: string[]): [number, number][] {
  const rows: Uint16Array[] = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = rows[i] as Uint16Array;
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (cell(i + 1, j) >= cell(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function pieces(all: string[], same: number[]): Piece[] {
  const common = new Set(same);
  const out: Piece[] = [];
  all.forEach((text, index) => {
    const differs = !common.has(index);
    const last = out[out.length - 1];
    if (last && last.differs === differs) last.text += text;
    else out.push({ text, differs });
  });
  return out;
}

/** Beyond this many lines one text stands below the other. */
export const LINES_MAX = 1_500;

export interface Line {
  /** In both texts, or in one of them. */
  sign: ' ' | '-' | '+';
  text: string;
}

/** Two texts as one, line by line: what goes stands before what comes in its place. */
export function lines(before: string, after: string): Line[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const common = a.length > LINES_MAX || b.length > LINES_MAX ? [] : longest(a, b);
  const found: Line[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...common, [a.length, b.length] as const]) {
    for (; i < x; i += 1) found.push({ sign: '-', text: a[i] ?? '' });
    for (; j < y; j += 1) found.push({ sign: '+', text: b[j] ?? '' });
    if (i < a.length && j < b.length) found.push({ sign: ' ', text: a[i] ?? '' });
    [i, j] = [x + 1, y + 1];
  }
  return found;
}
