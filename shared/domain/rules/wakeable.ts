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
  /** Trades counted. */
  readonly seq: number;
  /** Wakes something at a price ≥ `upper` or ≤ `lower`; at no price when they are infinite. */
  aim(target: Wakeable, upper: number, lower: number): void;
}
