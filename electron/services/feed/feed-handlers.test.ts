import { beforeEach, expect, test } from 'vitest';
import { ClientSession } from '../client-session';
import { MarkPrices } from './mark-prices';
import { klineHandlers, priceHandlers } from './feed-handlers';
import { BTC, ETH, FreshnessHarness } from './freshness-harness';
import { KlineService } from './kline-service';
import { silentLogger } from '../logger';

let harness: FreshnessHarness;
let client: ClientSession;
let handlers: ReturnType<typeof priceHandlers> & ReturnType<typeof klineHandlers>;

beforeEach(() => {
  harness = new FreshnessHarness();
  const { exchange, clock, marketData, freshness } = harness;
  const klines = new KlineService({
    ...{ exchange, clock },
    logger: silentLogger,
    random: () => 0.5,
    watch: (symbol) => marketData.watch(symbol),
    onKline: () => undefined,
  });
  const marks = new MarkPrices({ exchange, onMark: () => undefined });
  client = new ClientSession('read', 10, { join: () => undefined, leave: () => undefined });
  handlers = {
    ...priceHandlers({ marketData, marks, freshness, clock }),
    ...klineHandlers({ marketData, klines, exchange }),
  };
});

/** A venue of which nothing is known any more, as after another was turned to that is away. */
function loseVenue(): void {
  harness.exchange.known = [];
}

test.each([BTC, 'btc-usdt', 'BTCUSDT'])(
  'candles followed can be let go of as %s while the venue is away',
  async (input) => {
    await handlers.subscribe_klines({ symbol: BTC, interval: '1m' }, client);
    await handlers.subscribe_klines({ symbol: BTC, interval: '5m' }, client);
    await handlers.subscribe_klines({ symbol: ETH, interval: '1m' }, client);
    loseVenue();
    const released = await handlers.unsubscribe_klines({ symbol: input, interval: '1m' }, client);
    expect(released).toEqual({ symbol: BTC, interval: '1m' });
    expect(harness.exchange.streams.filter((name) => name.startsWith('klines'))).toEqual([
      `klines ${BTC} 5m`,
      `klines ${ETH} 1m`,
    ]);
  },
);

test.each([BTC, 'btc-usdt', 'BTCUSDT'])(
  'a price followed can be let go of as %s while the venue is away',
  async (input) => {
    await handlers.subscribe_symbol({ symbol: BTC }, client);
    loseVenue();
    expect(await handlers.unsubscribe_symbol({ symbol: input }, client)).toEqual({ symbol: BTC });
    expect(harness.marketData.watched()).toEqual([]);
  },
);

test('what another client follows is not let go of', async () => {
  const other = new ClientSession('read', 10, { join: () => undefined, leave: () => undefined });
  await handlers.subscribe_klines({ symbol: BTC, interval: '1m' }, other);
  const released = handlers.unsubscribe_klines({ symbol: BTC, interval: '1m' }, client);
  expect(await released).toEqual({ symbol: BTC, interval: '1m' });
  expect(harness.exchange.streams).toContain(`klines ${BTC} 1m`);
});
