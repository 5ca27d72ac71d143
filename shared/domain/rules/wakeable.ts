/** What can be woken by a price. */
export interface Wakeable {
  /** Places in the book's queues; −1: not held. */
  risingSlot: number;
  fallingSlot: number;
  /** True when it is over and must not be woken any more. */
  readonly isDone: boolean;
  wake(): void;
}

/** What waits for exchange time to pass on one symbol. */
export interface Waiting {
  dueSlot: number;
  /** The time has come; the price is still the one before. */
  onDue(): void;
  /** After the trade that followed: is it to fire again? */
  renew(): void;
}

/** Where moments are begun and judged. */
export interface Stage {
  readonly symbol: string;
  readonly price: number | null;
  /** A new moment begins. */
  begin(at: number, price: number | null, isLate: boolean): void;
  /** The moment is over. */
  settle(): void;
}

/** What waits for a time of the clock. */
export interface Timed {
  dueSlot: number;
  readonly book: Stage;
  readonly isDone: boolean;
  /** The time it waited for has come. @param now The present, at or after that time, ms UTC. */
  onDue(now: number): void;
}

/** What is judged at the end of a moment; the deepest comes first. */
export interface Settling {
  readonly depth: number;
  settle(): void;
}

/** The prices of a symbol and who waits for them. */
export interface PriceStage {
  /** Last trade price; null before the first. */
  readonly price: number | null;
  /** Trade time, never running backwards, ms UTC. */
  readonly time: number;
  /** Wakes something at a price ≥ `upper` or ≤ `lower`; at no price when they are infinite. */
  aim(target: Wakeable, upper: number, lower: number): void;
}

/** Trades of which only the bounds are known: their prices, and the time by which they are over. */
export interface Span {
  readonly low: number;
  readonly high: number;
  /** ms UTC; the last trade is not after it. */
  readonly end: number;
}

/** What is known already of the trades that follow a span of history. */
export interface Ahead {
  readonly low: number;
  readonly high: number;
  /** ms UTC: all trades up to this time are within these bounds. */
  readonly until: number;
}

/** What is woken by every trade. */
export interface EveryTrade extends Wakeable {
  /** Whether prices within these bounds could change anything. Never wrongly says no. */
  couldTurn(low: number, high: number): boolean;
}
