import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
/** The one that signs and those it took the place of. */
const MAX_KEYS = 4;
const LINE = /^(?:(k\d{1,4}) )?([0-9a-f]{64})$/;

/**
 * Keys of this installation by their ids: the first one signs, the others still verify what they
 * have signed. Tokens choose among these alone, never by a path or a URL.
 */
export type SigningKeys = ReadonlyMap<string, Uint8Array>;

/** A new key of 256 bits, whose id no earlier key had. */
export function freshKeys(after = 0): SigningKeys {
  return new Map([[`k${after + 1}`, randomBytes(SECRET_BYTES)]]);
}

/**
 * Reads the keys from a file's text: one a line, `k2 <64 hex digits>`; a line without an id is `k1`.
 * @returns Null when a line is no key or an id comes twice.
 */
export function parseKeys(text: string): SigningKeys | null {
  const lines = text.trim().split('\n');
  const keys = new Map<string, Uint8Array>();
  for (const line of lines) {
    const [, id = 'k1', hex] = LINE.exec(line.trim()) ?? [];
    if (hex === undefined || keys.has(id)) return null;
    keys.set(id, Buffer.from(hex, 'hex'));
  }
  return keys.size <= MAX_KEYS ? keys : null;
}

/** The text `parseKeys` reads. */
export function formatKeys(keys: SigningKeys): string {
  const lines = [...keys].map(([id, key]) => {
    const hex = Buffer.from(key).toString('hex');
    return keys.size === 1 && id === 'k1' ? hex : `${id} ${hex}`;
  });
  return `${lines.join('\n')}\n`;
}

/** The number in the id of the newest key. */
export function newestOf(keys: SigningKeys): number {
  return Math.max(0, ...[...keys.keys()].map((id) => Number(id.slice(1))));
}
