import { describeFire } from '../alert-message';
import { alertTypeOf, type AlertRule } from '../alert-rule';
import type { Book } from './book';
import type { Cell, CellState, Owner } from './cell';
import type { Sign } from './exact';
import { Gate, type GateState } from './gate';
import { Guard, isTakenBack, type Hold } from './hold';
import { barOf, nextBarAfter, nextChance } from './pacing';
import type { Waiting } from './wakeable';

/** A rule with its number, as the engine holds it. */
export interface NumberedRule {
  readonly id: number;
  readonly rule: AlertRule;
}

/** All that a watch itself remembers; plain data, and saved whole. Times are ms UTC. */
interface Memory {
  isDone: boolean;
  lastFiredAt: number | null;
  /** True and past `for_s`, so that it may fire again in the next bar or when its hours begin. */
  isOpen: boolean;
  /** When that may be; the first trade from then on brings the fire. */
  chanceAt: number | null;
  /** A lasting condition that has become true. */
  lasting: Hold | null;
  /** Something that has happened and has not been taken back. */
  passing: Hold | null;
}

const BLANK: Memory = {
  isDone: false,
  lastFiredAt: null,
  isOpen: false,
  chanceAt: null,
  lasting: null,
  passing: null,
};

/** Plain data: all that a rule remembers of one symbol or position. */
export interface WatchState {
  readonly symbol: string;
  readonly positionId: number | null;
  readonly memory: Readonly<Memory>;
  readonly gate: GateState | null;
  readonly root: CellState;
}

/**
 * One rule on one symbol or position: what turns the truth of its condition into fires, once, each
 * bar or every time, after `for_s`, within its hours, with its pauses.
 */
export class Watch implements Owner, Waiting {
  dueSlot = -1;
  #root: Cell | null = null;
  #memory: Memory = { ...BLANK };
  /** Its chance has come, the trade that brings the fire has not. */
  #isRenewing = false;
  #guard: Guard | null = null;
  #gate: Gate | null = null;

  constructor(
    private readonly armed: NumberedRule,
    readonly book: Book,
    readonly positionId: number | null,
  ) {
    book.waiting++;
  }

  get isDone(): boolean {
    return this.#memory.isDone;
  }

  /** What decides; null before it has begun. */
  get root(): Cell | null {
    return this.#root;
  }

  /** ms UTC; null: never. */
  get lastFiredAt(): number | null {
    return this.#memory.lastFiredAt;
  }

  /** Begins. @param at When the rule was armed, ms UTC. */
  start(root: Cell, at: number, saved: WatchState | null): void {
    this.#root = root;
    if (saved) this.#load(saved);
    if (!this.isDone) root.start(at, saved?.root ?? null);
  }

  /** Ends without a fire. */
  stop(): void {
    if (!this.isDone) this.book.waiting--;
    this.#memory = { ...BLANK, isDone: true, lastFiredAt: this.lastFiredAt };
    this.#root?.stop();
    this.#gate?.stop();
    this.#await();
  }

  occurred(cell: Cell, level: number | null, direction: Sign): void {
    if (this.isDone) return;
    if (this.#rule.for_s !== undefined) this.#beginPassing(level, direction);
    else if (this.#attempt(level, direction, cell.isAlready) && cell.isTrue) this.#open();
  }

  changed(cell: Cell, isTrue: boolean): void {
    if (this.isDone) return;
    if (!isTrue) {
      Object.assign(this.#memory, { isOpen: false, chanceAt: null, lasting: null });
      this.#await();
    } else if (this.#rule.for_s === undefined) {
      this.#assert(cell);
    } else {
      const { level, direction } = cell;
      this.#memory.lasting ??= { since: this.book.at, level, direction };
      this.#await();
    }
  }

  onDue(): void {
    const root = this.#root;
    if (!root) return;
    this.#endLasting(root);
    if (!this.isDone) this.#endPassing(root);
    const { isDone, chanceAt } = this.#memory;
    if (!isDone && !this.#isRenewing && chanceAt !== null && chanceAt <= this.book.at) {
      this.#isRenewing = true;
      this.book.renewLater(this);
    }
    this.#await();
  }

  renew(): void {
    this.#isRenewing = false;
    const root = this.#root;
    if (this.isDone) return;
    const isChance = (this.#memory.chanceAt ?? Infinity) <= this.book.at;
    if (isChance) this.#memory.chanceAt = null;
    if (isChance && this.#memory.isOpen && root?.isTrue) this.#assert(root);
    this.#await();
  }

  /** Lets go of what happened when the price has fallen back from it. */
  reviewPassing(): void {
    const { passing } = this.#memory;
    if (passing && isTakenBack(passing, this.book.price)) this.#memory.passing = null;
    this.#await();
  }

  save(): WatchState {
    return {
      symbol: this.book.symbol,
      positionId: this.positionId,
      memory: { ...this.#memory },
      gate: this.#gate?.save() ?? null,
      root: this.isDone ? null : (this.#root?.save() ?? null),
    };
  }

  get #rule(): AlertRule {
    return this.armed.rule;
  }

  #load({ memory, gate }: WatchState): void {
    if (memory.isDone) this.book.waiting--;
    this.#memory = { ...memory };
    if (memory.isDone) return;
    if (gate) this.#makeGate()?.load(gate);
    this.#await();
  }

  #endOf(hold: Hold | null): number {
    return hold ? hold.since + (this.#rule.for_s ?? 0) * 1000 : Infinity;
  }

  #endLasting(root: Cell): void {
    if (this.#endOf(this.#memory.lasting) > this.book.at) return;
    this.#memory.lasting = null;
    if (root.isTrue) this.#assert(root);
  }

  #endPassing(root: Cell): void {
    const { passing } = this.#memory;
    if (!passing || this.#endOf(passing) > this.book.at) return;
    this.#memory.passing = null;
    if (!root.isKept) return;
    if (this.#attempt(passing.level, passing.direction, false) && root.isTrue) this.#open();
  }

  /** One that waits already goes on waiting, unless this very price takes it back. */
  #beginPassing(level: number | null, direction: Sign): void {
    const { passing } = this.#memory;
    if (passing && !isTakenBack(passing, this.book.price)) return;
    this.#memory.passing = { since: this.book.at, level, direction };
    this.#await();
  }

  /** Asks to be woken by all that it waits for, and by nothing else. */
  #await(): void {
    const { lasting, passing, chanceAt } = this.#memory;
    const chance = this.#isRenewing ? Infinity : (chanceAt ?? Infinity);
    const due = Math.min(this.#endOf(lasting), this.#endOf(passing), chance);
    this.book.dues.set(this, due);
    if (passing) this.#guard ??= new Guard(this);
    this.#guard?.watchFor(passing);
  }

  /** A lasting condition is true: fires, or waits for when it may. */
  #assert(root: Cell): void {
    this.#memory.isOpen = true;
    if (this.#attempt(root.level, root.direction, root.isAlready)) this.#open();
  }

  /** It has fired and is still true: in modes by the bar the next bar brings the next fire. */
  #open(): void {
    const bar = barOf(this.#rule);
    if (bar === null || this.isDone) return;
    this.#memory.isOpen = true;
    this.#memory.chanceAt = nextBarAfter(bar, this.book.at);
    this.#await();
  }

  /** Fires unless something forbids it; says whether it did. */
  #attempt(level: number | null, direction: Sign, isAlready: boolean): boolean {
    const { at, shownPrice } = this.book;
    const memory = this.#memory;
    const chance = nextChance(this.#rule, at, memory.lastFiredAt);
    if (chance > at) {
      // What happened is over; what lasts gets its chance.
      if (memory.isOpen) memory.chanceAt = chance === Infinity ? null : chance;
      this.#await();
      return false;
    }
    if (this.#gate?.allows(direction) === false) return false;
    this.#fire(level, direction, isAlready);
    if (!this.isDone) this.#makeGate()?.close(level ?? shownPrice ?? 0, direction);
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
    this.#memory.lastFiredAt = at;
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
      direction,
      isLast,
    });
    if (isLast) this.stop();
    else this.#root?.afterFire();
  }
}
