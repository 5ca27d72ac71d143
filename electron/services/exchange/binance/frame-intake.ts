import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { MarketFrame } from './frame-mapper';
import { BadFrameError, readFrame } from './frame-reader';

/** Bad frames within a minute after which the connections are not trusted any more. */
const MAX_BAD_FRAMES = 20;
const BAD_FRAME_WINDOW_MS = 60_000;

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
    if (now - this.#badSince > BAD_FRAME_WINDOW_MS) {
      this.#badSince = now;
      this.#badFrames = 0;
      // Once a minute is enough to know; the frame itself may be anything, so only its head is kept.
      const frame = bytes.toString('utf8', 0, 200);
      logger.warn('Bad frame dropped', { reason: error.message, frame });
    }
    if (++this.#badFrames === MAX_BAD_FRAMES) onNonsense();
  }
}
