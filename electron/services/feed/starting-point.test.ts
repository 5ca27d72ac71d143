import { beforeEach, expect, test, vi } from 'vitest';
import type { Trade } from '../../../shared/domain/trade';
import { FakeExchange, tickerOf } from '../exchange/fake-exchange';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { MarketData } from './market-data';

const BTC = 'BTC/USDT';

let exchange: FakeExchange;
let clock: FakeClock;
let trades: Trade[];
let summaries: number[];
/** Since when (ms UTC) trades are needed; null: of those to come. */
let from: number | null;
let market: MarketData;

const trade = (id: number, price: number, time: number): Trade => ({
  ...{ symbol: BTC, id, lastTradeId: id, price, quantity: 1, time },
});

beforeEach(() => {
  exchange = new FakeExchange();
  clock = new FakeClock();
  trades = [];
  summaries = [];
  from = 5000;
  market = new MarketData({
    ...{ exchange, clock, logger: silentLogger, random: () => 0.5 },
    followFrom: () => from,
    onPrice: () => undefined,
    onSummary: (_symbol, price) => summaries.push(price),
    wants: () => true,
    onTrade: (each) => trades.push(each),
  });
});

test('of a symbol that is needed from a time on, history comes first, and the price before it', async () => {
  const ask = vi.spyOn(exchange, 'fetchTradesSince').mockRejectedValueOnce(new Error('away'));
  exchange.trades = [trade(0, 100, 3000), trade(1, 94, 5000), trade(2, 93, 6000)];
  market.watch(BTC);
  await vi.waitFor(() => expect(ask).toHaveBeenCalledOnce());
  market.onTrade(trade(3, 95, 7000));
  expect(trades).toEqual([]);
  expect(market.tape(BTC)).toMatchObject({ isFilling: true });
  expect(market.filling()).toEqual([BTC]);
  clock.advance(2000);
  await vi.waitFor(() => expect(trades.map(({ price }) => price)).toEqual([100, 94, 93, 95]));
  expect(market.tape(BTC)).toMatchObject({ isFilling: false });
  expect(market.filling()).toEqual([]);
  market.stop();
});

test('what a search finds for a symbol that was closed meanwhile is no news of it any more', async () => {
  const answers: ((trades: Trade[]) => void)[] = [];
  exchange.fetchTradesSince = () => new Promise((answer) => answers.push(answer));
  const release = market.watch(BTC);
  market.onTicker(tickerOf(BTC, 90, 80));
  market.onTrade(trade(7, 95, 7000));
  release();
  from = null;
  market.watch(BTC);
  answers[0]?.([]);
  await new Promise((done) => setImmediate(done));
  expect(answers).toHaveLength(1);
  expect([trades, summaries]).toEqual([[], []]);
  market.onTrade(trade(8, 96, 8000));
  expect(trades.map(({ id }) => id)).toEqual([8]);
  market.stop();
});
