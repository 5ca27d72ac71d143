import { isDeepStrictEqual } from 'node:util';
import { BadFrameError, readFrame } from '../electron/services/exchange/binance/frame-reader';
import { readAsExpected } from '../electron/services/exchange/binance/frame-reader-fast';
import { readStrictly } from '../electron/services/exchange/binance/frame-reader-strict';
import { FrameSource } from './frame-source';
import { seededRandom } from '../electron/services/exchange/demo/prng';

/** What became of damaged frames. */
export interface Damage {
  readonly frames: number;
  readonly accepted: number;
  /** Refused or passed over, as they should be. */
  readonly refused: number;
  /** Anything thrown but a refusal. */
  readonly crashes: number;
  /** Frames on which both readers do not agree. */
  readonly differences: number;
  /** MB, garbage collected. */
  readonly heapGrowth: number;
}

const TOKENS = [
  ...['0', '9', '-', '.', 'e5', '00', '"', '\\', '{', '}', '[', ',', ':', ' ', '\n', '\u0000'],
  ...['é', 'null', 'true', 'NaN', 'Infinity', '99999999999999999999', '""', '"a":', '\\u0041'],
];

/** Reads frames with one to three small damages each. */
export function readDamaged(frames: number, seed: number): Damage {
  const random = seededRandom(seed);
  const source = new FrameSource(seed);
  const tally = { accepted: 0, refused: 0, crashes: 0, differences: 0 };
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < frames; n++) {
    const bytes = damaged(source.next('0.00100000'), random);
    try {
      if (readFrame(bytes)) tally.accepted++;
      else tally.refused++;
    } catch (error) {
      if (error instanceof BadFrameError) tally.refused++;
      else tally.crashes++;
    }
    if (!isAgreed(bytes)) tally.differences++;
  }
  globalThis.gc?.();
  return { frames, ...tally, heapGrowth: (process.memoryUsage().heapUsed - before) / 1e6 };
}

/** A frame with one to three small damages, some of which break its UTF-8. */
export function damaged(frame: string, random: () => number): Buffer {
  let text = frame;
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const at = Math.floor(random() * (text.length + 1));
    const cut = random() < 0.9 ? Math.floor(random() * 3) : Math.floor(random() * text.length);
    const put = random() < 0.5 ? '' : (TOKENS[Math.floor(random() * TOKENS.length)] ?? '');
    text = text.slice(0, at) + put + text.slice(at + cut);
  }
  const bytes = Buffer.from(text);
  if (random() < 0.1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}

function isAgreed(bytes: Buffer): boolean {
  const quick = readAsExpected(bytes);
  if (quick === undefined) return true;
  try {
    return isDeepStrictEqual(quick, readStrictly(bytes.toString()));
  } catch {
    // Refused by one and not by the other.
    return false;
  }
}
