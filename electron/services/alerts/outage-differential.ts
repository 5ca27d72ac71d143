import { alertRule } from '../../../shared/domain/alert-rule';
import { createIndicator } from '../../../shared/domain/indicators/create-indicator';
import { FakePositions } from '../../../shared/domain/rules/fake-positions';
import { RuleEngine } from '../../../shared/domain/rules/rule-engine';
import { seededRandom } from '../exchange/demo/prng';
import { SimulatedDisk } from '../store/simulated-disk';
import { AlertHarness, BTC } from './alert-harness';

const SYMBOLS = [BTC, 'ETH/USDT'] as const;
const LEVELS = 12;
const TRADES_BETWEEN = 25;

/** Fires of both sides as texts, in order for each rule. */
export interface Comparison {
  readonly expected: readonly string[];
  readonly told: readonly string[];
  /** Fires that history brought. */
  readonly late: number;
}

type Random = ReturnType<typeof seededRandom>;

/** Everything that can come between the venue and the rules. */
const OUTAGES: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'the stream loses trades': async (world) => {
    world.harness.isStreaming = false;
    await world.walk(TRADES_BETWEEN);
    world.harness.isStreaming = true;
  },
  'the program is closed': async (world) => {
    await world.harness.close();
    await world.walk(TRADES_BETWEEN);
    await world.harness.open();
  },
  'the program is killed': async (world) => {
    world.harness.kill();
    await world.walk(TRADES_BETWEEN);
    await world.harness.open();
  },
  'the disk stops, then the program is killed': async (world) => {
    world.harness.disk.stopAt(1 + world.pick(30));
    await world.walk(TRADES_BETWEEN);
    world.harness.kill();
    world.harness.disk.restart();
    await world.harness.open();
  },
};

/** A market that wanders around the levels of its rules. */
class World {
  readonly #prices = new Map<string, number>(SYMBOLS.map((symbol) => [symbol, 1000]));

  constructor(
    readonly harness: AlertHarness,
    private readonly random: Random,
  ) {}

  /** A whole number below another. */
  pick(below: number): number {
    return Math.floor(this.random() * below);
  }

  async walk(trades: number): Promise<void> {
    for (let n = 0; n < trades; n++) {
      const symbol = SYMBOLS[this.pick(SYMBOLS.length)] ?? BTC;
      const last = this.#prices.get(symbol) ?? 1000;
      const price = Math.min(1060, Math.max(940, last + this.pick(31) - 15));
      this.#prices.set(symbol, price);
      await this.harness.trade(price, symbol, 1 + this.pick(3000));
    }
  }
}

/** Rules of which every answer follows from the tape alone. */
function rulesOf(random: Random) {
  const levels = Array.from({ length: LEVELS }, () => 950 + Math.floor(random() * 100));
  return SYMBOLS.flatMap((symbol) => [
    ...levels.map((price, n) => ({
      ...{ symbol, severity: 'info', mode: n % 4 === 0 ? 'once' : 'every_time' },
      condition: { type: 'price_cross', price, direction: ['up', 'down', 'any'][n % 3] },
    })),
    {
      ...{ symbol, severity: 'info', mode: 'every_time' },
      condition: { type: 'trailing', percent: 3, from: 'high' },
    },
    {
      ...{ symbol, severity: 'info', mode: 'every_time' },
      condition: { type: 'step', every_amount: 20 },
    },
  ]);
}

/**
 * Plays a tape with outages through the services, and whole through an engine that never stops.
 * What one fires and the other does not is a fault.
 */
export async function compareOverOutages(seed: number, outages: number): Promise<Comparison> {
  const random = seededRandom(seed);
  const disk = new SimulatedDisk();
  await disk.makeFolder('/data');
  const harness = new AlertHarness(disk);
  const world = new World(harness, random);
  await harness.open();
  for (const rule of rulesOf(random)) await harness.ask('create_alert_rule', rule);
  const kinds = Object.values(OUTAGES);
  for (let n = 0; n < outages; n++) {
    await world.walk(TRADES_BETWEEN);
    await kinds[world.pick(kinds.length)]?.(world);
    await world.walk(SYMBOLS.length * 4);
    for (let pause = 0; pause < 6; pause++) await harness.pass(1000);
  }
  const { alertLog, rules } = harness.run;
  const query = { isUnread: false, symbol: null, limit: 1e6, before: Infinity };
  const alerts = (await alertLog.list(query)).reverse();
  const expected = oracle(harness, rules.all());
  const told = alerts.map((each) => textOf({ ...each, price: each.price ?? 0 }));
  await harness.close();
  return {
    expected: [...expected].sort(),
    told: [...told].sort(),
    late: alerts.filter(({ late }) => late).length,
  };
}

function oracle(harness: AlertHarness, rules: readonly { id: number; rule: unknown }[]): string[] {
  const positions = new FakePositions();
  const report = ({ error }: { readonly error: unknown }): never => {
    throw error instanceof Error ? error : new Error(String(error));
  };
  const engine = new RuleEngine({ positions, createIndicator, report });
  for (const { id, rule } of rules) engine.arm(id, alertRule.parse(rule), 0);
  return harness.exchange.trades.flatMap((trade) =>
    engine.onTrade(trade, 'live').map((fire) => textOf({ ...fire, price: fire.price ?? 0 })),
  );
}

const textOf = (fire: { ruleId: number; price: number; occurredAt: number; message: string }) =>
  `${fire.ruleId} ${fire.occurredAt} ${fire.price} ${fire.message}`;
