// A shape that somebody drew on the map, on its way to the paper or the incident that it is for.

export interface DrawnArea {
  /** A closed ring, longitude first. */
  ring: [number, number][];
  /** Codes of the municipalities that it touches. */
  areas: string[];
}

let waiting = $state.raw<DrawnArea | null>(null);

export function handDrawn(area: DrawnArea | null): void {
  waiting = area;
}

export function takeDrawn(): DrawnArea | null {
  const taken = waiting;
  waiting = null;
  return taken;
}

export const geometryOf = ({ ring }: DrawnArea): { type: 'Polygon'; coordinates: [number, number][][] } => ({ type: 'Polygon', coordinates: [ring] });
