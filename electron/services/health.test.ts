import { expect, test } from 'vitest';
import { EventHub } from './event-hub';
import { FeedReport } from './feed/feed-report';
import { BTC, FreshnessHarness } from './feed/freshness-harness';
import { healthOf } from './health';
import { silentLogger } from './logger';

test('a watched symbol that gets no first price makes the service unwell within half a minute', async () => {
  const harness = new FreshnessHarness();
  const { exchange, clock, marketData } = harness;
  const report = new FeedReport({
    ...{ exchange, marketData, clock, logger: silentLogger, marketNote: null },
    hub: new EventHub(() => 1, 'live'),
  });
  report.start();
  const storeStatus = () => ({
    ...({ state: 'saved', reason: null, since: '', timestamp: '' } as const),
    notices: [],
  });
  const services = { exchange, report, clock, version: '1', market: 'live', storeStatus } as const;
  const health = healthOf(services);
  marketData.watch(BTC);
  await harness.pass(25_000);
  expect(health().status).toBe('ok');
  await harness.pass(10_000);
  expect(health()).toMatchObject({
    status: 'degraded',
    venues: { spot: { reason: `Not live: ${BTC}` } },
  });
  marketData.onTrade(harness.trade(1));
  expect(health().status).toBe('ok');
});
