import { LevelHeap } from './level-heap';
import { ExtremeTape, type TapeEntry } from './extreme-tape';
import { compareAmountMove, comparePercentMove, percentMove, tidy, type Sign } from './exact';
import type { Ahead, PriceStage, Span, Wakeable } from './wakeable';

/** Half of a move condition: how far from its extreme the price must get, one way. */
export interface Leg {
  /** Place in its group; −1: in none. */
  slot: number;
  group: Group | null;
  /** Between `add` and `remove`. */
  isAdded: boolean;
  /** Percent of the extreme, or quote asset. */
  readonly distance: number;
  readonly isPercent: boolean;
  /** How old a price may be, ms; Infinity: any since the start. */
  readonly windowMs: number;
  /** The price has got that far. Whoever fires calls `restart`. */
  reached(level: number): void;
  readonly isDone: boolean;
}

/** Triggers lie this part nearer than the level: they wake, exact arithmetic decides. */
const EARLY = 1e-11;

/** All legs whose extreme is one price; the nearest of them is the one to wake for. */
export class Group implements Wakeable {
  risingSlot = -1;
  fallingSlot = -1;
  readonly isDone = false;
  readonly percents = new LevelHeap<'slot', Leg>('slot');
  readonly amounts = new LevelHeap<'slot', Leg>('slot');

  constructor(
    private readonly side: Excursions,
    public anchor: number,
  ) {}

  get size(): number {
    return this.percents.size + this.amounts.size;
  }

  /** The nearest price that wakes it, out of reach when it is empty. */
  triggerFrom(anchor: number): number {
    const { sign } = this.side;
    const byPercent = anchor * (1 + (sign * this.percents.topKey) / 100);
    const byAmount = anchor + sign * this.amounts.topKey;
    const nearest = sign > 0 ? Math.min(byPercent, byAmount) : Math.max(byPercent, byAmount);
    return nearest * (1 - sign * EARLY);
  }

  add(leg: Leg): void {
    leg.group = this;
    (leg.isPercent ? this.percents : this.amounts).set(leg, leg.distance);
  }

  remove(leg: Leg): void {
    leg.group = null;
    (leg.isPercent ? this.percents : this.amounts).remove(leg);
  }

  wake(): void {
    this.side.wake(this);
  }
}

/**
 * Moves away from an extreme: from the lowest price upward, or from the highest downward. Legs that
 * share an extreme wait together, so that a new extreme costs one merge and not one update a rule.
 */
export class Excursions {
  /** By anchor, the one nearest to the price last. */
  readonly #groups: Group[] = [];
  /** Legs that have seen no trade yet. */
  readonly #fresh = new Set<Leg>();
  /** How many legs have a window of that length, ms. */
  readonly #windows = new Map<number, number>();
  #longestMs = 0;
  #tape: ExtremeTape;

  /** @param sign 1: from lows upward; −1: from highs downward. */
  constructor(
    private readonly book: PriceStage,
    readonly sign: Sign,
  ) {
    this.#tape = new ExtremeTape(sign);
  }

  /** @param anchor Null for a leg that is new. */
  add(leg: Leg, anchor: number | null): void {
    leg.isAdded = true;
    this.#countWindow(leg, 1);
    if (anchor === null) this.#fresh.add(leg);
    else this.#place(leg, anchor);
  }

  remove(leg: Leg): void {
    if (!leg.isAdded) return;
    leg.isAdded = false;
    this.#fresh.delete(leg);
    this.#detach(leg);
    this.#countWindow(leg, -1);
  }

  /** The leg starts anew from the present trade. */
  restart(leg: Leg): void {
    this.#detach(leg);
    this.#place(leg, this.book.price ?? 0);
  }

  /** A new price; to be called before anything is woken by it. */
  push(price: number): void {
    const { time } = this.book;
    if (this.#longestMs > 0) {
      this.#tape.push(time, price);
      this.#tape.prune(time - this.#longestMs);
    }
    this.reach(price);
    if (this.#fresh.size === 0) return;
    for (const leg of this.#fresh) this.#place(leg, price);
    this.#fresh.clear();
  }

  /** Groups whose extreme is passed by a price take it as theirs, all as one. */
  reach(price: number): void {
    let merged: Group | null = null;
    let last = this.#groups.at(-1);
    while (last && (last.anchor - price) * this.sign > 0) {
      this.#groups.pop();
      merged = merged ? this.#merge(merged, last) : last;
      last = this.#groups.at(-1);
    }
    if (!merged) return;
    merged.anchor = price;
    if (last?.anchor === price) {
      this.#groups.pop();
      merged = this.#merge(merged, last);
    }
    this.#groups.push(merged);
    this.#refresh(merged);
  }

  /**
   * Whether a span of prices could decide anything, or be what decides later, so that its trades
   * are needed one by one. Never wrongly says no.
   */
  needs({ low, high, end }: Span, ahead: Ahead | null): boolean {
    if (this.#fresh.size > 0) return true;
    const [extreme, farthest] = this.sign > 0 ? [low, high] : [high, low];
    if (this.#longestMs === 0) return this.#couldFire(extreme, farthest);
    if (this.#groups.length === 0) return false;
    // When in the span its extreme was, and what came between that and its end, is only known from
    // its trades. It matters to all that follows within a window.
    if (!ahead || ahead.until < end + this.#longestMs) return true;
    const utmost = this.sign > 0 ? Math.max(farthest, ahead.high) : Math.min(farthest, ahead.low);
    return this.#groups.some((group) => this.#isWokenFrom(group, extreme, utmost));
  }

  wake(group: Group): void {
    const legs: Leg[] = [];
    const price = this.book.price ?? 0;
    while (group.size > 0 && (price - group.triggerFrom(group.anchor)) * this.sign >= 0) {
      const leg = this.#nearest(group);
      group.remove(leg);
      legs.push(leg);
    }
    this.#refresh(group);
    for (const leg of legs) this.#decide(leg, this.#anchorOf(leg, group.anchor));
  }

  saveTape(): readonly TapeEntry[] {
    return this.#tape.save();
  }

  loadTape(entries: readonly TapeEntry[]): void {
    this.#tape.load(entries);
  }

  /** The price that a leg waits for; null while it has seen none. */
  levelOf(leg: Leg): number | null {
    const { group } = leg;
    return group && this.#level(leg, this.#anchorOf(leg, group.anchor));
  }

  #decide(leg: Leg, anchor: number): void {
    if (this.#isReached(leg, anchor)) leg.reached(this.#level(leg, anchor));
    // Fired or over, it has found its place; else it goes on waiting from its true extreme.
    if (!leg.group && !leg.isDone) this.#place(leg, anchor);
  }

  #isReached(leg: Leg, anchor: number): boolean {
    const distance = leg.distance * this.sign;
    const compare = leg.isPercent ? comparePercentMove : compareAmountMove;
    return compare(this.book.price ?? 0, anchor, distance) * this.sign >= 0;
  }

  #level(leg: Leg, anchor: number): number {
    const distance = leg.distance * this.sign;
    return leg.isPercent ? percentMove(anchor, distance) : tidy(anchor + distance);
  }

  /**
   * A window leaves old extremes behind without anybody noticing; here it is noticed. The anchor
   * counts from the start at least, the tape from the start of the window: the nearer one is right.
   */
  #anchorOf(leg: Leg, anchor: number): number {
    if (leg.windowMs === Infinity) return anchor;
    const recent = this.#tape.since(this.book.time - leg.windowMs) ?? anchor;
    return this.sign > 0 ? Math.max(anchor, recent) : Math.min(anchor, recent);
  }

  /** Whether a price wakes a leg, the extreme moving on to `extreme` first. */
  #couldFire(extreme: number, price: number): boolean {
    for (let n = this.#groups.length - 1; n >= 0; n--) {
      const group = this.#groups[n];
      if (!group || (group.anchor - extreme) * this.sign <= 0) return false;
      if (this.#isWokenFrom(group, extreme, price)) return true;
    }
    return false;
  }

  #isWokenFrom(group: Group, extreme: number, price: number): boolean {
    return (price - group.triggerFrom(extreme)) * this.sign >= 0;
  }

  /** The tape is kept as long as the longest window of all, and no longer than there is one. */
  #countWindow({ windowMs }: Leg, by: 1 | -1): void {
    if (windowMs === Infinity) return;
    const count = (this.#windows.get(windowMs) ?? 0) + by;
    if (count > 0) this.#windows.set(windowMs, count);
    else this.#windows.delete(windowMs);
    this.#longestMs = Math.max(0, ...this.#windows.keys());
    if (this.#longestMs === 0) this.#tape = new ExtremeTape(this.sign);
  }

  #detach(leg: Leg): void {
    const { group } = leg;
    if (!group) return;
    group.remove(leg);
    this.#refresh(group);
  }

  #nearest({ percents, amounts, anchor }: Group): Leg {
    const isPercent = (anchor * percents.topKey) / 100 <= amounts.topKey;
    const leg = (isPercent ? percents : amounts).items[0];
    if (!leg) throw new Error('a group that wakes has a leg');
    return leg;
  }

  #place(leg: Leg, anchor: number): void {
    let at = this.#groups.length;
    while (at > 0 && ((this.#groups[at - 1]?.anchor ?? 0) - anchor) * this.sign > 0) at--;
    let group = this.#groups[at - 1];
    if (group?.anchor !== anchor) {
      group = new Group(this, anchor);
      this.#groups.splice(at, 0, group);
    }
    group.add(leg);
    this.#refresh(group);
  }

  #merge(one: Group, other: Group): Group {
    const [small, large] = one.size < other.size ? [one, other] : [other, one];
    this.book.aim(small, Infinity, -Infinity);
    for (const leg of [...small.percents.items, ...small.amounts.items]) {
      small.remove(leg);
      large.add(leg);
    }
    return large;
  }

  #refresh(group: Group): void {
    if (group.size === 0) {
      this.book.aim(group, Infinity, -Infinity);
      const at = this.#groups.indexOf(group);
      if (at >= 0) this.#groups.splice(at, 1);
      return;
    }
    const trigger = group.triggerFrom(group.anchor);
    if (this.sign > 0) this.book.aim(group, trigger, -Infinity);
    else this.book.aim(group, Infinity, trigger);
  }
}
