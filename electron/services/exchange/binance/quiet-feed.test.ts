import { afterEach, expect, test } from 'vitest';
import type { FeedStatus } from '../../../../shared/domain/feed-status';
import type { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import type { Market } from '../demo/market';
import { agg, lines, loadSample, T } from '../demo/recording-samples';
import { DemoVenue } from '../demo/venue';
import { BinanceExchange } from './binance-exchange';

/** A venue of somebody's own, which has no stream that is never silent; all by one clock. */
const SYMBOL = 'BTC/USDT';
const MINUTE = 60_000;

let clock: FakeClock;
let venue: DemoVenue;
let exchange: BinanceExchange;
let statuses: FeedStatus[];
let trades: number[];

afterEach(async () => {
  await exchange.stop();
  await venue.stop();
  expect(venue.audit.total).toBe(0);
});

async function open(market: Market): Promise<void> {
  statuses = [];
  trades = [];
  venue = new DemoVenue({ market, clock, logger: silentLogger, faults: true });
  const { restUrl, wsUrl } = await venue.start();
  const urls = { rest: restUrl, ws: wsUrl };
  exchange = new BinanceExchange({ urls, clock, logger: silentLogger, random: () => 0.5 });
  exchange.subscribe({ kind: 'trades', symbol: SYMBOL });
  exchange.start({
    trade: ({ id }) => trades.push(id),
    status: (status) => statuses.push(status),
    kline: () => undefined,
    ticker: () => undefined,
    markPrice: () => undefined,
    instruments: () => undefined,
    resumed: () => undefined,
  });
}

/** Moves time on in small steps, in each of which the sockets get their turns. */
async function drive(ms: number, isDone = () => false): Promise<number> {
  for (let at = 0; at < ms; at += 250) {
    if (isDone()) return at;
    clock.advance(250);
    for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  return ms;
}

const states = (): string[] => statuses.map(({ state }) => state);

/** Trades so far apart, in ms. */
async function replay(count: number, everyMs: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => agg(at + 1, T + at * everyMs));
  const sample = await loadSample('a.ndjson', lines(...rows));
  ({ clock } = sample);
  await open(sample.market);
}

test('a symbol that trades once a minute keeps its connection and stays live', async () => {
  await replay(20, MINUTE);
  await drive(15 * MINUTE);
  expect(trades.length).toBeGreaterThan(12);
  expect(states().slice(states().indexOf('live'))).toEqual(['live']);
  expect(venue.audit.connectionAttempts).toHaveLength(1);
});

test('a trade that happened while the line was down is no reason to reconnect again', async () => {
  await replay(8, 1.5 * MINUTE);
  await drive(2 * MINUTE);
  await venue.faults.down();
  await drive(2 * MINUTE);
  await venue.faults.up();
  await drive(6000);
  const { length } = venue.audit.connectionAttempts;
  await drive(20_000);
  expect(venue.audit.connectionAttempts).toHaveLength(length);
  expect(exchange.status().state).toBe('live');
});

test('fault 4: when its stream stalls that is noticed within 15 s of the trade that was missed', async () => {
  await replay(60, 7000);
  await drive(3 * MINUTE);
  expect(exchange.status().state).toBe('live');
  venue.faults.stall();
  const took = await drive(5 * MINUTE, () => exchange.status().state !== 'live');
  expect(took).toBeLessThanOrEqual(7000 + 15_000);
  await drive(MINUTE);
  expect(exchange.status().state).toBe('live');
});

test('a recording that is over is reconnected once at most, and no more', async () => {
  await replay(100, 200);
  await drive(10 * MINUTE);
  expect(trades.at(-1)).toBe(100);
  expect(venue.audit.connectionAttempts.length).toBeLessThanOrEqual(2);
  expect(exchange.status().state).toBe('live');
});
