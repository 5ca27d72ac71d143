import { openTimeOf, stepOpenTime } from '../../../../shared/domain/interval';
import type { Clock, Timer } from '../../clock';
import type { Listing, Listings } from './listings';
import type { Market, VenueTrade } from './market';
import type { StreamClaims, StreamConnection } from './stream-connection';
import type { StreamNameReader, StreamSpec } from './stream-name';
import type { VenueConditions } from './venue-conditions';

/** How often trades are looked for: the delay a trade may have. */
const TRADE_TICK_MS = 20;

interface LiveStream {
  readonly name: string;
  readonly spec: StreamSpec;
  readonly listeners: Set<StreamConnection>;
  /** Candle streams: the candle that is open. */
  openTime: number;
  /** Id of the last trade told of, by symbol; what has not changed is not told again. */
  readonly told: Map<string, number>;
}

type KlineStream = LiveStream & { readonly spec: Extract<StreamSpec, { kind: 'kline' }> };

/** What only a futures venue has to tell. */
export interface FuturesBoard {
  /** The `markPriceUpdate` event of a listing. */
  markPrice(listing: Listing, now: number): object;
  /** Rows of other markets that travel in the streams of all symbols. */
  foreignTickers(now: number): object[];
  foreignMarkPrices(now: number): object[];
}

export interface LiveStreamsOptions {
  readonly market: Market;
  readonly clock: Clock;
  readonly listings: Listings;
  readonly conditions: VenueConditions;
  readonly readName: StreamNameReader;
  /** The shortest `everyMs` of a stream; the others are multiples of it. */
  readonly beatMs: number;
  readonly board: FuturesBoard | null;
}

/** Sends a market's live data to those who subscribed, each event to all of its listeners. */
export class LiveStreams implements StreamClaims {
  readonly #streams = new Map<string, LiveStream>();
  readonly #timers: Timer[] = [];
  /** Trades before this time have been sent. */
  #cursor = 0;
  #beats = 0;

  constructor(private readonly options: LiveStreamsOptions) {}

  start(): void {
    const { clock, beatMs } = this.options;
    this.#timers.push(
      clock.every(TRADE_TICK_MS, () => this.#advance()),
      clock.every(beatMs, () => this.#beat()),
    );
  }

  /** A recording waits for its first listener, who so misses none of its trades. */
  #begin(): void {
    // Taken first: a fast replay has moved on by the time it is asked again.
    const { market } = this.options;
    const start = market.now();
    market.begin();
    this.#cursor = Math.min(start, market.now());
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
  }

  add(name: string, connection: StreamConnection): void {
    const known = this.#streams.get(name);
    if (known) {
      known.listeners.add(connection);
      return;
    }
    const { market, listings, readName } = this.options;
    const spec = readName(name, listings);
    if (!spec) return;
    if (this.#streams.size === 0) this.#begin();
    const openTime = spec.kind === 'kline' ? openTimeOf(spec.interval, market.now()) : 0;
    const listeners = new Set([connection]);
    this.#streams.set(name, { name, spec, listeners, openTime, told: new Map() });
  }

  remove(name: string, connection: StreamConnection): void {
    const stream = this.#streams.get(name);
    stream?.listeners.delete(connection);
    if (stream?.listeners.size === 0) this.#streams.delete(name);
  }

  /** Sends what has happened since, in order: trades, and candles as they end. Returns venue time. */
  #advance(): number {
    const { market } = this.options;
    const now = market.now();
    if (now < this.#cursor) return now;
    if (now - this.#cursor > market.catchUpMs) this.#skipTo(now);
    for (let end = this.#nextEnd(); end <= now; end = this.#nextEnd()) {
      this.#sendTrades(end, now);
      this.#closeKlines(end, now);
    }
    this.#sendTrades(now + 1, now);
    return now;
  }

  #skipTo(now: number): void {
    this.#cursor = now;
    for (const stream of this.#klineStreams()) {
      stream.openTime = openTimeOf(stream.spec.interval, now);
    }
  }

  /** When the next candle ends that somebody follows. */
  #nextEnd(): number {
    let next = Infinity;
    for (const { spec, openTime } of this.#klineStreams()) {
      next = Math.min(next, stepOpenTime(spec.interval, openTime, 1));
    }
    return next;
  }

  /** Sends the trades before `end`, over all symbols in the order of time. */
  #sendTrades(end: number, eventTime: number): void {
    const from = this.#cursor;
    if (end <= from) return;
    this.#cursor = end;
    const listings = new Map<string, Listing>();
    for (const { spec } of this.#streams.values()) {
      if (spec.kind !== 'aggTrade' && spec.kind !== 'trade') continue;
      const listing = this.#trading(spec.symbol);
      if (listing) listings.set(listing.source, listing);
    }
    const trades: VenueTrade[] = [];
    for (const source of listings.keys()) {
      trades.push(...this.options.market.tradesBetween(source, from, end));
    }
    if (listings.size > 1) trades.sort((a, b) => a.time - b.time);
    for (const trade of trades) {
      const listing = listings.get(trade.symbol);
      if (listing) this.#sendTrade(listing, trade, eventTime);
    }
  }

  #sendTrade({ name, format }: Listing, trade: VenueTrade, eventTime: number): void {
    const lower = name.toLowerCase();
    const aggregates = this.#streams.get(`${lower}@aggTrade`);
    if (aggregates) this.#publishTrade(aggregates, format.aggTrade(trade, eventTime));
    const singles = this.#streams.get(`${lower}@trade`);
    if (singles) this.#publishTrade(singles, format.trade(trade, eventTime));
  }

  #closeKlines(end: number, now: number): void {
    for (const stream of this.#klineStreams()) {
      if (stepOpenTime(stream.spec.interval, stream.openTime, 1) !== end) continue;
      this.#sendKline(stream, now);
      stream.openTime = end;
    }
  }

  #beat(): void {
    this.#beats += 1;
    const now = this.#advance();
    const elapsed = this.#beats * this.options.beatMs;
    for (const stream of this.#streams.values()) {
      const { spec } = stream;
      if ('everyMs' in spec && elapsed % spec.everyMs === 0) this.#sendTimed(stream, now);
    }
  }

  #sendTimed(stream: LiveStream, now: number): void {
    switch (stream.spec.kind) {
      case 'miniTicker':
        this.#sendTicker(stream, stream.spec.symbol);
        break;
      case 'allMiniTickers':
        this.#sendAllTickers(stream, now);
        break;
      case 'markPrice':
        this.#sendMarkPrice(stream, stream.spec.symbol, now);
        break;
      case 'allMarkPrices':
        this.#sendAllMarkPrices(stream, now);
        break;
      case 'kline':
        this.#sendKline(stream as KlineStream, now);
        break;
      case 'aggTrade':
      case 'trade':
        break;
    }
  }

  /** Sends the stream's candle: always once it has ended, before that only when it has changed. */
  #sendKline(stream: KlineStream, now: number): void {
    const { symbol, interval } = stream.spec;
    const listing = this.#trading(symbol);
    if (!listing) return;
    const kline = this.options.market.kline(listing.source, interval, stream.openTime);
    if (!kline) return;
    const isUnchanged = stream.told.get(symbol) === kline.lastTradeId || kline.count === 0;
    if (isUnchanged && now <= kline.closeTime) return;
    stream.told.set(symbol, kline.lastTradeId);
    this.#publish(stream, listing.format.klineEvent(interval, kline, now));
  }

  #sendTicker(stream: LiveStream, symbol: string): void {
    const listing = this.#trading(symbol);
    const ticker = listing && this.#changedTicker(stream, listing);
    if (ticker) this.#publish(stream, ticker);
  }

  #sendAllTickers(stream: LiveStream, now: number): void {
    const rows = this.options.board?.foreignTickers(now) ?? [];
    for (const listing of this.options.listings.all()) {
      const ticker = listing.status === 'TRADING' ? this.#changedTicker(stream, listing) : null;
      if (ticker) rows.push(ticker);
    }
    if (rows.length > 0) this.#publish(stream, rows);
  }

  #changedTicker(stream: LiveStream, { name, source, format }: Listing): object | null {
    const { market } = this.options;
    const last = market.latestTrades(source, 1, Infinity)[0];
    if (!last || stream.told.get(name) === last.id) return null;
    stream.told.set(name, last.id);
    return format.miniTicker(market.ticker24h(source));
  }

  #sendMarkPrice(stream: LiveStream, symbol: string, now: number): void {
    const listing = this.#trading(symbol);
    const { board } = this.options;
    if (listing && board) this.#publish(stream, board.markPrice(listing, now));
  }

  #sendAllMarkPrices(stream: LiveStream, now: number): void {
    const { board, listings } = this.options;
    if (!board) return;
    const rows = listings.all().map((listing) => board.markPrice(listing, now));
    this.#publish(stream, [...rows, ...board.foreignMarkPrices(now)]);
  }

  *#klineStreams(): Generator<KlineStream> {
    for (const stream of this.#streams.values()) {
      if (stream.spec.kind === 'kline') yield stream as KlineStream;
    }
  }

  /** The listing of a symbol that trades at present. */
  #trading(symbol: string): Listing | null {
    const listing = this.options.listings.get(symbol);
    return listing?.status === 'TRADING' ? listing : null;
  }

  #publishTrade(stream: LiveStream, event: object): void {
    const { scrambler } = this.options.conditions;
    if (scrambler) scrambler.pass(() => this.#publish(stream, event));
    else this.#publish(stream, event);
  }

  #publish(stream: LiveStream, event: object): void {
    const { clockSkewMs, silenced } = this.options.conditions;
    if (silenced.size > 0 && 'symbol' in stream.spec && silenced.has(stream.spec.symbol)) return;
    const payload = JSON.stringify(clockSkewMs === 0 ? event : skewed(event, clockSkewMs));
    for (const listener of stream.listeners) listener.deliver(stream.name, payload);
  }
}

/** The same event by a wrong clock. */
function skewed(event: object, skewMs: number): object {
  if (Array.isArray(event)) return event.map((row: object) => skewed(row, skewMs));
  return 'E' in event ? { ...event, E: Number(event.E) + skewMs } : event;
}
