/** Other addresses of one market; never those of another, whose prices differ. */
export interface Alternates {
  /** They serve all that the first one serves, best first. */
  readonly equals: readonly string[];
  /** Serves market data only, but everywhere; null where there is none. */
  readonly dataOnly: string | null;
}

const NONE: Alternates = { equals: [], dataOnly: null };

/**
 * The addresses of the global spot market by the one that is asked for first.
 * @see https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-api-information
 */
const KNOWN: Readonly<Record<string, Alternates>> = {
  'wss://stream.binance.com:9443': {
    equals: ['wss://stream.binance.com:443'],
    dataOnly: 'wss://data-stream.binance.vision',
  },
  'https://api.binance.com': {
    equals: ['api-gcp', 'api1', 'api2', 'api3', 'api4'].map(
      (name) => `https://${name}.binance.com`,
    ),
    dataOnly: 'https://data-api.binance.vision',
  },
};

/** Where else the market at that base is served; nowhere for a base of somebody's own. */
export function alternatesOf(base: string): Alternates {
  return KNOWN[base] ?? NONE;
}

/** Which of a market's addresses is used: one that works is stayed with. */
export class EndpointChoice {
  readonly #bases: readonly string[];
  readonly #dataOnly: string | null;
  #at = 0;
  #isRestricted = false;

  /** @param base The first choice, without a trailing slash. */
  constructor(base: string, { equals, dataOnly }: Alternates = alternatesOf(base)) {
    this.#bases = [base, ...equals, ...(dataOnly === null ? [] : [dataOnly])];
    this.#dataOnly = dataOnly;
  }

  /** The base to use now. */
  get base(): string {
    return this.#bases[this.#at] ?? '';
  }

  /** That base cannot be used: turns to the next, after the last to the first. Late news change nothing. */
  failed(base: string): void {
    if (base === this.base && !this.#isRestricted) this.#at = (this.#at + 1) % this.#bases.length;
  }

  /**
   * That base does not serve our location, so its equals will not either.
   * @returns Whether there is one left that may.
   */
  restricted(base: string): boolean {
    if (this.#dataOnly === null || base === this.#dataOnly) return false;
    this.#isRestricted = true;
    this.#at = this.#bases.length - 1;
    return true;
  }

  /** Back to the first choice: it may have recovered, or we may be elsewhere. */
  reset(): void {
    this.#at = 0;
    this.#isRestricted = false;
  }
}
