import { Random } from './prng';

/** What a day brings to all symbols alike. */
interface DayWeather {
  /** Mean of the day's move, in deviations. */
  readonly drift: number;
  /** The common part of the day's move, in deviations. */
  readonly shock: number;
  /** Logarithm of the factor on every symbol's deviation. */
  readonly turbulence: number;
}

/** Drifts of a rising, a falling and a sideways market. */
const DRIFTS = [0.13, -0.14, 0] as const;
const SHORTEST_REGIME_DAYS = 12;
const REGIME_SPREAD_DAYS = 60;

/** The climate of the whole market, day after day: regimes that last weeks, calm and storm in clusters. */
export class MarketWeather {
  readonly #random: Random;
  #daysLeft = 0;
  #drift = 0;
  #turbulence = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  next(): DayWeather {
    if (this.#daysLeft === 0) this.#changeRegime();
    this.#daysLeft -= 1;
    const turbulence = 0.93 * this.#turbulence + 0.16 * this.#random.normal();
    this.#turbulence = Math.min(0.9, Math.max(-0.7, turbulence));
    return { drift: this.#drift, shock: this.#random.normal(), turbulence: this.#turbulence };
  }

  #changeRegime(): void {
    this.#daysLeft = SHORTEST_REGIME_DAYS + Math.floor(this.#random.uniform() * REGIME_SPREAD_DAYS);
    this.#drift = DRIFTS[Math.floor(this.#random.uniform() * DRIFTS.length)] ?? 0;
  }
}
