import type { Trade } from '../../../shared/domain/trade';
import { Patience, type PatienceOptions } from './patience';

export interface StartingPointOptions extends PatienceOptions {
  /** The trades that are wanted, oldest first, as far as one question brings them. May reject. */
  readonly fetch: () => Promise<readonly Trade[]>;
}

/**
 * Where the tape of a symbol begins of which all trades since a time are wanted and none is known.
 * What the stream brings waits until history has told.
 */
export class StartingPoint {
  readonly #waiting: Trade[] = [];
  readonly #patience: Patience;
  #isStopped = false;

  constructor(private readonly options: StartingPointOptions) {
    this.#patience = new Patience(options);
  }

  /** What the stream has brought meanwhile, as it came. */
  get waiting(): readonly Trade[] {
    return this.#waiting;
  }

  /** Takes a trade from the stream, to be handed on when the beginning is known. */
  take(trade: Trade): void {
    this.#waiting.push(trade);
  }

  /** Resolves to the first trade that is wanted; null when there is none, or history does not answer. */
  async find(): Promise<Trade | null> {
    const { fetch, clock } = this.options;
    while (!this.#isStopped) {
      const page = await this.#patience.ask(fetch);
      if (page) return page[0] ?? null;
      if (this.#patience.unanswered.isHopeless(this.#waiting.length, clock.monotonic())) break;
    }
    return null;
  }

  stop(): void {
    this.#isStopped = true;
    this.#patience.stop();
  }
}
