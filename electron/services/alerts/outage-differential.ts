import { seededRandom } from '../exchange/demo/prng';
import { SimulatedDisk } from '../store/simulated-disk';
import { AlertHarness, BTC } from './alert-harness';
import type { Alert } from './alert-record';
import { CandleExchange } from './candle-exchange';
import { randomRules, RANDOM_GROUP, RANDOM_SYMBOLS } from './random-rules';
import { tapeFires, textOf } from './tape-fires';

const TRADES_BETWEEN = 25;
/** Before the rules are armed: candles to look back on. */
const PRELUDE = 160;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
/** From a second to eight hours, as a power of e. */
const LONGEST = Math.log(8 * 3600);

/** Fires of both sides as texts, in order for each rule. */
export interface Comparison {
  readonly expected: readonly string[];
  readonly told: readonly string[];
  /** Fires that history brought. */
  readonly late: number;
  /** Fires that say late though they were seen, or the other way round. */
  readonly wronglyLate: readonly string[];
  /** Kinds of conditions that have fired. */
  readonly kinds: readonly string[];
}

type Random = ReturnType<typeof seededRandom>;

/** Everything that can come between the venue and the rules. */
const OUTAGES: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'the stream loses trades': async (world) => {
    const { harness } = world;
    harness.isStreaming = false;
    harness.state = 'stale';
    await world.walkUnseen(2 * MINUTE_MS);
    harness.isStreaming = true;
    harness.run.marketData.onResumed('spot');
    harness.state = 'live';
  },
  'the program is closed': async (world) => {
    await world.harness.close();
    await world.walkUnseen();
    await world.harness.open();
  },
  'the program is killed': async (world) => {
    world.kill();
    await world.walkUnseen();
    await world.harness.open();
  },
  'the disk stops, then the program is killed': async (world) => {
    world.harness.disk.stopAt(1 + world.pick(30));
    await world.walk(TRADES_BETWEEN);
    world.kill();
    world.harness.disk.restart();
    await world.harness.open();
  },
};

/** A market that wanders around the levels of its rules. */
class World {
  readonly #prices = new Map<string, number>(RANDOM_SYMBOLS.map((symbol) => [symbol, 1000]));
  /** Times of trades that nobody was told of. */
  readonly #unseen = new Set<number>();
  readonly #kills: number[] = [];

  constructor(
    readonly harness: AlertHarness,
    private readonly random: Random,
  ) {}

  /** A whole number below another. */
  pick(below: number): number {
    return Math.floor(this.random() * below);
  }

  kill(): void {
    this.#kills.push(this.harness.clock.now());
    this.harness.kill();
  }

  async walk(trades: number, gapMs = 3 * SECOND_MS): Promise<void> {
    for (let n = 0; n < trades; n++) {
      const symbol = RANDOM_SYMBOLS[this.pick(RANDOM_SYMBOLS.length)] ?? BTC;
      const last = this.#prices.get(symbol) ?? 1000;
      const price = Math.min(1060, Math.max(940, last + this.pick(31) - 15));
      this.#prices.set(symbol, price);
      await this.harness.trade(price, symbol, 1 + this.pick(gapMs));
    }
  }

  /** Trades over a second up to eight hours that nobody is told of. */
  async walkUnseen(longestMs = Infinity): Promise<void> {
    const lengthMs = Math.min(longestMs, Math.exp(this.random() * LONGEST) * SECOND_MS);
    const { trades } = this.harness.exchange;
    const from = trades.length;
    await this.walk(TRADES_BETWEEN, Math.ceil((2 * lengthMs) / TRADES_BETWEEN));
    for (const { time } of trades.slice(from)) this.#unseen.add(time);
  }

  /** Until some time within a minute. */
  async passTo(secondOfMinute: number): Promise<void> {
    const now = this.harness.clock.now() % MINUTE_MS;
    const wanted = secondOfMinute * SECOND_MS;
    for (let left = (wanted - now + MINUTE_MS) % MINUTE_MS; left > 0; left -= SECOND_MS) {
      await this.harness.pass(Math.min(left, SECOND_MS));
    }
  }

  /** Whether an alert says rightly that its trade came from history; true where no trade decided. */
  isRightlyLate({ occurredAt, at, late }: Alert): boolean {
    const { trades } = this.harness.exchange;
    if (this.#unseen.has(occurredAt)) return late;
    const wasTraded = trades.some(({ time }) => time === occurredAt);
    // What a kill took from memory is read again, though it had been seen.
    const wasKilled = this.#kills.some((kill) => occurredAt <= kill && kill <= at);
    return !wasTraded || !late || wasKilled;
  }
}

/**
 * Plays a tape with outages through the services, and whole through an engine that never stops.
 * What one fires and the other does not is a fault.
 */
export async function compareOverOutages(seed: number, outages: number): Promise<Comparison> {
  const random = seededRandom(seed);
  const disk = new SimulatedDisk();
  await disk.makeFolder('/data');
  const harness = new AlertHarness(disk, new CandleExchange());
  const world = new World(harness, random);
  await harness.open();
  await begin(world, random);
  const kinds = Object.values(OUTAGES);
  for (let n = 0; n < outages; n++) {
    await world.walk(TRADES_BETWEEN);
    await kinds[world.pick(kinds.length)]?.(world);
    await world.walk(RANDOM_SYMBOLS.length * 4);
    for (let pause = 0; pause < 6; pause++) await harness.pass(SECOND_MS);
  }
  // By then what closed last has been read.
  await world.passTo(50);
  return compared(world);
}

/** Prices and candles to start with, then rules of every kind. */
async function begin(world: World, random: Random): Promise<void> {
  const { harness } = world;
  const far = { type: 'price_above', price: 1e6 };
  for (const symbol of RANDOM_SYMBOLS) await harness.arm({ symbol, condition: far });
  await world.walk(PRELUDE, 22 * SECOND_MS);
  const { position_id: positionId } = await harness.ask('create_position', {
    ...{ symbol: BTC, side: 'long', quantity: 1, entry_price: 1000 },
  });
  const { watchlist } = harness.run;
  await watchlist.put({
    symbols: [...RANDOM_SYMBOLS],
    groups: { [RANDOM_GROUP]: [...RANDOM_SYMBOLS] },
  });
  await world.passTo(50);
  await world.passTo(1);
  for (const rule of randomRules(random, positionId)) {
    await harness.ask('create_alert_rule', rule);
  }
}

async function compared(world: World): Promise<Comparison> {
  const { harness } = world;
  const { alertLog, rules } = harness.run;
  const query = { isUnread: false, symbol: null, limit: 1e6, before: Infinity };
  // What comes due at the very end may still be waited for.
  const until = harness.clock.now() - 3 * SECOND_MS;
  const isOver = ({ occurredAt }: { readonly occurredAt: number }): boolean => occurredAt < until;
  const alerts = (await alertLog.list(query)).reverse().filter(isOver);
  const expected = tapeFires(harness, rules.all()).filter(isOver).map(textOf);
  const wrong = alerts.filter((alert) => !world.isRightlyLate(alert));
  const typeOf = new Map(rules.all().map(({ id, rule }) => [id, rule.condition.type]));
  await harness.close();
  return {
    expected: [...expected].sort(),
    told: alerts.map(textOf).sort(),
    late: alerts.filter(({ late }) => late).length,
    wronglyLate: wrong.map(textOf),
    kinds: [...new Set(alerts.map(({ ruleId }) => typeOf.get(ruleId) ?? ''))].sort(),
  };
}
