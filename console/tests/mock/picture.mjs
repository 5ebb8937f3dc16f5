// TEST DOUBLE: an invented photograph as a PNG: sky, water, and a post with a red top, so that one sees which way is up.

import { crc32, deflateSync } from 'node:zlib';

const chunk = (kind, content) => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  const named = Buffer.concat([Buffer.from(kind), content]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([head, named, sum]);
};

function scene(x, y) {
  if (Math.abs(x - 0.7) < 0.03 && y > 0.25 && y < 0.8) return y < 0.4 ? [190, 40, 40] : [240, 240, 235];
  if (y < 0.45) return [150 + 60 * y, 180 + 40 * y, 205];
  const wave = Math.sin(40 * y + 9 * x) * 10;
  return [110 + wave, 100 + wave, 80 + wave];
}

/** Where a pixel of the file stands in the upright picture (TIFF orientation). */
function stood(turned, x, y) {
  return { 1: [x, y], 6: [1 - y, x], 8: [y, 1 - x], 3: [1 - x, 1 - y] }[turned];
}

export function picture(width, height, turned) {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const colour = scene(...stood(turned, x / width, y / height));
      colour.forEach((value, at) => (rows[y * (width * 3 + 1) + 1 + x * 3 + at] = Math.round(value)));
    }
  const header = Buffer.from([...new Uint8Array(8), 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
