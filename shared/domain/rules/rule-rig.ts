import { alertRule, type AlertRule } from '../alert-rule';
import type { Kline } from '../kline';
import { FakePositions } from './fake-positions';
import type { Fire } from './fire';
import type { Indicator, RuleFault, RulePorts } from './ports';
import { RuleEngine, type Origin } from './rule-engine';

/** The symbol of tests that do not care. */
export const BTC = 'BTC/USDT';
/** A whole minute, hour and day: 2026-03-02, a Monday. */
export const START = Date.UTC(2026, 2, 2);

/** Fields of a rule as a client writes them; what is left out is usual. */
export type RuleDraft = Partial<Omit<AlertRule, 'condition'>> & { readonly condition: object };

/** A valid rule: on BTC/USDT, every time, when nothing else is said. */
function ruleOf({ condition, ...draft }: RuleDraft): AlertRule {
  const scope = draft.position_id === undefined ? { symbol: BTC } : {};
  return alertRule.parse({ ...scope, mode: 'every_time', severity: 'info', condition, ...draft });
}

/** The plainest indicator: the last close; the one named `rsi` throws. */
class LastClose implements Indicator {
  readonly warmUp = 1;
  value: number | null = null;

  constructor(private readonly isBad: boolean) {}

  update(kline: Kline): void {
    if (this.isBad) throw new Error('the indicator fails');
    this.value = kline.close;
  }
}

/** An engine with a tape: one trade a second unless told otherwise. */
export class RuleRig {
  readonly positions = new FakePositions();
  readonly fires: Fire[] = [];
  readonly faults: RuleFault[] = [];
  readonly #ports: RulePorts = {
    positions: this.positions,
    createIndicator: ({ indicator }) => new LastClose(indicator === 'rsi'),
    report: (fault) => this.faults.push(fault),
  };
  engine = new RuleEngine(this.#ports);
  time = START;
  #nextId = 1;
  #nextRule = 1;
  readonly #rules = new Map<number, AlertRule>();

  /** Arms a rule and gives its number. */
  arm(draft: RuleDraft): number {
    const id = this.#nextRule++;
    const rule = ruleOf(draft);
    this.#rules.set(id, rule);
    this.engine.arm(id, rule, this.time);
    return id;
  }

  /** Trades at prices, `gapMs` apart; gives what they fired. */
  trade(prices: number | readonly number[], gapMs = 1000, symbol = BTC): readonly Fire[] {
    const before = this.fires.length;
    for (const price of [prices].flat()) this.tradeOnce(price, gapMs, symbol, 'live');
    return this.fires.slice(before);
  }

  /** One trade of whatever origin. */
  tradeOnce(price: number, gapMs: number, symbol: string, origin: Origin): readonly Fire[] {
    this.time += gapMs;
    const id = this.#nextId++;
    const trade = { symbol, id, lastTradeId: id, price, quantity: 1, time: this.time };
    return this.keep(this.engine.onTrade(trade, origin));
  }

  /** Lets time pass without a trade. */
  pass(ms: number): readonly Fire[] {
    this.time += ms;
    return this.keep(this.engine.onClock(this.time));
  }

  /** Closes a minute's candle. */
  close(openTime: number, bar: Partial<Kline>, symbol = BTC): readonly Fire[] {
    const usual = { open: 100, high: 100, low: 100, close: 100, volume: 1, lastTradeId: -1 };
    const kline = { ...usual, ...bar, openTime, isClosed: true };
    return this.keep(this.engine.onKline(symbol, '1m', kline, 'live'));
  }

  keep(fires: readonly Fire[]): readonly Fire[] {
    this.fires.push(...fires);
    return fires;
  }

  /** Saves all, loses it, and goes on from what JSON kept. */
  restart(): void {
    const state = JSON.parse(JSON.stringify(this.engine.save())) as ReturnType<RuleEngine['save']>;
    this.engine = new RuleEngine(this.#ports, state.books);
    for (const [id, rule] of this.#rules) {
      const saved = state.rules[String(id)];
      if (saved) this.engine.arm(id, rule, this.time, saved);
    }
  }
}

/** The prices at which something fired. */
export const pricesOf = (fires: readonly Fire[]): (number | null)[] =>
  fires.map(({ price }) => price);
