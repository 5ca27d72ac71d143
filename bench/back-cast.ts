import { alertRule } from '../shared/domain/alert-rule';
import type { Kline } from '../shared/domain/kline';
import { castOver } from '../electron/services/alerts/back-cast-run';
import { readPast, type PastExchange } from '../electron/services/alerts/back-cast-history';
import { longestWindow } from '../shared/domain/rules/back-cast';
import { createIndicator } from '../shared/domain/indicators/create-indicator';
import type { RulePorts } from '../shared/domain/rules/ports';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import { NO_POSITIONS } from './no-positions';

const SYMBOL = 'BTC/USDT';
const MINUTE_MS = 60_000;
const MINUTES = 365 * 24 * 60;

/** What it costs to try rules on a year, without what the venue takes. */
export interface BackCastReading {
  /** By the rule: ms of processor time, and fires. */
  readonly runs: readonly { readonly name: string; readonly ms: number; readonly fires: number }[];
}

const CONDITIONS = {
  price_cross: { type: 'price_cross', price: 50_000, direction: 'any' },
  change: { type: 'change', percent: 3, window_s: 3600, direction: 'any' },
  indicator: {
    ...{ type: 'indicator', indicator: 'rsi', params: {}, interval: '1h' },
    ...{ op: 'cross_up', value: 70 },
  },
  new_extreme: { type: 'new_extreme', bars: 24, interval: '1h', side: 'high' },
};

/** Measures one rule of several kinds over a year of candles of a minute. */
export async function measureBackCasts(seed: number): Promise<BackCastReading> {
  const exchange = candleExchange(yearOf(seed));
  const ports: RulePorts = {
    positions: NO_POSITIONS,
    createIndicator,
    report: ({ error }) => {
      throw error;
    },
  };
  const task = { signal: new AbortController().signal, onProgress: () => undefined };
  const runs: { name: string; ms: number; fires: number }[] = [];
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const rule = alertRule.parse({
      symbol: SYMBOL,
      condition,
      mode: 'every_time',
      severity: 'info',
    });
    const windowMs = longestWindow(rule.condition);
    const before = process.cpuUsage();
    const options = { ...task, windowMs, budget: { pages: 0 } };
    const past = await readPast(exchange, { symbol: SYMBOL, from: MINUTE_MS }, options);
    const { fires } = await castOver(past, { rule, ports, isAsking: true }, task);
    const { user, system } = process.cpuUsage(before);
    runs.push({ name, ms: (user + system) / 1000, fires: fires.length });
  }
  return { runs };
}

function yearOf(seed: number): Kline[] {
  const random = seededRandom(seed);
  let close = 50_000;
  return Array.from({ length: MINUTES }, (_, n) => {
    const open = close;
    close = Math.round((open + (50_000 - open) * 1e-4 + (random() - 0.5) * 100) * 100) / 100;
    const [high, low] = [
      Math.max(open, close) + 10 * random(),
      Math.min(open, close) - 10 * random(),
    ];
    return {
      ...{ openTime: n * MINUTE_MS, open, high, low, close },
      ...{ volume: 1, lastTradeId: n, isClosed: true },
    };
  });
}

/** A venue that holds nothing but minutes, and makes hours of them. */
function candleExchange(minutes: readonly Kline[]): PastExchange {
  const hours: Kline[] = [];
  for (let n = 0; n + 60 <= minutes.length; n += 60) {
    const [part, first] = [minutes.slice(n, n + 60), minutes[n]];
    const high = Math.max(...part.map((each) => each.high));
    const low = Math.min(...part.map((each) => each.low));
    if (first) hours.push({ ...first, high, low, close: part.at(-1)?.close ?? first.close });
  }
  return {
    now: () => MINUTES * MINUTE_MS,
    history: () => ({ intervals: ['1m', '1h'], tradesReachMs: 0 }),
    fetchKlines: ({ interval, startTime = 0, limit }) => {
      const [all, length] = interval === '1m' ? [minutes, MINUTE_MS] : [hours, 60 * MINUTE_MS];
      const at = Math.max(0, Math.ceil(startTime / length));
      return Promise.resolve(all.slice(at, at + limit));
    },
    fetchTradesSince: () => Promise.resolve([]),
  };
}
