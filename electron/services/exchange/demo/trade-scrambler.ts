import { Random, seedOf } from './prng';

/** How trades are mistreated on their way. */
export interface Scrambling {
  /** Printed by tests that fail, so that a run can be repeated. */
  readonly seed: string;
  /** So many trades vanish for certain, before anything else happens. */
  readonly dropNext?: number;
  /** Chance of a trade to vanish, 0–1. */
  readonly drop?: number;
  /** Chance of a trade to be sent twice, 0–1. */
  readonly duplicate?: number;
  /** Trades are mixed within groups of this many; 1 keeps the order. */
  readonly window?: number;
}

/** Loses, doubles and mixes up trades, the same way for the same seed. */
export class TradeScrambler {
  readonly #random: Random;
  readonly #held: (() => void)[] = [];
  #toDrop: number;
  #dropped = 0;
  #duplicated = 0;

  constructor(private readonly options: Scrambling) {
    this.#random = new Random(seedOf(options.seed));
    this.#toDrop = options.dropNext ?? 0;
  }

  /** Trades that vanished so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Trades that were sent twice so far. */
  get duplicated(): number {
    return this.#duplicated;
  }

  /** Lets a trade pass in its own way: never, now or later, once or twice. */
  pass(send: () => void): void {
    const { drop = 0, duplicate = 0, window = 1 } = this.options;
    if (this.#toDrop > 0 || this.#random.uniform() < drop) {
      this.#toDrop = Math.max(0, this.#toDrop - 1);
      this.#dropped += 1;
      return;
    }
    this.#held.push(send);
    if (this.#random.uniform() < duplicate) {
      this.#held.push(send);
      this.#duplicated += 1;
    }
    if (this.#held.length >= window) this.flush();
  }

  /** Sends what is held back, mixed. */
  flush(): void {
    const sends = this.#held.splice(0);
    if ((this.options.window ?? 1) > 1) this.#shuffle(sends);
    for (const send of sends) send();
  }

  #shuffle(sends: (() => void)[]): void {
    for (let left = sends.length; left > 1; left -= 1) {
      const [picked] = sends.splice(this.#random.word() % left, 1);
      if (picked) sends.push(picked);
    }
  }
}
