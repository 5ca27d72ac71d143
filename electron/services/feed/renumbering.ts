import type { Trade } from '../../../shared/domain/trade';

/** Trades of one symbol never run so far apart in time against their ids. */
const SUSPECT_AFTER_MS = 10_000;
/** So many new trades in a row with ids that are known are worth a question at once. */
const RUN = 3;
/** After history has contradicted a run it is not asked about it again for so long. */
const QUIET_MS = 2000;

/** What a trade says of the numbering: nothing, that history should be asked, that it is new. */
type Finding = 'none' | 'suspect' | 'held' | 'proven';

/**
 * Tells a venue that counts its trades anew, as test venues do after a reset, from trades that merely
 * come twice: a late trade, or a run of them, is a suspicion; a late successor or history the proof.
 */
export class Renumbering {
  /** Trades newer than the newest known whose ids are known and grow by one: both ends. */
  #first: Trade | null = null;
  #end: Trade | null = null;
  #length = 0;
  #isSuspected = false;
  /** Time of trades until which no question is worth it. */
  #quietUntil = 0;

  /** The trade that may be the first of a new numbering, until that is decided. */
  get suspect(): Trade | null {
    return this.#isSuspected ? this.#first : null;
  }

  /** Whether a run of trades waits for a decision, which the stream alone does not make. */
  get isRun(): boolean {
    return this.#isSuspected && this.#length >= RUN;
  }

  /** Takes each trade of the stream. @param last The newest known by its id. */
  note(trade: Trade, last: Trade): Finding {
    if (trade.id > last.id && !(this.#isSuspected && this.#follows(trade))) {
      this.#goOn(trade, last);
      return 'none';
    }
    if (trade.time <= last.time) return 'none';
    this.#extend(trade);
    const isLate = this.#isLate(trade, last);
    if (!isLate && !this.#isAskable(trade)) return 'none';
    const finding = this.#isSuspected ? 'held' : 'suspect';
    this.#isSuspected = true;
    return isLate && this.#isProof(last) ? 'proven' : finding;
  }

  /** Whether history, asked from the suspect on, shows a new numbering; null when it does not know yet. */
  verdict(page: readonly Trade[], last: Trade): boolean | null {
    const { suspect } = this;
    const known = page.find(({ id }) => id === suspect?.id);
    if (!suspect || !known) return null;
    if (known.time !== suspect.time) return false;
    // Trades that came out of order and then again: the old numbering still goes on.
    return (
      this.#isLate(suspect, last) ||
      !page.some(({ id, time }) => id === last.id && time === last.time)
    );
  }

  /**
   * History has contradicted; a run goes on all the same, since history may trail.
   * @returns How many trades it has come to.
   */
  refute(): number {
    const length = this.#length;
    if (length < RUN) this.clear();
    this.#isSuspected = false;
    this.#quietUntil = (this.#end?.time ?? 0) + QUIET_MS;
    return length;
  }

  clear(): void {
    this.#first = this.#end = null;
    this.#length = this.#quietUntil = 0;
    this.#isSuspected = false;
  }

  /** Whether the run up to a late trade proves a new numbering by itself. */
  #isProof(last: Trade): boolean {
    const hasLateFirst = this.#first !== null && this.#isLate(this.#first, last);
    return this.#length >= RUN || (this.#length > 1 && hasLateFirst);
  }

  /** A trade that follows the newest known ends a suspicion: the old numbering goes on. */
  #goOn(trade: Trade, last: Trade): void {
    if (this.#first && trade.id === last.id + 1) this.clear();
  }

  /** Whether the run up to a trade is worth a question. */
  #isAskable(trade: Trade): boolean {
    return this.#length >= RUN && trade.time >= this.#quietUntil;
  }

  #extend(trade: Trade): void {
    if (!this.#follows(trade)) {
      this.clear();
      this.#first = trade;
    }
    this.#end = trade;
    this.#length++;
  }

  #follows({ id, time }: Trade): boolean {
    return this.#end !== null && id === this.#end.id + 1 && time >= this.#end.time;
  }

  #isLate(trade: Trade, last: Trade): boolean {
    return trade.time > last.time + SUSPECT_AFTER_MS;
  }
}
