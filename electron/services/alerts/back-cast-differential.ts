import { setImmediate as nextTurn } from 'node:timers/promises';
import { alertRule, type AlertRule } from '../../../shared/domain/alert-rule';
import { openTimeOf } from '../../../shared/domain/interval';
import type { RequestResult } from '../../../shared/protocol/requests';
import { createSyntheticMarket } from '../exchange/demo/synthetic-market';
import { FakeClock } from '../fake-clock';
import { BTC, openHarness, type AlertHarness } from './alert-harness';
import type { StoredRule } from './alert-schema';
import { rulesWithPast } from './back-cast-rules';
import { MarketExchange } from './market-exchange';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Before the rules are armed: a price to start from. */
const PRELUDE_MS = 5 * MINUTE_MS;
/** Trades that are made at a time. */
const PART_MS = 10 * MINUTE_MS;

/**
 * Thinned, so that a month of single trades is within what one back-cast may ask a venue for; then
 * it is exact throughout.
 */
const SPEC = {
  ...{ baseAsset: 'BTC', quoteAsset: 'USDT', priceDecimals: 2, quantityDecimals: 5 },
  ...{ anchor: 1000, dailyDeviation: 0.03, tradeRate: 0.08, turnover: 1e7 },
};

type Cast = RequestResult<'backtest_alert_rule'>;

/** A fire, whoever says it. */
interface PlainFire {
  /** ms UTC. */
  readonly occurredAt: number;
  readonly price: number | null;
  /** Single trades decided; always so for what was lived through. */
  readonly exact: boolean;
}

/** What one rule did live, and what the back-cast says of it. */
export interface RuleComparison {
  readonly name: string;
  readonly live: number;
  readonly back: number;
  /** The back-cast says that it is exact. */
  readonly isExact: boolean;
  /** Each fire that one side has alone. */
  readonly differences: readonly string[];
}

/** A market that is lived through at speed. */
class Lived {
  readonly #fires: { readonly ruleId: number; readonly fire: PlainFire }[] = [];

  /** @param ahead Knows the trades that are still to come. */
  constructor(
    readonly harness: AlertHarness,
    private readonly ahead: MarketExchange,
  ) {}

  /** Lets every trade up to a time come as it happens. */
  async until(time: number): Promise<void> {
    const { harness, ahead } = this;
    for (let from = harness.clock.now(); from < time; from += PART_MS) {
      const to = Math.min(time, from + PART_MS);
      for (const trade of ahead.tradesBetween(from, to)) {
        await this.#passTo(trade.time);
        harness.run.marketData.onTrade(trade);
        await harness.settle();
      }
      await this.#passTo(to);
      this.#collect();
    }
  }

  firesOf(ruleId: number): readonly PlainFire[] {
    return this.#fires.filter((each) => each.ruleId === ruleId).map(({ fire }) => fire);
  }

  async #passTo(time: number): Promise<void> {
    const { clock } = this.harness;
    while (clock.now() < time) await this.harness.pass(Math.min(SECOND_MS, time - clock.now()));
  }

  /** Takes what was told, so that a month of it is not held. */
  #collect(): void {
    for (const { rule_id: ruleId, occurred_at: at, price } of this.harness.alerts) {
      this.#fires.push({ ruleId, fire: { occurredAt: Date.parse(at), price, exact: true } });
    }
    this.harness.heard.length = 0;
  }
}

/**
 * Lives through a made-up market with a rule of every kind that has a past, then asks the back-cast
 * about the same rules and time. What one side fires and the other does not is a fault.
 * @param hours How long; whole, ≥ 1.
 */
export async function compareWithBackCast(
  seed: number,
  hours: number,
  onHour: (hour: number) => void = () => undefined,
): Promise<readonly RuleComparison[]> {
  const clock = new FakeClock();
  const from = clock.now() + PRELUDE_MS;
  const until = from + hours * HOUR_MS;
  const ahead = exchangeOf(seed, new FakeClock(until));
  const harness = await openHarness({ exchange: exchangeOf(seed, clock), clock });
  const lived = new Lived(harness, ahead);
  const prices = ahead.tradesBetween(from, until).map(({ price }) => price);
  const armed = await begin(lived, prices, from);
  for (let hour = 1; hour <= hours; hour++) {
    await lived.until(from + hour * HOUR_MS);
    onHour(hour);
    await nextTurn();
  }
  // What closed at the very end is told a little later.
  await harness.pass(20 * SECOND_MS);
  await lived.until(clock.now() + SECOND_MS);
  const compared = await compareAll(lived, armed, { from, until });
  await harness.close();
  return compared;
}

/** Asks the back-cast about every rule, and sets that against what was lived through. */
async function compareAll(
  lived: Lived,
  armed: ReadonlyMap<string, StoredRule>,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<RuleComparison[]> {
  const compared: RuleComparison[] = [];
  const isWithin = ({ occurredAt }: PlainFire): boolean => occurredAt < until;
  for (const [name, { id, rule }] of armed) {
    const result = await castOf(lived.harness, rule, from);
    const [live, back] = [lived.firesOf(id).filter(isWithin), plainFires(result).filter(isWithin)];
    compared.push(comparisonOf({ name, isExact: result.exact }, live, back));
  }
  return compared;
}

function exchangeOf(seed: number, clock: FakeClock): MarketExchange {
  const market = createSyntheticMarket({ seed: `${seed}`, clock, specs: [SPEC] });
  const [instrument] = market.instruments;
  if (!instrument) throw new Error('the market lists nothing');
  return new MarketExchange(market, instrument);
}

/** A price, a position, and all rules armed at the same whole minute. */
async function begin(lived: Lived, prices: readonly number[], from: number) {
  const { harness } = lived;
  const sorted = [...prices].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  // So that the symbol is watched before the rules are armed.
  await harness.arm({ condition: { type: 'price_above', price: 1e6 } });
  const span = { low: at(0), middle: at(0.5), high: at(1) };
  const { position_id: positionId } = await harness.ask('create_position', {
    ...{ symbol: BTC, side: 'long', quantity: 1, entry_price: span.middle },
  });
  await lived.until(from);
  const armed = new Map<string, StoredRule>();
  for (const [name, draft] of Object.entries(rulesWithPast(span, positionId))) {
    const scope = 'position_id' in draft ? {} : { symbol: BTC };
    const rule = alertRule.parse({ ...scope, mode: 'every_time', severity: 'info', ...draft });
    // Not by a request: time stands still until all are armed.
    armed.set(name, await harness.run.alertService.create(rule));
  }
  return armed;
}

function castOf(harness: AlertHarness, rule: AlertRule, from: number): Promise<Cast> {
  // Rounded up to the whole minute at which the rules were armed.
  const days = (harness.clock.now() + MINUTE_MS / 2 - from) / DAY_MS;
  return harness.ask('backtest_alert_rule', { rule, days });
}

const plainFires = ({ fires }: Cast): readonly PlainFire[] =>
  fires.map(({ occurred_at: at, price, exact }) => ({ occurredAt: Date.parse(at), price, exact }));

/** Goes through both lists at once, as both are in order of time. */
function comparisonOf(
  what: Pick<RuleComparison, 'name' | 'isExact'>,
  live: readonly PlainFire[],
  back: readonly PlainFire[],
): RuleComparison {
  const differences: string[] = [];
  for (let [n, m] = [0, 0]; n < live.length || m < back.length;) {
    const [lived, cast] = [live[n], back[m]];
    if (lived && cast && isSame(lived, cast)) {
      n++;
      m++;
    } else if (lived && (!cast || lived.occurredAt <= cast.occurredAt)) {
      differences.push(`${what.name}: live alone ${textOf(lived)}`);
      n++;
    } else if (cast) {
      differences.push(`${what.name}: back-cast alone ${textOf(cast)}`);
      m++;
    }
  }
  return { ...what, live: live.length, back: back.length, differences };
}

/** A candle alone knows the minute of a fire; single trades know its time and price. */
function isSame(lived: PlainFire, cast: PlainFire): boolean {
  if (!cast.exact) return openTimeOf('1m', lived.occurredAt) === openTimeOf('1m', cast.occurredAt);
  const isNear = Math.abs(lived.occurredAt - cast.occurredAt) <= SECOND_MS;
  return isNear && lived.price === cast.price;
}

const textOf = ({ occurredAt, price }: PlainFire): string =>
  `${new Date(occurredAt).toISOString()} at ${price}`;
