// Lengths, areas and the bar of a scale, on a sphere: enough for what a finger draws on a map.

export type Point = [number, number];

const EARTH_KM = 6_371.0088;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

export function kilometres([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const h = Math.sin(rad(lat2 - lat1) / 2) ** 2 + Math.cos(rad(lat1)) * Math.cos(rad(lat2)) * Math.sin(rad(lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, h)));
}

export function lengthKm(line: readonly Point[]): number {
  return line.slice(1).reduce((sum, point, at) => sum + kilometres(line[at] ?? point, point), 0);
}

/** Area of a ring that need not be closed, in km². */
export function areaKm2(ring: readonly Point[]): number {
  let sum = 0;
  ring.forEach(([lon1, lat1], at) => {
    const [lon2, lat2] = ring[(at + 1) % ring.length] ?? [lon1, lat1];
    sum += rad(lon2 - lon1) * (2 + Math.sin(rad(lat1)) + Math.sin(rad(lat2)));
  });
  return Math.abs((sum * EARTH_KM ** 2) / 2);
}

/** Whether a point lies in a ring. */
export function inside([x, y]: Point, ring: readonly Point[]): boolean {
  let within = false;
  ring.forEach(([x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}

/** Whether a ring crosses itself: such an area says nothing. */
export function crosses(ring: readonly Point[]): boolean {
  const sides = ring.map((point, at) => [point, ring[(at + 1) % ring.length] ?? point] as const);
  const turn = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  return sides.some(([a, b], at) => sides.some(([c, d], other) => {
    if (other <= at + 1 || (at === 0 && other === sides.length - 1)) return false;
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
  }));
}

/** The longest round length that fits, and how wide it is. */
export function scaleBar(kmPerPixel: number, pixelsMax: number): { km: number; pixels: number } {
  const most = kmPerPixel * pixelsMax;
  const ten = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((each) => each * ten).find((each) => each <= most) ?? ten;
  return { km, pixels: km / kmPerPixel };
}

/** As people say it: `350 m`, `2.4 km`, `18 km`. */
export function distance(km: number, lang: string): string {
  if (km < 1) return `${Math.round(km * 100) * 10} m`;
  const text = km < 10 ? km.toFixed(1) : String(Math.round(km));
  return `${lang === 'en' ? text : text.replace('.', ',')} km`;
}
