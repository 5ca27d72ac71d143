import { describeFire } from '../alert-message';
import { alertTypeOf, type AlertRule } from '../alert-rule';
import type { Book } from './book';
import type { Cell, CellState, Owner } from './cell';
import { nextDown, nextUp, type Sign } from './exact';
import { Gate } from './gate';
import { barOf, nextBarAfter, nextChance } from './pacing';
import type { Waiting, Wakeable } from './wakeable';

/** A rule with its number, as the engine holds it. */
export interface NumberedRule {
  readonly id: number;
  readonly rule: AlertRule;
}

/** Waiting for `for_s` to pass, since a moment; `level` and `direction` of what began it. */
interface Hold {
  readonly since: number;
  readonly level: number | null;
  readonly direction: Sign;
}

/** Plain data of a watch: all that a rule remembers of one symbol or position. */
export interface WatchState {
  readonly symbol: string;
  readonly positionId: number | null;
  readonly isDone: boolean;
  readonly lastFiredAt: number | null;
  /** True and past `for_s`, so that it may fire again in the next bar or when its hours begin. */
  readonly isOpen: boolean;
  readonly renewAt: number | null;
  readonly hold: readonly [since: number, level: number | null, direction: number] | null;
  readonly gate: readonly (number | null)[] | null;
  readonly root: CellState;
}

/** Ends a hold as soon as the price falls back from the level it began at. */
class Guard implements Wakeable {
  risingSlot = -1;
  fallingSlot = -1;

  constructor(private readonly watch: Watch) {}

  get isDone(): boolean {
    return this.watch.isDone;
  }

  wake(): void {
    this.watch.release();
  }
}

/**
 * One rule on one symbol or position: what turns the truth of its condition into fires, once, each
 * bar or every time, after `for_s`, within its hours, with its pauses.
 */
export class Watch implements Owner, Waiting {
  dueSlot = -1;
  #root: Cell | null = null;
  #isDone = false;
  #isOpen = false;
  /** Its time for a next fire has come, the trade that brings it has not. */
  #isRenewing = false;
  #lastFiredAt: number | null = null;
  #hold: Hold | null = null;
  #guard: Guard | null = null;
  #gate: Gate | null = null;

  constructor(
    private readonly armed: NumberedRule,
    readonly book: Book,
    readonly positionId: number | null,
  ) {}

  get isDone(): boolean {
    return this.#isDone;
  }

  /** What decides; null before it has begun. */
  get root(): Cell | null {
    return this.#root;
  }

  /** ms UTC; null: never. */
  get lastFiredAt(): number | null {
    return this.#lastFiredAt;
  }

  /** Begins. @param at When the rule was armed, ms UTC. */
  start(root: Cell, at: number, saved: WatchState | null): void {
    this.#root = root;
    if (saved) this.#load(saved);
    if (!this.#isDone) root.start(at, saved?.root ?? null);
  }

  /** Ends without a fire. */
  stop(): void {
    this.#isDone = true;
    this.#root?.stop();
    this.#gate?.stop();
    this.release();
  }

  occurred(cell: Cell, level: number | null, direction: Sign): void {
    if (this.#isDone) return;
    if (this.#rule.for_s !== undefined) this.#beginHold(level, direction);
    else if (this.#attempt(level, direction, cell.isAlready) && cell.isTrue) this.#open();
  }

  changed(cell: Cell, isTrue: boolean): void {
    if (this.#isDone) return;
    if (!isTrue) {
      this.#isOpen = false;
      this.release();
    } else if (this.#rule.for_s === undefined) {
      this.#assert(cell);
    } else {
      this.#beginHold(cell.level, cell.direction);
    }
  }

  onDue(): void {
    const root = this.#root;
    const hold = this.#hold;
    if (this.#isDone || !root) return;
    if (!hold) {
      this.#isRenewing = true;
      this.book.renewLater(this);
      return;
    }
    this.release();
    if (!root.isState) this.#attempt(hold.level, hold.direction, false);
    else if (root.isTrue) this.#assert(root);
  }

  renew(): void {
    this.#isRenewing = false;
    const root = this.#root;
    if (!this.#isDone && this.#isOpen && root?.isTrue) this.#assert(root);
  }

  /** Whatever it waited for is off. */
  release(): void {
    this.#hold = null;
    this.book.dues.remove(this);
    if (this.#guard) this.book.aim(this.#guard, Infinity, -Infinity);
    this.#guard = null;
  }

  save(): WatchState {
    const { symbol } = this.book;
    const due = this.book.dues.keyOf(this);
    const hold = this.#hold;
    return {
      ...{ symbol, positionId: this.positionId, isDone: this.#isDone },
      lastFiredAt: this.#lastFiredAt,
      isOpen: this.#isOpen,
      renewAt: this.#isRenewing ? this.book.at : hold || due === Infinity ? null : due,
      hold: hold && [hold.since, hold.level, hold.direction],
      gate: this.#gate?.save() ?? null,
      root: this.#isDone ? null : (this.#root?.save() ?? null),
    };
  }

  get #rule(): AlertRule {
    return this.armed.rule;
  }

  #load(saved: WatchState): void {
    this.#isDone = saved.isDone;
    this.#lastFiredAt = saved.lastFiredAt;
    this.#isOpen = saved.isOpen;
    if (saved.isDone) return;
    if (saved.gate) this.#makeGate()?.load(saved.gate);
    if (saved.renewAt !== null) this.book.dues.set(this, saved.renewAt);
    if (saved.hold) {
      const [since, level, direction] = saved.hold;
      this.#keepHold({ since, level, direction: direction as Sign });
    }
  }

  #beginHold(level: number | null, direction: Sign): void {
    if (!this.#hold) this.#keepHold({ since: this.book.at, level, direction });
  }

  #keepHold(hold: Hold): void {
    const { level, direction } = hold;
    this.#hold = hold;
    this.book.dues.set(this, hold.since + (this.#rule.for_s ?? 0) * 1000);
    if (this.#root?.isState || level === null || direction === 0) return;
    this.#guard = new Guard(this);
    if (direction > 0) this.book.aim(this.#guard, Infinity, nextDown(level));
    else this.book.aim(this.#guard, nextUp(level), -Infinity);
  }

  /** A lasting condition is true: fires, or waits for when it may. */
  #assert(root: Cell): void {
    this.#isOpen = true;
    if (this.#attempt(root.level, root.direction, root.isAlready)) this.#open();
  }

  /** It has fired and is still true: in modes by the bar the next bar brings the next fire. */
  #open(): void {
    const bar = barOf(this.#rule);
    if (bar === null || this.#isDone) return;
    this.#isOpen = true;
    this.book.dues.set(this, nextBarAfter(bar, this.book.at));
  }

  /** Fires unless something forbids it; says whether it did. */
  #attempt(level: number | null, direction: Sign, isAlready: boolean): boolean {
    const { at, shownPrice } = this.book;
    const chance = nextChance(this.#rule, at, this.#lastFiredAt);
    if (chance > at) {
      // What happened is over; what lasts gets its chance.
      if (this.#isOpen) this.book.dues.set(this, chance);
      return false;
    }
    if (this.#gate?.allows(direction) === false) return false;
    this.#fire(level, direction, isAlready);
    if (!this.#isDone) this.#makeGate()?.close(level ?? shownPrice ?? 0, direction);
    return true;
  }

  #makeGate(): Gate | null {
    const percent = this.#rule.hysteresis_percent;
    if (percent !== undefined) this.#gate ??= new Gate(this, percent);
    return this.#gate;
  }

  #fire(level: number | null, direction: Sign, alreadyTrue: boolean): void {
    const { at, shownPrice, isLate, tradedSymbol } = this.book;
    const { id, rule } = this.armed;
    const isLast = rule.mode === 'once';
    const facts = { symbol: tradedSymbol, price: shownPrice, level, direction, alreadyTrue };
    this.#lastFiredAt = at;
    this.book.fires.push({
      ruleId: id,
      symbol: tradedSymbol,
      positionId: this.positionId,
      alertType: alertTypeOf(rule.condition),
      severity: rule.severity,
      message: describeFire(rule, facts),
      price: shownPrice,
      occurredAt: at,
      late: isLate,
      alreadyTrue,
      level,
      isLast,
    });
    if (isLast) this.stop();
    else this.#root?.afterFire();
  }
}
