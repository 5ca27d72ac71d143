import { performance } from 'node:perf_hooks';
import { alertRule, type AlertRule } from '../shared/domain/alert-rule';
import { RuleEngine } from '../shared/domain/rules/rule-engine';
import type { RulePorts } from '../shared/domain/rules/ports';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import { NO_POSITIONS } from './no-positions';
import { quantile } from './statistics';

/** What rules cost. */
export interface RuleReading {
  readonly rules: number;
  /** ns a trade with that many rules, and with a hundred; medians of several rounds. */
  readonly tickNs: number;
  readonly baseNs: number;
  /** Bytes a rule, the rule itself included. */
  readonly bytesPerRule: number;
  /** One trade through a thousand levels, ms. */
  readonly crashMs: number;
  readonly crashFires: number;
  /** One trade that fires one rule, from hand-in to fire, µs. */
  readonly firedP99: number;
}

const SYMBOL = 'BTC/USDT';
const ROUNDS = 7;
const TRADES = 50_000;
const LOWEST = 20_000;
const HIGHEST = 80_000;

const ports: RulePorts = {
  positions: NO_POSITIONS,
  createIndicator: () => ({ warmUp: 0, value: null, update: () => undefined }),
  report: ({ error }) => {
    throw error;
  },
};

/** Measures the rule engine with price rules of every kind on one symbol. */
export function measureRules(count: number, seed: number): RuleReading {
  const base = armed(100, seed);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const many = armed(count, seed);
  globalThis.gc?.();
  const bytesPerRule = (process.memoryUsage().heapUsed - before) / count;
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    times[0].push(tickTime(base, seed + round));
    times[1].push(tickTime(many, seed + round));
  }
  return {
    rules: count,
    tickNs: quantile(times[1], 0.5),
    baseNs: quantile(times[0], 0.5),
    bytesPerRule,
    ...crash(),
    firedP99: firedP99(),
  };
}

/** An engine whose price stands in the middle, its rules all around it but for the very middle. */
function armed(count: number, seed: number): RuleEngine {
  const engine = new RuleEngine(ports);
  const random = seededRandom(seed);
  trade(engine, 50_000, 0);
  for (let id = 1; id <= count; id++) engine.arm(id, ruleAt(random), 0);
  trade(engine, 50_000, 1);
  return engine;
}

/** As a client writes it, so that what it costs to keep is counted too. */
function ruleAt(random: () => number): AlertRule {
  const far = 0.02 + 0.5 * random();
  const price = Math.round(50_000 * (random() < 0.5 ? 1 - far : 1 + far) * 100) / 100;
  const kind = random();
  const condition =
    kind < 0.6
      ? { type: 'price_cross', price, direction: 'any' }
      : kind < 0.8
        ? { type: price > 50_000 ? 'price_above' : 'price_below', price }
        : kind < 0.9
          ? { type: 'trailing', percent: Math.round(far * 1e4) / 100, from: 'high' }
          : { type: 'channel', low: LOWEST * far, high: HIGHEST / far, when: 'exit' };
  const draft = { symbol: SYMBOL, condition, mode: 'once', severity: 'info' };
  return alertRule.parse(JSON.parse(JSON.stringify(draft)));
}

function trade(engine: RuleEngine, price: number, id: number) {
  const seen = { symbol: SYMBOL, id, lastTradeId: id, price, quantity: 1, time: id * 10 };
  return engine.onTrade(seen, 'live');
}

/** ns a trade while the price walks about within one percent. */
function tickTime(engine: RuleEngine, seed: number): number {
  const random = seededRandom(seed);
  const start = performance.now();
  for (let id = 2; id < TRADES; id++) {
    trade(engine, 49_700 + Math.floor(random() * 60_000) / 100, id);
  }
  return ((performance.now() - start) * 1e6) / TRADES;
}

function crash(): Pick<RuleReading, 'crashMs' | 'crashFires'> {
  const engine = new RuleEngine(ports);
  trade(engine, 50_000, 0);
  for (let id = 1; id <= 1000; id++) engine.arm(id, crossing(49_000 - id, 'once'), 0);
  const start = performance.now();
  const fires = trade(engine, 40_000, 1);
  return { crashMs: performance.now() - start, crashFires: fires.length };
}

/** Each trade crosses one of a hundred levels. */
function firedP99(): number {
  const engine = new RuleEngine(ports);
  trade(engine, 49_999.5, 0);
  for (let id = 1; id <= 100; id++) engine.arm(id, crossing(49_999 + id, 'every_time'), 0);
  const took: number[] = [];
  for (let n = 1; n <= 20_000; n++) {
    const phase = n % 200;
    const start = performance.now();
    trade(engine, 49_999.5 + (phase < 100 ? phase : 200 - phase), n);
    took.push((performance.now() - start) * 1000);
  }
  return quantile(took, 0.99);
}

function crossing(price: number, mode: 'once' | 'every_time'): AlertRule {
  const condition = { type: 'price_cross', price, direction: 'any' };
  return alertRule.parse({ symbol: SYMBOL, condition, mode, severity: 'info' });
}
