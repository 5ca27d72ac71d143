import { performance } from 'node:perf_hooks';
import { assetsOf, type Fill } from '../shared/domain/fill';
import { buildLedger } from '../shared/domain/ledger-build';
import { Exact } from '../shared/domain/money';
import { RateBook } from '../shared/domain/money-rates';
import { sumPositions, totalPortfolio } from '../shared/domain/portfolio';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import { quantile } from './statistics';

/** What the sums of a portfolio cost. */
export interface PositionReading {
  readonly positions: number;
  readonly fills: number;
  /** ms for all totals at new prices, sums being known. */
  readonly p50: number;
  readonly p99: number;
  /** ms for the sums themselves, once a change of a position. */
  readonly sumMs: number;
}

const FILLS_EACH = 5;
const SYMBOLS = 100;
const TICKS = 300;

/** Measures the totals of open positions in a hundred symbols, bought at averages that have no end. */
export function measurePositions(count: number, seed: number): PositionReading {
  const random = seededRandom(seed);
  const positions = Array.from({ length: count }, (_, n) => openOne(n, random));
  const startedAt = performance.now();
  const sums = sumPositions(positions);
  const sumMs = performance.now() - startedAt;
  const basis = { capital: [], rates: new RateBook(), currency: 'USDT' };
  const times = Array.from({ length: TICKS }, () => {
    const price = Exact.of((20_000 + random() * 60_000).toFixed(2));
    const at = performance.now();
    totalPortfolio(sums, () => price, basis);
    return performance.now() - at;
  });
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  return { positions: count, fills: count * FILLS_EACH, p50, p99, sumMs };
}

function openOne(n: number, random: () => number) {
  const symbol = `SYM${n % SYMBOLS}/USDT`;
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
  return record.position;
}
