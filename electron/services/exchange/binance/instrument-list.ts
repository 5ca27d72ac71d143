import { AppError } from '../../../../shared/domain/errors';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import { InstrumentCache } from './instrument-cache';
import { DELISTED, InstrumentCatalog } from './instrument-catalog';
import type { ExchangeInfo, OddRow } from './instrument-catalog-reader';
import type { TextFile } from '../../text-file';

/** A list of fewer may well lose half of its symbols. */
const MANY = 10;
/** A venue that says the same for so long means it. */
const BELIEVED_AFTER_MS = 3 * 60_000;

export interface InstrumentListOptions {
  readonly host: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keeps the instruments for a start while the venue is away. */
  readonly file: TextFile | undefined;
}

/** What a venue lists, kept over restarts, and not given up for a single answer that cannot be. */
export class InstrumentList {
  readonly #options: InstrumentListOptions;
  readonly #cache: InstrumentCache | null;
  #catalog = new InstrumentCatalog([]);
  /** Since when the venue has named far too few symbols, monotonic; null while it does not. */
  #doubtedSince: number | null = null;
  /** The odd rows last complained about. */
  #toldOdd = '';

  constructor(options: InstrumentListOptions) {
    const { file, host, logger } = options;
    this.#options = options;
    this.#cache = file ? new InstrumentCache({ file, host, logger }) : null;
  }

  get catalog(): InstrumentCatalog {
    return this.#catalog;
  }

  /** Takes what the last run knew, where nothing is known yet. */
  async restore(): Promise<void> {
    if (this.#catalog.all.length > 0 || !this.#cache) return;
    this.#catalog = new InstrumentCatalog(await this.#cache.read());
  }

  /**
   * Takes a newer list. Symbols whose rows make no sense stay as they were.
   * @throws {AppError} `UNAVAILABLE` for one that is empty, or has lost most of its symbols, until
   * the venue has said so for minutes: a slip must not look like every symbol delisted.
   */
  async replace({ instruments, oddRows }: ExchangeInfo): Promise<void> {
    this.#complain(oddRows);
    if (this.#isDoubtful(instruments.length)) {
      const detail = `${instruments.length} symbols, ${this.#known} before`;
      throw new AppError('UNAVAILABLE', 'The exchange lists far too few symbols', { detail });
    }
    const odd = new Set(oddRows.map(({ venueSymbol }) => venueSymbol));
    this.#catalog = this.#catalog.replacedBy(instruments, odd);
    await this.#cache?.write(this.#catalog.all);
  }

  get #known(): number {
    return this.#catalog.all.filter(({ status }) => status !== DELISTED).length;
  }

  #isDoubtful(count: number): boolean {
    const known = this.#known;
    const isPlausible = count === 0 ? known === 0 : known < MANY || count >= known / 2;
    const now = this.#options.clock.monotonic();
    const since = this.#doubtedSince ?? now;
    const isDoubtful = !isPlausible && now - since < BELIEVED_AFTER_MS;
    this.#doubtedSince = isDoubtful ? since : null;
    return isDoubtful;
  }

  /** Once for the same rows, however often the list is read. */
  #complain(oddRows: readonly OddRow[]): void {
    const odd = JSON.stringify(oddRows);
    if (oddRows.length > 0 && odd !== this.#toldOdd) {
      const [first] = oddRows;
      this.#options.logger.warn('Odd symbols of the exchange passed over', {
        ...{ host: this.#options.host, count: oddRows.length, first },
      });
    }
    this.#toldOdd = odd;
  }
}
