import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { MarketFrame } from './frame-mapper';
import { BadFrameError, readFrame } from './frame-reader';

/** Bad frames within a minute after which the connections are not trusted any more. */
const MAX_BAD_FRAMES = 20;
const BAD_FRAME_WINDOW_MS = 60_000;
/** No more of them count by symbol: what is wrong with one is not wrong with the connections. */
const MAX_OF_SYMBOL = 4;
/** Where a frame names its symbol. */
const SYMBOL = /"s"\s*:\s*"([^"]{1,40})"/;

export interface FrameIntakeOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gets each frame of market data. @throws {BadFrameError} for one that cannot be. */
  readonly onFrame: (frame: MarketFrame, receivedAt: number) => void;
  /** Too many frames made no sense. */
  readonly onNonsense: () => void;
}

/** Reads what the connections bring; a bad frame is dropped and counted, and costs nothing else. */
export class FrameIntake {
  /** Since the start. */
  readonly counts = { frames: 0, badFrames: 0 };
  readonly #options: FrameIntakeOptions;
  #badFrames = 0;
  #badSince = -Infinity;
  /** Bad frames since then by the symbol they name. */
  readonly #badBySymbol = new Map<string, number>();

  constructor(options: FrameIntakeOptions) {
    this.#options = options;
  }

  /** Takes a frame in UTF-8. @param receivedAt Monotonic, ms. */
  take(bytes: Buffer, receivedAt: number): void {
    this.counts.frames++;
    try {
      const frame = readFrame(bytes);
      // Answers are the pool's own matter.
      if (frame && frame.kind !== 'ack') this.#options.onFrame(frame, receivedAt);
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.#refuse(error, bytes);
    }
  }

  #refuse(error: BadFrameError, bytes: Buffer): void {
    const { clock, logger, onNonsense } = this.#options;
    this.counts.badFrames++;
    const now = clock.monotonic();
    // It may be anything, so only its head is looked at.
    const frame = bytes.toString('utf8', 0, 200);
    if (now - this.#badSince > BAD_FRAME_WINDOW_MS) {
      this.#badSince = now;
      this.#badFrames = 0;
      this.#badBySymbol.clear();
      // Once a minute is enough to know.
      logger.warn('Bad frame dropped', { reason: error.message, frame });
    }
    if (this.#badFrames >= MAX_BAD_FRAMES) return;
    // What is no JSON at all was broken on the way, whatever symbol it names.
    const isBroken = error.cause instanceof SyntaxError;
    if (!isBroken && !this.#isCounted(frame)) return;
    if (++this.#badFrames === MAX_BAD_FRAMES) onNonsense();
  }

  #isCounted(frame: string): boolean {
    const symbol = SYMBOL.exec(frame)?.[1];
    if (symbol === undefined) return true;
    const count = (this.#badBySymbol.get(symbol) ?? 0) + 1;
    this.#badBySymbol.set(symbol, count);
    return count <= MAX_OF_SYMBOL;
  }
}
