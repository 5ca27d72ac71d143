import type { AlertCondition, ConditionOf } from '../alert-conditions';
import type { AlertRule } from '../alert-rule';
import { openTimeOf, type Interval } from '../interval';

/** A trade of the oracle's tape: price in whole cents, time in ms UTC. */
export interface OracleTrade {
  readonly cents: number;
  readonly time: number;
}

/** What the oracle says fires: at which trade, and at which level in hundredths of a cent or null. */
export interface OracleFire {
  readonly index: number;
  readonly time: number;
}

/** What a condition says at one trade. */
interface Verdict {
  /** Times it happens; for a state: whether it is true. */
  readonly happens: number;
  readonly isTrue: boolean;
}

type Simple = ConditionOf<
  'price_cross' | 'price_above' | 'price_below' | 'channel' | 'change' | 'trailing' | 'step'
>;

const cents = (price: number): number => Math.round(price * 100);

/**
 * Evaluates one rule by looking over the whole tape again at every trade, in whole cents. Slow and
 * plain, and written from the contract's text: it shares nothing with the engine.
 */
export class Oracle {
  readonly #fires: OracleFire[] = [];
  /** Index of the trade that moves start anew from. */
  #restartedAt: number;

  /** @param armedAt How many trades there were when the rule was armed. */
  constructor(
    private readonly rule: AlertRule,
    private readonly tape: readonly OracleTrade[],
    private readonly armedAt: number,
  ) {
    this.#restartedAt = armedAt;
  }

  fires(): readonly OracleFire[] {
    let wasTrue = false;
    for (let index = this.armedAt; index < this.tape.length; index++) {
      const { happens, isTrue } = this.#verdict(this.rule.condition, index);
      const isBarMode = this.rule.mode.startsWith('once_per');
      const wanted = happens + (isTrue && (!wasTrue || isBarMode) ? 1 : 0);
      wasTrue = isTrue;
      for (let n = 0; n < wanted; n++) this.#tryFire(index);
    }
    return this.#fires;
  }

  #tryFire(index: number): void {
    const { time } = this.#at(index);
    const last = this.#fires.at(-1)?.time;
    if (last !== undefined && !this.#mayFollow(last, time)) return;
    this.#fires.push({ index, time });
    this.#restartedAt = index;
  }

  #mayFollow(last: number, time: number): boolean {
    const { mode, bar, cooldown_s: pause = 0 } = this.rule;
    if (mode === 'once' || time - last < pause * 1000) return false;
    if (mode === 'every_time') return true;
    const unit: Interval = mode === 'once_per_minute' ? '1m' : (bar ?? '1m');
    return openTimeOf(unit, last) !== openTimeOf(unit, time);
  }

  #at(index: number): OracleTrade {
    const trade = this.tape[index];
    if (!trade) throw new Error(`no trade ${index}`);
    return trade;
  }

  #verdict(condition: AlertCondition, index: number): Verdict {
    const price = this.#at(index).cents;
    switch ((condition as Simple).type) {
      case 'price_above':
        return state(price >= cents((condition as ConditionOf<'price_above'>).price));
      case 'price_below':
        return state(price <= cents((condition as ConditionOf<'price_below'>).price));
      case 'price_cross':
        return event(this.#crosses(condition as ConditionOf<'price_cross'>, index) ? 1 : 0);
      case 'channel':
        return this.#channel(condition as ConditionOf<'channel'>, index);
      case 'step':
        return event(this.#steps(condition as ConditionOf<'step'>, index));
      case 'change':
      case 'trailing':
        return event(this.#moves(condition as ConditionOf<'change' | 'trailing'>, index) ? 1 : 0);
    }
  }

  /** Walks all different prices up to this one, from the one when armed. */
  #crosses({ price, direction }: ConditionOf<'price_cross'>, index: number): boolean {
    const level = cents(price);
    const prices = this.tape.slice(Math.max(0, this.armedAt - 1), index + 1);
    /** Where the price was before it came to stand on the level: −1, 1, or 0 from the start. */
    let origin = 0;
    let crossing = 0;
    for (const [n, { cents: now }] of prices.entries()) {
      const side = Math.sign((prices[n - 1]?.cents ?? now) - level);
      const next = Math.sign(now - level);
      crossing = side === 0 ? leaving(origin, next) : next === side ? 0 : -side;
      if (side !== 0) origin = side;
    }
    return crossing !== 0 && direction !== (crossing > 0 ? 'down' : 'up');
  }

  #channel({ low, high, when }: ConditionOf<'channel'>, index: number): Verdict {
    const isIn = (n: number) => this.#at(n).cents >= cents(low) && this.#at(n).cents <= cents(high);
    if (when === 'inside') return state(isIn(index));
    if (when === 'outside') return state(!isIn(index));
    if (index === 0) return event(0);
    const enters = !isIn(index - 1) && isIn(index);
    const exits = isIn(index - 1) && !isIn(index);
    return event((when === 'enter' ? enters : exits) ? 1 : 0);
  }

  #moves(condition: ConditionOf<'change' | 'trailing'>, index: number): boolean {
    const { cents: price, time } = this.#at(index);
    const windowMs = condition.type === 'change' ? condition.window_s * 1000 : Infinity;
    const seen = this.tape
      .slice(this.#restartedAt, index + 1)
      .filter((trade) => time - trade.time <= windowMs)
      .map((trade) => trade.cents);
    const { percent, amount } = condition;
    // In hundredths of a cent, so that whole percents stay whole.
    const off = (base: number) =>
      percent === undefined ? cents(amount ?? 0) * 100 : base * percent;
    const low = Math.min(...seen);
    const high = Math.max(...seen);
    const up = price * 100 >= low * 100 + off(low);
    const down = price * 100 <= high * 100 - off(high);
    if (condition.type === 'trailing') return condition.from === 'low' ? up : down;
    if (condition.direction === 'any') return up || down;
    return condition.direction === 'up' ? up : down;
  }

  /** How many steps by an amount the price passes at this trade. */
  #steps({ every_amount: amount = 0 }: ConditionOf<'step'>, index: number): number {
    const step = cents(amount);
    let reached = this.#at(Math.max(0, this.armedAt - 1)).cents;
    let passed = 0;
    for (let n = this.armedAt; n <= index; n++) {
      const away = Math.trunc((this.#at(n).cents - reached) / step);
      passed = Math.abs(away);
      reached += away * step;
    }
    return passed;
  }
}

const state = (isTrue: boolean): Verdict => ({ happens: 0, isTrue });
const event = (happens: number): Verdict => ({ happens, isTrue: false });

/** Off the level: back where it came from is a crossing, on is none; armed on it both are. */
const leaving = (origin: number, next: number): number =>
  origin === 0 || next === origin ? next : 0;
