import { beforeEach, expect, test, vi } from 'vitest';
import type { Trade } from '../../../shared/domain/trade';
import { FakeExchange, instrumentOf, tickerOf } from '../exchange/fake-exchange';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { MarketData } from './market-data';
import type { PriceState } from './tape';

const BTC = 'BTC/USDT';
const PERPETUAL = 'BTC/USDT:USDT';

let exchange: FakeExchange;
let clock: FakeClock;
let prices: PriceState[];
let trades: Trade[];
/** What is followed together with the watched symbols. */
let alongside: string[];
let marketData: MarketData;

const trade = (id: number, price: number, time = id * 1000): Trade => ({
  symbol: BTC,
  id,
  lastTradeId: id,
  price,
  quantity: 1,
  time,
});

beforeEach(() => {
  exchange = new FakeExchange();
  exchange.known = [instrumentOf(BTC), instrumentOf('ETH/USDT')];
  clock = new FakeClock();
  prices = [];
  trades = [];
  alongside = [];
  marketData = new MarketData({
    exchange,
    clock,
    logger: silentLogger,
    onPrice: (state) => prices.push(state),
    onWatch: (symbol) => {
      alongside.push(symbol);
      return () => void alongside.splice(alongside.indexOf(symbol), 1);
    },
    wants: () => true,
    random: () => 0.5,
    onTrade: (each) => trades.push(each),
  });
  marketData.start();
});

test('a symbol is streamed from its first claim to its last release', () => {
  const releaseFirst = marketData.watch(BTC);
  const releaseSecond = marketData.watch(BTC);
  expect(exchange.streams).toEqual([`trades ${BTC}`, `ticker ${BTC}`]);
  releaseFirst();
  releaseFirst();
  expect(exchange.streams).toHaveLength(2);
  releaseSecond();
  expect(exchange.streams).toEqual([]);
  expect(marketData.price(BTC)).toBeNull();
});

test('many trades within a tenth of a second make one update, with the newest price', () => {
  marketData.watch(BTC);
  for (let id = 1; id <= 50; id++) marketData.onTrade(trade(id, 100 + id));
  expect(prices).toEqual([]);
  clock.advance(100);
  expect(prices.map(({ price }) => price)).toEqual([150]);
  expect(trades).toHaveLength(50);
  clock.advance(1000);
  expect(prices).toHaveLength(1);
});

test('fault 24: a price ten times off and back is told as it was traded, not filtered', () => {
  marketData.watch(BTC);
  for (const [id, price] of [100, 1000, 10, 100].entries()) {
    marketData.onTrade(trade(id + 1, price));
    clock.advance(100);
  }
  expect(trades.map(({ price }) => price)).toEqual([100, 1000, 10, 100]);
  expect(prices.map(({ price }) => price)).toEqual([100, 1000, 10, 100]);
});

test('a trade seen before, or older than the newest, never moves the price back', () => {
  marketData.watch(BTC);
  marketData.onTrade(trade(10, 100));
  marketData.onTrade(trade(9, 1));
  marketData.onTrade(trade(10, 2));
  expect(marketData.price(BTC)?.price).toBe(100);
});

test('after a break of the stream the trades missed are fetched and passed on in order', async () => {
  marketData.watch(BTC);
  marketData.onTrade(trade(1, 100));
  exchange.trades = [trade(2, 101), trade(3, 102)];
  marketData.onResumed('spot');
  expect(marketData.filling()).toEqual([BTC]);
  await vi.waitFor(() => expect(trades.map(({ id }) => id)).toEqual([1, 2, 3]));
  expect(marketData.price(BTC)?.price).toBe(102);
  expect(marketData.filling()).toEqual([]);
});

test('trades made after the first summary and before the stream began are fetched, and no older ones', async () => {
  marketData.watch(BTC);
  marketData.onTicker({ ...tickerOf(BTC, 99, 90, 11_000), lastTradeId: 110 });
  // Ten single trades in each: those up to 11 are part of the summary.
  const all = Array.from({ length: 16 }, (_, id) => ({
    ...trade(id, 100 + id),
    lastTradeId: id * 10,
  }));
  exchange.trades = all.slice(0, 15);
  marketData.onTrade(all[14]!);
  marketData.onTrade(all[15]!);
  await vi.waitFor(() => expect(trades.map(({ id }) => id)).toEqual([12, 13, 14, 15]));
  expect(marketData.price(BTC)?.price).toBe(115);
});

test('a first trade that follows on the first summary needs no history', () => {
  marketData.watch(BTC);
  marketData.onTicker({ ...tickerOf(BTC, 99, 90, 11_000), lastTradeId: 11 });
  marketData.onTrade(trade(12, 100));
  expect(trades.map(({ id }) => id)).toEqual([12]);
  expect(marketData.figures()).toMatchObject({ gaps: 0 });
});

test('the change of 24 hours follows the price and the opening of the window', () => {
  marketData.watch(BTC);
  marketData.onTrade(trade(1, 110));
  expect(marketData.price(BTC)?.change24h).toBeNull();
  marketData.onTicker(tickerOf(BTC, 109, 100));
  expect(marketData.price(BTC)).toMatchObject({ price: 110, change24h: 10 });
  marketData.onTrade(trade(2, 97.735));
  expect(marketData.price(BTC)?.change24h).toBe(-2.27);
});

test('the first prices of symbols claimed together are asked for in one call', async () => {
  exchange.tickers = [tickerOf(BTC, 105, 100), tickerOf('ETH/USDT', 9, 10)];
  marketData.watch(BTC);
  marketData.watch('ETH/USDT');
  clock.advance(50);
  await vi.waitFor(() => expect(marketData.price('ETH/USDT')?.change24h).toBe(-10));
  expect(exchange.tickerCalls).toEqual([[BTC, 'ETH/USDT']]);
});

test('a summary that arrives after a trade does not overrule its price', () => {
  marketData.watch(BTC);
  marketData.onTrade(trade(1, 200, 5000));
  marketData.onTicker(tickerOf(BTC, 100, 100, 9000));
  expect(marketData.price(BTC)).toMatchObject({ price: 200, time: 5000 });
});

test('a venue that is away leaves the price unknown, and it is asked again once reached', async () => {
  const instruments = exchange.known;
  exchange.known = [];
  marketData.watch(BTC);
  clock.advance(50);
  expect(marketData.price(BTC)).toBeNull();
  exchange.known = instruments;
  exchange.tickers = [tickerOf(BTC, 1, 1)];
  marketData.onInstruments('spot');
  clock.advance(50);
  await vi.waitFor(() => expect(marketData.price(BTC)?.price).toBe(1));
});

test('a symbol that is not watched is looked up at the venue', async () => {
  exchange.tickers = [tickerOf(BTC, 105, 100)];
  await expect(marketData.lookUp(BTC)).resolves.toMatchObject({ price: 105, change24h: 5 });
  expect(exchange.streams).toEqual([]);
});

test('on another market a price stands until the first of its own, whatever its number and time', () => {
  marketData.watch(BTC);
  marketData.watch(PERPETUAL);
  marketData.onTicker(tickerOf(BTC, 110, 100));
  marketData.onTrade(trade(900, 110));
  marketData.onTrade({ ...trade(5, 70), symbol: PERPETUAL });
  marketData.onMoved('spot');
  clock.advance(100);
  expect(prices.map(({ symbol }) => symbol)).toEqual([PERPETUAL]);
  expect(marketData.price(BTC)).toMatchObject({ price: 110, change24h: null });
  // An older summary of another market is news all the same, and so is a trade with a far larger id.
  marketData.onTicker(tickerOf(BTC, 90, 80, 1));
  expect(marketData.price(BTC)).toMatchObject({ price: 90, change24h: 12.5 });
  marketData.onTrade(trade(5000, 91, 2000));
  expect(marketData.price(BTC)?.price).toBe(91);
  expect(marketData.filling()).toEqual([]);
  marketData.onTrade({ ...trade(6, 71), symbol: PERPETUAL });
  expect(marketData.price(PERPETUAL)?.price).toBe(71);
  expect(trades.map(({ id }) => id)).toEqual([900, 5, 5000, 6]);
});

test('a venue that is away does not keep the first prices of another back', async () => {
  const fetchTickers = exchange.fetchTickers.bind(exchange);
  exchange.fetchTickers = (symbols) =>
    symbols.includes(PERPETUAL) ? Promise.reject(new Error('away')) : fetchTickers(symbols);
  exchange.tickers = [tickerOf(BTC, 105, 100)];
  marketData.watch(PERPETUAL);
  marketData.watch(BTC);
  clock.advance(50);
  await vi.waitFor(() => expect(marketData.price(BTC)?.price).toBe(105));
});

test('with a symbol that is watched goes what else there is of it, as long as it is', () => {
  const release = marketData.watch(PERPETUAL);
  expect(alongside).toEqual([PERPETUAL]);
  release();
  expect(alongside).toEqual([]);
});

test('an unknown symbol is named, and before the venue is reached nothing is called unknown', async () => {
  await expect(marketData.instrument('NO/SUCH')).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' });
  await expect(marketData.instrument('btc-usdt')).resolves.toMatchObject({ symbol: BTC });
  exchange.known = [];
  await expect(marketData.instrument(BTC)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('stopping leaves no timer behind', () => {
  marketData.watch(BTC);
  marketData.stop();
  expect(clock.pending).toBe(0);
});

test('a first price that could not be had, or that the answer left out, is asked for again until it comes', async () => {
  exchange.isReachable = false;
  marketData.watch(BTC);
  marketData.watch('ETH/USDT');
  const passSeconds = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      clock.advance(1000);
      await new Promise((done) => setImmediate(done));
    }
  };
  await passSeconds(300);
  // Ever less often, down to twice a minute or so, and both in one question.
  expect(exchange.tickerCalls.length).toBeGreaterThan(10);
  expect(exchange.tickerCalls.length).toBeLessThan(25);
  exchange.isReachable = true;
  exchange.tickers = [tickerOf(BTC, 105, 100)];
  await passSeconds(31);
  expect(marketData.price(BTC)?.price).toBe(105);
  exchange.tickers = [tickerOf('ETH/USDT', 9, 10)];
  await passSeconds(31);
  expect(marketData.price('ETH/USDT')?.price).toBe(9);
  expect(exchange.tickerCalls.at(-1)).toEqual(['ETH/USDT']);
  const asked = exchange.tickerCalls.length;
  await passSeconds(60);
  expect(exchange.tickerCalls).toHaveLength(asked);
});

test('the first price of a symbol that is watched no more is not asked for again', async () => {
  exchange.isReachable = false;
  const release = marketData.watch(BTC);
  clock.advance(50);
  await new Promise((done) => setImmediate(done));
  release();
  const asked = exchange.tickerCalls.length;
  clock.advance(60_000);
  await new Promise((done) => setImmediate(done));
  expect(exchange.tickerCalls).toHaveLength(asked);
  expect(asked).toBe(1);
});
