import { LevelHeap } from './level-heap';
import { ExtremeTape, type TapeEntry } from './extreme-tape';
import { compareAmountMove, comparePercentMove, percentMove, tidy, type Sign } from './exact';
import type { PriceStage, Wakeable } from './wakeable';

/** Half of a move condition: how far from its extreme the price must get, one way. */
export interface Leg {
  /** Place in its group; −1: in none. */
  slot: number;
  group: Group | null;
  /** Number of the first trade that counts. */
  startSeq: number;
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
  #tape: ExtremeTape | null = null;
  #longestMs = 0;

  /** @param sign 1: from lows upward; −1: from highs downward. */
  constructor(
    private readonly book: PriceStage,
    readonly sign: Sign,
  ) {}

  /** Whether prices must come one by one for windows to be right. */
  get needsEveryTrade(): boolean {
    return this.#tape !== null || this.#fresh.size > 0;
  }

  /** @param anchor Null for a leg that is new. */
  add(leg: Leg, anchor: number | null): void {
    if (leg.windowMs !== Infinity) {
      this.#tape ??= new ExtremeTape(this.sign);
      this.#longestMs = Math.max(this.#longestMs, leg.windowMs);
    }
    if (anchor === null) this.#fresh.add(leg);
    else this.#place(leg, anchor);
  }

  remove(leg: Leg): void {
    this.#fresh.delete(leg);
    const { group } = leg;
    if (!group) return;
    group.remove(leg);
    this.#refresh(group);
  }

  /** The leg starts anew from the present trade. */
  restart(leg: Leg): void {
    if (leg.group) this.remove(leg);
    leg.startSeq = this.book.seq;
    this.#place(leg, this.book.price ?? 0);
  }

  /** A new price; to be called before anything is woken by it. */
  push(price: number): void {
    const { time, seq } = this.book;
    this.#tape?.push(time, seq, price);
    this.#tape?.prune(time - this.#longestMs);
    this.reach(price);
    for (const leg of this.#fresh) {
      leg.startSeq = seq;
      this.#place(leg, price);
    }
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

  /** Whether a price could be reached that wakes a leg, the extreme moving on to `extreme` first. */
  couldFire(extreme: number, price: number): boolean {
    for (let n = this.#groups.length - 1; n >= 0; n--) {
      const group = this.#groups[n];
      if (!group || (group.anchor - extreme) * this.sign <= 0) return false;
      if ((price - group.triggerFrom(extreme)) * this.sign >= 0) return true;
    }
    return false;
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

  saveTape(): readonly TapeEntry[] | null {
    return this.#tape?.save() ?? null;
  }

  loadTape(entries: readonly TapeEntry[]): void {
    this.#tape ??= new ExtremeTape(this.sign);
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

  /** A window leaves old extremes behind without anybody noticing; here it is noticed. */
  #anchorOf(leg: Leg, anchor: number): number {
    if (leg.windowMs === Infinity) return anchor;
    return this.#tape?.since(leg.startSeq, this.book.time - leg.windowMs) ?? anchor;
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
