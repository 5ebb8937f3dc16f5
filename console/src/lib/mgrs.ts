// WGS 84 degrees to a military grid reference, to 10 m: `34T DM 6878 7798`. Transverse Mercator after Snyder,
// "Map Projections: A Working Manual" (USGS 1395), equations 8-9 to 8-15; letters after NGA.STND.0037.

const A = 6_378_137;
const F = 1 / 298.257_223_563;
const E2 = F * (2 - F);
const K0 = 0.9996;
const BANDS = 'CDEFGHJKLMNPQRSTUVWXX';
const COLUMNS = ['ABCDEFGH', 'JKLMNPQR', 'STUVWXYZ'];
const ROWS = 'ABCDEFGHJKLMNPQRSTUV';

/** Null where there is no UTM: beyond 84° north and 80° south. */
export function mgrs(lat: number, lon: number): string | null {
  if (!(lat >= -80 && lat < 84 && lon >= -180 && lon < 180)) return null;
  const zone = zoneOf(lat, lon);
  const { easting, northing } = utm(lat, lon, zone);
  const column = COLUMNS[(zone - 1) % 3]?.[Math.floor(easting / 100_000) - 1] ?? '?';
  const shift = zone % 2 === 0 ? 5 : 0;
  const row = ROWS[(Math.floor(northing / 100_000) + shift) % 20] ?? '?';
  const band = BANDS[Math.floor((lat + 80) / 8)] ?? '?';
  return `${zone}${band} ${column}${row} ${tens(easting)} ${tens(northing)}`;
}

/** Four figures within the square of 100 km, cut, not rounded: a reference names the square it lies in. */
function tens(metres: number): string {
  return String(Math.floor((metres % 100_000) / 10)).padStart(4, '0');
}

/** With the exceptions for Norway and Svalbard. */
function zoneOf(lat: number, lon: number): number {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  return Math.floor((lon + 180) / 6) + 1;
}

function utm(lat: number, lon: number, zone: number): { easting: number; northing: number } {
  const phi = (lat * Math.PI) / 180;
  const centre = ((zone - 1) * 6 - 180 + 3) * (Math.PI / 180);
  const ep2 = E2 / (1 - E2);
  const n = A / Math.sqrt(1 - E2 * Math.sin(phi) ** 2);
  const t = Math.tan(phi) ** 2;
  const c = ep2 * Math.cos(phi) ** 2;
  const a = ((lon * Math.PI) / 180 - centre) * Math.cos(phi);
  const x = a + ((1 - t + c) * a ** 3) / 6 + ((5 - 18 * t + t * t + 72 * c - 58 * ep2) * a ** 5) / 120;
  const y =
    meridian(phi) +
    n *
      Math.tan(phi) *
      (a ** 2 / 2 +
        ((5 - t + 9 * c + 4 * c * c) * a ** 4) / 24 +
        ((61 - 58 * t + t * t + 600 * c - 330 * ep2) * a ** 6) / 720);
  return { easting: K0 * n * x + 500_000, northing: K0 * y + (lat < 0 ? 10_000_000 : 0) };
}

/** Length of the meridian from the equator, Snyder 3-21. */
function meridian(phi: number): number {
  const [e4, e6] = [E2 ** 2, E2 ** 3];
  return (
    A *
    ((1 - E2 / 4 - (3 * e4) / 64 - (5 * e6) / 256) * phi -
      ((3 * E2) / 8 + (3 * e4) / 32 + (45 * e6) / 1024) * Math.sin(2 * phi) +
      ((15 * e4) / 256 + (45 * e6) / 1024) * Math.sin(4 * phi) -
      ((35 * e6) / 3072) * Math.sin(6 * phi))
  );
}

/** Degrees of a point of a zone: Snyder 8-17 to 8-25. */
export function fromUtm(zone: number, easting: number, northing: number, south = false): [number, number] {
  const e1 = (1 - Math.sqrt(1 - E2)) / (1 + Math.sqrt(1 - E2));
  const ep2 = E2 / (1 - E2);
  const mu = (northing - (south ? 10_000_000 : 0)) / K0 / (A * (1 - E2 / 4 - (3 * E2 ** 2) / 64 - (5 * E2 ** 3) / 256));
  const phi =
    mu +
    ((3 * e1) / 2 - (27 * e1 ** 3) / 32) * Math.sin(2 * mu) +
    ((21 * e1 ** 2) / 16 - (55 * e1 ** 4) / 32) * Math.sin(4 * mu) +
    ((151 * e1 ** 3) / 96) * Math.sin(6 * mu);
  const n = A / Math.sqrt(1 - E2 * Math.sin(phi) ** 2);
  const r = (A * (1 - E2)) / (1 - E2 * Math.sin(phi) ** 2) ** 1.5;
  const t = Math.tan(phi) ** 2;
  const c = ep2 * Math.cos(phi) ** 2;
  const d = (easting - 500_000) / (n * K0);
  const lat =
    phi -
    ((n * Math.tan(phi)) / r) *
      (d ** 2 / 2 - ((5 + 3 * t + 10 * c - 4 * c * c - 9 * ep2) * d ** 4) / 24 + ((61 + 90 * t + 298 * c + 45 * t * t - 252 * ep2 - 3 * c * c) * d ** 6) / 720);
  const lon = (d - ((1 + 2 * t + c) * d ** 3) / 6 + ((5 - 2 * c + 28 * t - 3 * c * c + 8 * ep2 + 24 * t * t) * d ** 5) / 120) / Math.cos(phi);
  return [(lat * 180) / Math.PI, (zone - 1) * 6 - 177 + (lon * 180) / Math.PI];
}

const DEGREES = Math.PI / 180;

/** A grid reference, with or without blanks, of 2 to 10 figures, to the middle of its square; null if it is none. */
export function fromMgrs(text: string): { lat: number; lon: number; metres: number } | null {
  const parts = /^(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d{0,10})$/.exec(text.toUpperCase().replace(/\s+/g, ''));
  if (!parts) return null;
  const [, digits = '', band = '', column = '', row = '', figures = ''] = parts;
  const zone = Number(digits);
  const col = COLUMNS[(zone - 1) % 3]?.indexOf(column) ?? -1;
  if (zone < 1 || zone > 60 || col < 0 || figures.length % 2 === 1) return null;
  const half = figures.length / 2;
  const metres = 10 ** (5 - half);
  const offset = (part: string) => (half === 0 ? 0 : Number(part) * metres) + metres / 2;
  const easting = (col + 1) * 100_000 + offset(figures.slice(0, half));
  const shift = zone % 2 === 0 ? 5 : 0;
  const within = (((ROWS.indexOf(row) - shift + 20) % 20) * 100_000) + offset(figures.slice(half));
  // Rows repeat every 2 000 km: the one that lies in the band, or touches it, is meant.
  const low = BANDS.indexOf(band) * 8 - 80;
  const south = low < 0;
  const base = K0 * meridian(low * DEGREES) + (south ? 10_000_000 : 0);
  const northing = within + Math.ceil((base - 100_000 - within) / 2_000_000) * 2_000_000;
  const [lat, lon] = fromUtm(zone, easting, northing, south);
  return lat >= low - 1 && lat <= low + 13 ? { lat, lon, metres } : null;
}

/** Squares of 100 km that touch a box: their lines in degrees, and their letters at the lower left corner inside it. */
export function squares(west: number, south: number, east: number, north: number): { lines: [number, number][][]; names: { name: string; at: [number, number] }[] } {
  const lines: [number, number][][] = [];
  const names: { name: string; at: [number, number] }[] = [];
  const KM = 100_000;
  const STEPS = 8;
  for (let zone = zoneOf(south, west); zone <= zoneOf(south, Math.min(east, 179.9)); zone += 1) {
    const [left, right] = [Math.max(west, (zone - 1) * 6 - 180), Math.min(east, zone * 6 - 180)];
    const corners = [[south, left], [south, right], [north, left], [north, right]].map(([lat = 0, lon = 0]) => utm(lat, lon, zone));
    const range = (values: number[]) => [Math.floor(Math.min(...values) / KM), Math.ceil(Math.max(...values) / KM)] as const;
    const [e0, e1] = range(corners.map((each) => each.easting));
    const [n0, n1] = range(corners.map((each) => each.northing));
    const at = (e: number, n: number): [number, number] => { const [lat, lon] = fromUtm(zone, e * KM, n * KM); return [Math.min(right, Math.max(left, lon)), lat]; };
    for (let e = e0; e <= e1; e += 1) lines.push(Array.from({ length: (n1 - n0) * STEPS + 1 }, (_, k) => at(e, n0 + k / STEPS)));
    for (let n = n0; n <= n1; n += 1) lines.push(Array.from({ length: (e1 - e0) * STEPS + 1 }, (_, k) => at(e0 + k / STEPS, n)));
    for (let e = e0; e < e1; e += 1) for (let n = n0; n < n1; n += 1) {
      const [lon, lat] = at(e + 0.5, n + 0.5);
      const name = mgrs(lat, lon)?.slice(0, 6);
      if (name) names.push({ name, at: [lon, lat] });
    }
  }
  return { lines, names };
}
