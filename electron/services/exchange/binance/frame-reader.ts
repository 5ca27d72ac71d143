import { readAsExpected } from './frame-reader-fast';
import { readStrictly } from './frame-reader-strict';
import type { Frame } from './frame-reader-types';

export { BadFrameError } from './frame-reader-strict';
export type { Frame } from './frame-reader-types';

/**
 * Reads the UTF-8 of one text frame, combined (`{stream, data}`) or raw. Null for kinds that nobody asked for.
 * A frame spelled exactly as Binance spells it is read without building its JSON; any other goes
 * through the strict reader, and both agree on every frame the first one accepts.
 * @throws {BadFrameError} for text that is not JSON and for known kinds with missing or absurd fields.
 */
export function readFrame(bytes: Buffer): Frame | null {
  const frame = readAsExpected(bytes);
  return frame === undefined ? readStrictly(bytes.toString()) : frame;
}
