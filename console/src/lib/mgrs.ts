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
