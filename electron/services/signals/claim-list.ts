import type { SettledClaim } from '../../../shared/domain/signals/call-results';

/** Numbers of a claim: its times, what was said and voted, its move, and its truths as bits. */
const FIELDS = 6;
const FIRST_ROOM = 16;
const HIT = 1;
const BEAT = 2;
const LIVE = 4;

/** Settled claims in the order in which they came, packed: a third of what they take as objects. */
export class ClaimList {
  #data = new Float64Array(FIRST_ROOM * FIELDS);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(claim: SettledClaim): void {
    const at = this.#length * FIELDS;
    if (at === this.#data.length) this.#makeRoom();
    this.#data[at] = claim.at;
    this.#data[at + 1] = claim.settledAt;
    this.#data[at + 2] = claim.said;
    this.#data[at + 3] = claim.votes;
    this.#data[at + 4] = claim.netMove;
    const beat = claim.beatBreakeven ? BEAT : 0;
    this.#data[at + 5] = (claim.isHit ? HIT : 0) + beat + (claim.isLive ? LIVE : 0);
    this.#length++;
  }

  /** All of them, unpacked. */
  toArray(): SettledClaim[] {
    return Array.from({ length: this.#length }, (_, at) => this.#claimAt(at * FIELDS));
  }

  #claimAt(at: number): SettledClaim {
    const field = (offset: number): number => this.#data[at + offset] ?? NaN;
    const truths = field(5);
    return {
      ...{ at: field(0), settledAt: field(1), said: field(2), votes: field(3), netMove: field(4) },
      isHit: (truths & HIT) !== 0,
      beatBreakeven: (truths & BEAT) !== 0,
      isLive: (truths & LIVE) !== 0,
    };
  }

  #makeRoom(): void {
    const data = new Float64Array(2 * this.#data.length);
    data.set(this.#data);
    this.#data = data;
  }
}
