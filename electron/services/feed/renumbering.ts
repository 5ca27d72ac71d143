import type { Trade } from '../../../shared/domain/trade';

/** Trades of one symbol never run so far apart in time against their ids. */
const SUSPECT_AFTER_MS = 10_000;

/**
 * Tells a venue that counts its trades anew, as test venues do after a reset, from a trade that
 * merely comes twice with a wrong time: one trade is a suspicion, its successor or history the proof.
 */
export class Renumbering {
  #suspect: Trade | null = null;

  /** The trade that may be of a new numbering, until that is decided. */
  get suspect(): Trade | null {
    return this.#suspect;
  }

  /** Whether a trade has a known id at a clearly later time. */
  isOdd(trade: Trade, last: Trade): boolean {
    return trade.id <= last.id && trade.time > last.time + SUSPECT_AFTER_MS;
  }

  /** Whether a trade goes on where the suspect began. */
  isProof({ id, time }: Trade): boolean {
    return this.#suspect !== null && id === this.#suspect.id + 1 && time >= this.#suspect.time;
  }

  suspectOf(trade: Trade): void {
    this.#suspect = trade;
  }

  clear(): void {
    this.#suspect = null;
  }
}
