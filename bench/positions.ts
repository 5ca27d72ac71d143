import { performance } from 'node:perf_hooks';
import { assetsOf, type Fill } from '../shared/domain/fill';
import { buildLedger } from '../shared/domain/ledger-build';
import { Exact } from '../shared/domain/money';
import { RateBook } from '../shared/domain/money-rates';
import type { LedgerRecord } from '../shared/domain/ledger-record';
import { sumPositions, totalPortfolio } from '../shared/domain/portfolio';
import type { Position } from '../shared/domain/position';
import { NO_EXCURSION } from '../shared/domain/position-excursion';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import { FakeClock } from '../electron/services/fake-clock';
import type { TrackedPosition } from '../electron/services/positions/position-book';
import { PositionFeed } from '../electron/services/positions/position-feed';
import { NO_NOTES } from '../electron/services/positions/position-schema';
import { openFigures } from '../electron/services/positions/position-wire';
import { quantile } from './statistics';

/** Milliseconds. */
interface Times {
  readonly p50: number;
  readonly p99: number;
}

/** What many positions cost. */
export interface PositionReading {
  readonly positions: number;
  readonly fills: number;
  /** One trade of the symbol that all positions are of. */
  readonly tick: Times;
  /** The exact values of all of them for the clients, which is done at most ten times a second. */
  readonly told: Times;
  /** All totals at new prices, sums being known. */
  readonly totals: Times;
  /** ms for the sums themselves, once a change of a position. */
  readonly sumMs: number;
}

const FILLS_EACH = 5;
const SYMBOLS = 100;
const TICKS = 5000;
const FLUSHES = 60;
const FLUSH_EVERY_MS = 100;
const TOTALS = 300;

/** Measures open positions bought at averages that have no end: all of one symbol, then of a hundred. */
export function measurePositions(count: number, seed: number): PositionReading {
  const random = seededRandom(seed);
  const nextPrice = (): number => Number((20_000 + random() * 60_000).toFixed(2));
  const alike = Array.from({ length: count }, (_, n) => tracked(n, openOne('SYM/USDT', random)));
  const spread = Array.from({ length: count }, (_, n) => openOne(`SYM${n % SYMBOLS}/USDT`, random));
  return {
    positions: count,
    fills: count * FILLS_EACH,
    ...measureFeed(alike, nextPrice),
    ...measureTotals(
      spread.map(({ position }) => position),
      nextPrice,
    ),
  };
}

/** The way of every trade through the service that follows positions. */
function measureFeed(positions: readonly TrackedPosition[], nextPrice: () => number) {
  const clock = new FakeClock();
  const symbol = 'SYM/USDT';
  const time = clock.now();
  const state = { symbol, price: nextPrice(), change24h: null, time, asOf: time };
  const feed = new PositionFeed({
    clock,
    watch: () => () => undefined,
    price: () => state,
    isLive: () => true,
    onValue: openFigures,
    onExcursions: () => undefined,
  });
  for (const position of positions) feed.update(position);
  feed.start();
  const tick = timesOf(TICKS, (id) => {
    state.price = nextPrice();
    const { price } = state;
    feed.onTrade({ symbol, id, lastTradeId: id, price, quantity: 1, time });
  });
  const told = timesOf(FLUSHES, (id) => {
    const { price } = state;
    feed.onTrade({ symbol, id, lastTradeId: id, price, quantity: 1, time });
    clock.advance(FLUSH_EVERY_MS);
  });
  feed.stop();
  return { tick, told };
}

function measureTotals(positions: readonly Position[], nextPrice: () => number) {
  const startedAt = performance.now();
  const sums = sumPositions(positions);
  const sumMs = performance.now() - startedAt;
  const basis = { capital: [], rates: new RateBook(), currency: 'USDT' };
  const totals = timesOf(TOTALS, () => {
    const price = Exact.of(nextPrice());
    totalPortfolio(sums, () => price, basis);
  });
  return { totals, sumMs };
}

function timesOf(count: number, run: (n: number) => void): Times {
  const times = Array.from({ length: count }, (_, n) => {
    const at = performance.now();
    run(n);
    return performance.now() - at;
  });
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

const tracked = (n: number, record: LedgerRecord): TrackedPosition => ({
  id: n + 1,
  record,
  entryIds: record.entries.map((_, place) => n * FILLS_EACH + place + 1),
  notes: NO_NOTES,
  excursion: NO_EXCURSION,
});

function openOne(symbol: string, random: () => number): LedgerRecord {
  const fills = Array.from({ length: FILLS_EACH }, (_, at): Fill => {
    const price = Exact.of((100 + random() * 900).toFixed(2));
    const fee = {
      amount: price.times(Exact.of('0.001')),
      asset: assetsOf(symbol).quote,
      rate: null,
    };
    const isSale = at === FILLS_EACH - 1;
    return {
      ...{ kind: 'fill', symbol, side: isSale ? 'sell' : 'buy', price, time: at },
      quantity: Exact.of((0.1 + random()).toFixed(5)).times(Exact.of(isSale ? '0.1' : '1')),
      ...{ fee, feeFromQuantity: false, cause: 'trade', tradeId: null },
    };
  });
  const steps = buildLedger(fills, null);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const [record] = step.value.records;
  if (!record) throw new Error('no position');
  return record;
}
