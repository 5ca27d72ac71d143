import type { FeedState } from '../../../shared/domain/feed-status';
import type { SymbolStatus } from '../../../shared/domain/symbol-status';
import type { Trade } from '../../../shared/domain/trade';
import { FakeExchange, instrumentOf } from '../exchange/fake-exchange';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { MarketData } from './market-data';
import { SymbolFreshness } from './symbol-freshness';

export const BTC = 'BTC/USDT';
export const ETH = 'ETH/USDT';

/** A clock whose wall can be moved by hand. */
class JumpyClock extends FakeClock {
  jump = 0;

  override now(): number {
    return super.now() + this.jump;
  }
}

/** Symbols of an exchange that does what it is told, on a clock that stands still; for tests. */
export class FreshnessHarness {
  readonly exchange = new FakeExchange();
  readonly clock = new JumpyClock();
  readonly marketData: MarketData;
  readonly freshness: SymbolFreshness;
  /** Changes told so far. */
  readonly told: SymbolStatus[] = [];
  /** Trades handed on so far, as `id origin`, and the prices told. */
  readonly trades: string[] = [];
  readonly prices: number[] = [];
  /** What was said of symbols that are not live, so far. */
  readonly names: (string | null)[] = [];

  constructor() {
    const { exchange, clock, told, names, trades, prices } = this;
    exchange.known = [instrumentOf(BTC), instrumentOf(ETH)];
    exchange.time = clock.now();
    const ports = { exchange, clock, logger: silentLogger };
    const marketData = new MarketData({
      ...ports,
      onPrice: ({ price }) => prices.push(price),
      wants: () => true,
      random: () => 0.5,
      onTrade: ({ id }, origin) => trades.push(`${id} ${origin}`),
    });
    const freshness = new SymbolFreshness({
      ...ports,
      marketData,
      feed: () => exchange.feed,
      onChange: (status) => told.push(status),
      onOthersNotLive: () => names.push(freshness.notLive(() => true)),
    });
    this.marketData = marketData;
    this.freshness = freshness;
    marketData.start();
    freshness.start();
  }

  /** A trade that happens now by the venue. */
  trade(id: number, symbol = BTC): Trade {
    const { time } = this.exchange;
    return { symbol, id, lastTradeId: id * 10, price: 100 + id, quantity: 1, time };
  }

  /** Lets time pass second by second, with the answers that fall due. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1000) {
      const step = Math.min(left, 1000);
      this.clock.advance(step);
      this.exchange.time += step;
      await new Promise((done) => setImmediate(done));
    }
  }

  /** Watches a symbol whose stream brings a trade. */
  async watch(symbol = BTC): Promise<void> {
    this.marketData.watch(symbol);
    this.marketData.onTrade(this.trade(1, symbol));
    this.exchange.lastTradeIds.set(symbol, 10);
    await this.pass(1000);
  }

  /** The venue trades on, and the stream does not say so. */
  tradeUnheard(id: number): void {
    const missed = this.trade(id);
    this.exchange.trades.push(missed);
    this.exchange.lastTradeIds.set(BTC, missed.lastTradeId);
  }

  state(symbol = BTC): FeedState {
    return this.freshness.of(symbol).state;
  }
}
