// The symbols of the map, drawn from the tokens: the same shapes as the sprite of the console, as pictures. Frame says
// whose, shape says how bad, dash says not yet or not now.

export interface Picture {
  data: ImageData;
  pixelRatio: number;
  /** For plates and pills: what may stretch, and where the words go. */
  stretchX?: [number, number][];
  stretchY?: [number, number][];
  content?: [number, number, number, number];
}

interface Stroke {
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: number[];
}

export type Token = (name: string) => string;

const RATIO = 2;
/** Side of a glyph on the map, in pixels; its paths are drawn on 16. */
const SIDE = 20;
const DRILL_ROOM = 5;

const ring = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

const SHAPES: Record<string, Stroke[]> = {
  extreme: [{ d: 'M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z', fill: 'extreme-fill' }, { d: 'M5.2 3.6h1.9v5.2H5.2zM8.9 3.6h1.9v5.2H8.9zM5.2 10.2h1.9v1.9H5.2zM8.9 10.2h1.9v1.9H8.9z', fill: 'extreme-on' }],
  severe: [{ d: 'M8 .9 15.6 14.6H.4z', fill: 'severe-fill' }, { d: 'M7 5.4h2v4.8H7zM7 11.3h2v1.9H7z', fill: 'severe-on' }],
  moderate: [{ d: 'M8 1 15 8l-7 7-7-7z', fill: 'moderate-fill', stroke: 'moderate', width: 1.3 }, { d: 'M4.6 7.1h6.8v1.8H4.6z', fill: 'moderate-on' }],
  minor: [{ d: ring(8, 8, 6), fill: 'strip', stroke: 'minor', width: 1.8 }, { d: ring(8, 8, 2), fill: 'minor' }],
  unknown: [{ d: ring(8, 8, 6), fill: 'strip', stroke: 'still', width: 1.8, dash: [3, 2] }],
  silent: [{ d: ring(8, 8, 6.2), fill: 'map-land', stroke: 'still', width: 1.6, dash: [3, 2] }, { d: 'm3.6 12.4 8.8-8.8', stroke: 'still', width: 1.6 }],
  drop: [{ d: 'M8 1.2c2.4 3.4 4.4 5.6 4.4 8.4a4.4 4.4 0 0 1-8.8 0C3.6 6.8 5.6 4.6 8 1.2z', fill: 'map-flood', stroke: 'strip', width: 1 }],
  task: [{ d: 'M2.5 2.5h11v11h-11z', fill: 'lift', stroke: 'ink-2', width: 1.5 }, { d: 'm5 8 2.2 2.2L11 6', stroke: 'ink-2', width: 1.5 }],
  house: [{ d: 'M1.5 8 8 2l6.5 6H12.500v6h-9V8z', fill: 'lift' }, { d: 'M1.5 8 8 2l6.5 6M3.5 7v7h9V7', stroke: 'ink-2', width: 1.6 }, { d: 'M6.7 9.5h2.6V14H6.7z', fill: 'ink-2' }],
  cross: [{ d: ring(8, 8, 7.2), fill: 'sym-civil', stroke: 'sym-ink', width: 1.2 }, { d: 'M6.6 4h2.8v2.600h2.600v2.800H9.400V12H6.600V9.400H4V6.600h2.600z', fill: 'sym-ink' }],
  truck: [{ d: ring(8, 8, 7.2), fill: 'sym-civil', stroke: 'sym-ink', width: 1.2 }, { d: 'M3 6h5v4.500H3zM8 7.500h2.500L12.5 9v1.500H8z', fill: 'sym-ink' }],
  pump: [{ d: ring(8, 8, 7.2), fill: 'sym-civil', stroke: 'sym-ink', width: 1.2 }, { d: 'M4 6.500h4.500V11H4zM8.5 8h2.500v3', stroke: 'sym-ink', width: 1.2 }],
  boat: [{ d: ring(8, 8, 7.2), fill: 'sym-civil', stroke: 'sym-ink', width: 1.2 }, { d: 'M3.5 9h9l-1.5 2.500H5zM7.5 4h1v4.500h-1z', fill: 'sym-ink' }],
  car: [{ d: ring(8, 8, 7.2), fill: 'sym-civil', stroke: 'sym-ink', width: 1.2 }, { d: 'M3 9l1.5-2.500h5L11 9h2v2H3z', fill: 'sym-ink' }],
};

/** An incident is its severity in a ring: what people lead, not what came in. */
for (const severity of ['extreme', 'severe', 'moderate', 'minor', 'unknown']) {
  SHAPES[`incident-${severity}`] = [{ d: ring(8, 8, 11), fill: 'lift', stroke: 'ink', width: 1.4 }, ...(SHAPES[severity] ?? [])];
}

function canvas(width: number, height: number): { context: CanvasRenderingContext2D; read: () => ImageData } {
  const element = document.createElement('canvas');
  element.width = Math.ceil(width * RATIO);
  element.height = Math.ceil(height * RATIO);
  const context = element.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas to draw symbols on');
  context.scale(RATIO, RATIO);
  return { context, read: () => context.getImageData(0, 0, element.width, element.height) };
}

function paint(context: CanvasRenderingContext2D, strokes: readonly Stroke[], token: Token): void {
  for (const { d, fill, stroke, width, dash } of strokes) {
    const path = new Path2D(d);
    if (fill) { context.fillStyle = token(fill); context.fill(path); }
    if (!stroke) continue;
    context.strokeStyle = token(stroke);
    context.lineWidth = width ?? 1.5;
    context.setLineDash(dash ?? []);
    context.stroke(path);
  }
}

/** The bar under everything of an exercise: hatched violet, so that a cropped picture still says it. */
function drill(context: CanvasRenderingContext2D, from: number, y: number, width: number, token: Token): void {
  context.fillStyle = token('drill');
  context.fillRect(from, y, width, 3.5);
  context.strokeStyle = token('drill-soft');
  context.lineWidth = 1.2;
  context.setLineDash([]);
  for (let x = from + 2; x < from + width; x += 4) {
    context.beginPath();
    context.moveTo(x, y + 3.5);
    context.lineTo(x + 2.5, y);
    context.stroke();
  }
}

function glyph(name: string, marked: boolean, token: Token): Picture | null {
  const shape = SHAPES[name];
  if (!shape) return null;
  const wide = name.startsWith('incident-') ? SIDE * 1.55 : SIDE + 2;
  const { context, read } = canvas(wide, wide + DRILL_ROOM);
  context.save();
  context.translate((wide - SIDE) / 2, (wide - SIDE) / 2 + DRILL_ROOM / 2);
  context.scale(SIDE / 16, SIDE / 16);
  paint(context, shape, token);
  context.restore();
  if (marked) drill(context, wide / 2 - 7, wide + DRILL_ROOM - 4, 14, token);
  return { data: read(), pixelRatio: RATIO };
}

/** A box that grows with its words: a plate for values, a pill for civil units, a frame for what is in hand. */
function box(radius: number, fill: string, edge: string, width: number, dash: number[], token: Token): Picture {
  const [wide, tall] = [28, 22];
  const { context, read } = canvas(wide, tall);
  context.beginPath();
  context.roundRect(1, 1, wide - 2, tall - 2, radius);
  context.fillStyle = token(fill);
  context.fill();
  context.strokeStyle = token(edge);
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  const at = (value: number) => value * RATIO;
  return { data: read(), pixelRatio: RATIO, stretchX: [[at(12), at(16)]], stretchY: [[at(10), at(12)]], content: [at(5), at(3), at(wide - 5), at(tall - 3)] };
}

/** Hatching of an area by how bad it is. */
function hatch(colour: string, token: Token): Picture {
  const side = 8;
  const { context, read } = canvas(side, side);
  context.strokeStyle = token(colour);
  context.globalAlpha = 0.3;
  context.lineWidth = 0.9;
  for (const shift of [-side, 0, side]) {
    context.beginPath();
    context.moveTo(shift - 1, side + 1);
    context.lineTo(shift + side + 1, -1);
    context.stroke();
  }
  return { data: read(), pixelRatio: RATIO };
}

const SEVERITIES = ['unknown', 'minor', 'moderate', 'severe', 'extreme'];
const HATCHES = ['still', 'minor', 'moderate', 'severe', 'extreme'];

/** All pictures that do not depend on what is shown. */
export function pictures(token: Token): Map<string, Picture> {
  const made = new Map<string, Picture>();
  for (const name of Object.keys(SHAPES)) {
    for (const marked of [false, true]) {
      const picture = glyph(name, marked, token);
      if (picture) made.set(marked ? `${name}~drill` : name, picture);
    }
  }
  made.set('plate', box(3, 'lift', 'edge', 1, [], token));
  made.set('plate-late', box(3, 'lift', 'still', 1.2, [4, 3], token));
  for (const severity of ['moderate', 'severe', 'extreme']) made.set(`plate-${severity}`, box(3, 'lift', severity, 1.8, [], token));
  made.set('pill', box(10, 'sym-civil', 'sym-ink', 1.4, [], token));
  SEVERITIES.forEach((severity, at) => made.set(`hatch-${severity}`, hatch(HATCHES[at] ?? 'still', token)));
  return made;
}

/** A force's symbol after APP-6, from its letters; null where they say nothing. */
export async function app6(sidc: string): Promise<Picture | null> {
  const { default: milsymbol } = await import('milsymbol');
  const symbol = new milsymbol.Symbol(sidc, { size: 22 * RATIO, simpleStatusModifier: true });
  if (!symbol.isValid()) return null;
  const drawn = symbol.asCanvas();
  const context = drawn.getContext('2d');
  if (!context || drawn.width === 0) return null;
  return { data: context.getImageData(0, 0, drawn.width, drawn.height), pixelRatio: RATIO * 1.3 };
}
