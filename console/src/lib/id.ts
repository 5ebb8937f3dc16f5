// Ids are chosen by the one who writes, so that a retry of a command is the same record (RFC 9562 §5.7).

/** A UUIDv7 from a moment and ten random bytes. */
export function uuid7(ms: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) % 256;
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** From the machine's own clock and randomness: the one door to both. */
export function newId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The one id that somebody pasted, by itself or within an address; null where there is none, or more than one. */
export function readId(text: string): string | null {
  const plain = text.trim().toLowerCase();
  const found = [...new Set(plain.match(ID) ?? [])];
  const only = found.length === 1 ? (found[0] ?? null) : null;
  return only !== null && (plain === only || /[/?#=]/.test(plain)) ? only : null;
}
