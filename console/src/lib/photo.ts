// How a photograph stands upright. What the camera wrote about it was taken out of the file, so the browser can't know.

/** By the TIFF orientation, 1 to 8: what it takes to turn the picture. The first thing is done last, as CSS has it. */
const TURNS = ['', 'scaleX(-1)', 'rotate(180deg)', 'scaleY(-1)', 'rotate(270deg) scaleX(-1)', 'rotate(90deg)', 'rotate(90deg) scaleX(-1)', 'rotate(270deg)'];

export interface Upright {
  turn: string;
  /** Whether it lies on its side: what was across is down. */
  sideways: boolean;
  /** Across by down, once it stands. */
  ratio: number;
}

export function upright(turned: number, width: number, height: number): Upright {
  const known = Number.isInteger(turned) && turned >= 1 && turned <= 8 ? turned : 1;
  const sideways = known >= 5;
  const [across, down] = sideways ? [height, width] : [width, height];
  return { turn: TURNS[known - 1] ?? '', sideways, ratio: across > 0 && down > 0 ? across / down : 1 };
}
