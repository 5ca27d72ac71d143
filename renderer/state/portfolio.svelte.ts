import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { RequestResult } from '../../shared/protocol/requests';

/** All positions together: what only a request tells, and the figures that move. */
export type PortfolioInfo = RequestResult<'get_portfolio'>;

/** Equity, profit and exposure of all positions together. */
export class Portfolio {
  #info = $state.raw<PortfolioInfo | null>(null);
  #figures = $state.raw<Events['portfolio_update'] | null>(null);

  #isAsking = false;
  #isOutdated = false;

  constructor(private readonly transport: Transport) {}

  /** The newest figures, null before the first. */
  get figures(): Events['portfolio_update'] | null {
    return this.#figures;
  }

  /** As it was last asked for, null before the first answer: what is missing in the figures, the day, the capital. */
  get info(): PortfolioInfo | null {
    return this.#info;
  }

  /** Asks for it; changes during a question are asked for once more after it. */
  async load(): Promise<void> {
    this.#isOutdated = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    do {
      this.#isOutdated = false;
      const reply = await this.transport.request('get_portfolio', {});
      if (reply.ok) this.adopt(reply.value);
    } while (this.#isStillOutdated());
    this.#isAsking = false;
  }

  receive(update: Events['portfolio_update']): void {
    this.#figures = update;
  }

  /** Takes the portfolio as a request has just answered it. */
  adopt(info: PortfolioInfo): void {
    this.#info = info;
    this.#figures = info;
  }

  #isStillOutdated(): boolean {
    return this.#isOutdated;
  }
}
