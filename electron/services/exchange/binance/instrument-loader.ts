import { AppError } from '../../../../shared/domain/errors';
import type { Instrument } from '../../../../shared/domain/instrument';
import { atMost } from '../../at-most';
import { Backoff } from '../../backoff';
import type { Clock, Timer } from '../../clock';
import type { Logger } from '../../logger';
import type { MarketApi } from './market-api';

/** How long a question waits for the first list of a venue that has just been turned to. */
const FIRST_LIST_MS = 10_000;
/** A venue that has halted all trading, as for maintenance, is looked at again after so long. */
const HALTED_RETRY_MS = 60_000;

export interface InstrumentLoaderOptions {
  readonly api: MarketApi;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  readonly onInstruments: (instruments: readonly Instrument[]) => void;
  /** Told why there are none, for people; null once there are. */
  readonly onTrouble: (reason: string | null) => void;
}

/** Keeps asking a venue for its instruments until it has them, and finds them by name. */
export class InstrumentLoader {
  readonly #options: InstrumentLoaderOptions;
  readonly #backoff: Backoff;
  #timer: Timer | null = null;
  #isStopped = false;
  #firstTry: Promise<unknown> = Promise.resolve();
  #trouble: string | null = null;

  constructor(options: InstrumentLoaderOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  start(): void {
    const { api, clock } = this.#options;
    api.keepFresh(
      (instruments) => this.#take(instruments),
      (error) => this.#failed(error),
    );
    this.#firstTry = atMost(FIRST_LIST_MS, this.#load(), clock);
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  /** Tries at once where it waits for the next try. */
  hasten(): void {
    if (this.#timer) void this.#load();
  }

  /** Reads the list again, and soon once more where that fails. @throws {AppError} `UNAVAILABLE`. */
  async refresh(): Promise<void> {
    try {
      this.#take(await this.#options.api.load());
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  /** Those that trade, if any does; waits for the first try to load them. @throws {AppError} `UNAVAILABLE`. */
  async listed(): Promise<readonly Instrument[]> {
    const { api } = this.#options;
    if (api.catalog.all.length === 0) await this.#firstTry;
    if (api.catalog.all.length > 0) return api.catalog.list;
    const detail = this.#trouble ?? 'no answer yet';
    const message = 'The exchange has not been reached yet; trying again.';
    throw new AppError('UNAVAILABLE', message, { detail });
  }

  /**
   * The instrument a trader means, also one that is halted or gone: what is known of it stands.
   * @throws {AppError} `UNKNOWN_SYMBOL`, or as `listed` does.
   */
  async find(input: string): Promise<Instrument> {
    await this.listed();
    const found = this.#options.api.catalog.find(input);
    if (found) return found;
    throw new AppError('UNKNOWN_SYMBOL', `There is no symbol ${JSON.stringify(input)} here`);
  }

  async #load(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    try {
      const { api } = this.#options;
      const instruments = await api.load();
      if (api.catalog.all.length === 0) {
        throw new AppError('UNAVAILABLE', 'The exchange lists no symbols that trade');
      }
      this.#take(instruments);
    } catch (error) {
      this.#failed(error);
    }
  }

  #take(instruments: readonly Instrument[]): void {
    if (this.#isStopped) return;
    const { api, clock, onInstruments } = this.#options;
    if (api.catalog.all.length > 0) {
      this.#timer?.cancel();
      this.#timer = null;
      this.#backoff.reset();
      this.#say(null);
      if (instruments.length === 0) {
        this.#timer = clock.after(HALTED_RETRY_MS, () => void this.#load());
      }
    }
    onInstruments(instruments);
  }

  #failed(error: unknown): void {
    if (this.#isStopped) return;
    const { api, clock, logger, onInstruments } = this.#options;
    // Those of before will do until the venue can be asked.
    const { all, list } = api.catalog;
    if (all.length > 0) onInstruments(list);
    else this.#say(error instanceof Error ? error.message : String(error));
    const retryInMs = this.#backoff.next();
    const detail = error instanceof AppError ? error.detail : undefined;
    logger.warn('Instruments not loaded', { error: String(error), detail, retryInMs });
    this.#timer?.cancel();
    this.#timer = clock.after(retryInMs, () => void this.#load());
  }

  #say(trouble: string | null): void {
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
  }
}
