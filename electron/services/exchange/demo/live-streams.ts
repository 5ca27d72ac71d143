import { openTimeOf, stepOpenTime, type Interval } from '../../../../shared/domain/interval';
import type { Clock, Timer } from '../../clock';
import type { Market, VenueTrade } from './market';
import type { StreamClaims, StreamConnection } from './stream-connection';
import { parseStreamName, type StreamSpec } from './stream-name';
import { WireFormat } from './wire-format';

/** How often trades are looked for: the delay a trade may have. */
const TRADE_TICK_MS = 20;
const BEAT_MS = 1000;

interface LiveStream {
  readonly name: string;
  readonly spec: StreamSpec;
  readonly listeners: Set<StreamConnection>;
  /** Candle streams: the candle that is open. */
  openTime: number;
  /** Id of the last trade told of, by symbol; what has not changed is not told again. */
  readonly told: Map<string, number>;
}

type KlineStream = LiveStream & { readonly spec: { kind: 'kline'; interval: Interval } };

/** Sends a market's live data to those who subscribed, each event to all of its listeners. */
export class LiveStreams implements StreamClaims {
  readonly #streams = new Map<string, LiveStream>();
  readonly #formats: ReadonlyMap<string, WireFormat>;
  readonly #symbols: ReadonlyMap<string, string>;
  readonly #timers: Timer[] = [];
  /** Trades before this time have been sent. */
  #cursor = 0;
  #beats = 0;

  constructor(
    private readonly market: Market,
    private readonly clock: Clock,
  ) {
    const { instruments } = market;
    this.#formats = new Map(instruments.map((each) => [each.venueSymbol, new WireFormat(each)]));
    this.#symbols = new Map(
      instruments.map(({ venueSymbol }) => [venueSymbol.toLowerCase(), venueSymbol]),
    );
  }

  start(): void {
    this.#timers.push(
      this.clock.every(TRADE_TICK_MS, () => this.#advance()),
      this.clock.every(BEAT_MS, () => this.#beat()),
    );
  }

  /** A recording waits for its first listener, who so misses none of its trades. */
  #begin(): void {
    // Taken first: a fast replay has moved on by the time it is asked again.
    const { market } = this;
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
    const spec = parseStreamName(name, this.#symbols);
    if (!spec) return;
    if (this.#streams.size === 0) this.#begin();
    const openTime = spec.kind === 'kline' ? openTimeOf(spec.interval, this.market.now()) : 0;
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
    const now = this.market.now();
    if (now < this.#cursor) return now;
    if (now - this.#cursor > this.market.catchUpMs) this.#skipTo(now);
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
    const symbols = new Set<string>();
    for (const { spec } of this.#streams.values()) {
      if (spec.kind === 'aggTrade' || spec.kind === 'trade') symbols.add(spec.symbol);
    }
    const trades: VenueTrade[] = [];
    for (const symbol of symbols) trades.push(...this.market.tradesBetween(symbol, from, end));
    if (symbols.size > 1) trades.sort((a, b) => a.time - b.time);
    for (const trade of trades) this.#sendTrade(trade, eventTime);
  }

  #sendTrade(trade: VenueTrade, eventTime: number): void {
    const lower = trade.symbol.toLowerCase();
    const format = this.#format(trade.symbol);
    const aggregates = this.#streams.get(`${lower}@aggTrade`);
    if (aggregates) publish(aggregates, format.aggTrade(trade, eventTime));
    const singles = this.#streams.get(`${lower}@trade`);
    if (singles) publish(singles, format.trade(trade, eventTime));
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
    for (const stream of this.#streams.values()) {
      if (stream.spec.kind === 'miniTicker') this.#sendTicker(stream, stream.spec.symbol);
      else if (stream.spec.kind === 'allMiniTickers') this.#sendAllTickers(stream);
    }
    for (const stream of this.#klineStreams()) {
      const isDue = stream.spec.interval === '1s' || this.#beats % 2 === 0;
      if (isDue) this.#sendKline(stream, now);
    }
  }

  /** Sends the stream's candle: always once it has ended, before that only when it has changed. */
  #sendKline(stream: KlineStream, now: number): void {
    const { symbol, interval } = stream.spec;
    const kline = this.market.kline(symbol, interval, stream.openTime);
    if (!kline) return;
    const isUnchanged = stream.told.get(symbol) === kline.lastTradeId || kline.count === 0;
    if (isUnchanged && now <= kline.closeTime) return;
    stream.told.set(symbol, kline.lastTradeId);
    publish(stream, this.#format(symbol).klineEvent(interval, kline, now));
  }

  #sendTicker(stream: LiveStream, symbol: string): void {
    const ticker = this.#changedTicker(stream, symbol);
    if (ticker) publish(stream, ticker);
  }

  #sendAllTickers(stream: LiveStream): void {
    const changed: object[] = [];
    for (const symbol of this.#formats.keys()) {
      const ticker = this.#changedTicker(stream, symbol);
      if (ticker) changed.push(ticker);
    }
    if (changed.length > 0) publish(stream, changed);
  }

  #changedTicker(stream: LiveStream, symbol: string): object | null {
    const last = this.market.latestTrades(symbol, 1, Infinity)[0];
    if (!last || stream.told.get(symbol) === last.id) return null;
    stream.told.set(symbol, last.id);
    return this.#format(symbol).miniTicker(this.market.ticker24h(symbol));
  }

  *#klineStreams(): Generator<KlineStream> {
    for (const stream of this.#streams.values()) {
      if (stream.spec.kind === 'kline') yield stream as KlineStream;
    }
  }

  #format(symbol: string): WireFormat {
    const format = this.#formats.get(symbol);
    if (!format) throw new RangeError(`${symbol} is not listed here.`);
    return format;
  }
}

function publish(stream: LiveStream, event: object): void {
  const payload = JSON.stringify(event);
  for (const listener of stream.listeners) listener.deliver(stream.name, payload);
}
