/** A power of two, well above the streams of a venue; texts that share a slot take turns in it. */
const SLOTS = 4096;

interface Slot {
  readonly bytes: Buffer;
  readonly text: string;
}

/**
 * Turns the bytes of short texts that come again and again into strings, the same one each time: it
 * costs no allocation, and a look-up by it need not hash it anew. Never grows beyond its slots.
 */
export class TextCache {
  readonly #slots: (Slot | undefined)[] = Array.from({ length: SLOTS }, () => undefined);

  /** The UTF-8 text from `start` up to `end`. */
  get(bytes: Buffer, start: number, end: number): string {
    let hash = end - start;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const index = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const slot = this.#slots[index];
    if (slot && isSame(slot.bytes, bytes, start, end)) return slot.text;
    const text = bytes.toString('utf8', start, end);
    // A copy: a part of the frame would keep the whole block alive that it was received in.
    this.#slots[index] = { bytes: Buffer.from(bytes.subarray(start, end)), text };
    return text;
  }
}

function isSame(known: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let n = 0; n < known.length; n++) if (known[n] !== bytes[start + n]) return false;
  return true;
}
