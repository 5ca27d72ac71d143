import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';

type PriceState = RequestResult<'subscribe_symbol'>;

export interface SubscriptionSink {
  readonly onState: (state: PriceState) => void;
  /** Told once for all symbols of one round that could not be followed. */
  readonly onFailure: (symbols: readonly string[], error: ErrorBody) => void;
  /** Every symbol of a round has been answered for. */
  readonly onSettled: () => void;
}

/** Keeps exactly the wanted symbols followed on the other side. */
export class PriceSubscriptions {
  #wanted: ReadonlySet<string> = new Set();

  constructor(
    private readonly transport: Transport,
    private readonly sink: SubscriptionSink,
  ) {}

  /** Follows what is new in the list and lets go of what is no longer in it. */
  async want(symbols: readonly string[]): Promise<void> {
    const before = this.#wanted;
    this.#wanted = new Set(symbols);
    for (const symbol of before) {
      if (!this.#wanted.has(symbol)) void this.transport.request('unsubscribe_symbol', { symbol });
    }
    await this.#follow(symbols.filter((symbol) => !before.has(symbol)));
  }

  /** Follows everything again: a new connection starts with nothing. */
  async renew(): Promise<void> {
    await this.#follow([...this.#wanted]);
  }

  async #follow(symbols: readonly string[]): Promise<void> {
    const replies = await Promise.all(symbols.map((symbol) => this.#subscribe(symbol)));
    const failed: string[] = [];
    let error: ErrorBody | null = null;
    for (const [index, reply] of replies.entries()) {
      const symbol = symbols[index];
      if (reply.ok || symbol === undefined) continue;
      failed.push(symbol);
      error = reply.error;
    }
    // A broken line is told by its own banner, and every symbol is followed again after it.
    if (error && error.code !== 'UNAVAILABLE') this.sink.onFailure(failed, error);
    this.sink.onSettled();
  }

  async #subscribe(symbol: string): Promise<Reply<PriceState>> {
    const reply = await this.transport.request('subscribe_symbol', { symbol });
    if (reply.ok && this.#wanted.has(symbol)) this.sink.onState(reply.value);
    return reply;
  }
}
