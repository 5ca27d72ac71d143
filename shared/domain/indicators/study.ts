import type { Bar, Fold, Lines } from './fold';

/** An indicator at work on the candles of one symbol and interval. */
export interface LiveStudy {
  /** Candles after which its lines can be trusted. */
  readonly warmUp: number;
  /** Takes the next candle. */
  update(bar: Bar): void;
  /** Takes another look at the last candle, which is not finished. */
  replace(bar: Bar): void;
  /** Null until there are as many candles as the formula needs. */
  readonly lines: Lines | null;
}

/** Runs a fold. Keeps the state before the last candle, too, so that the candle can be replaced. */
export class Study<State, Name extends string> implements LiveStudy {
  #before: State;
  #state: State;

  constructor(private readonly fold: Fold<State, Name>) {
    this.#before = fold.start;
    this.#state = fold.start;
  }

  get warmUp(): number {
    return this.fold.warmUp;
  }

  get lines(): Lines<Name> | null {
    return this.fold.read(this.#state);
  }

  update(bar: Bar): void {
    this.#before = this.#state;
    this.#state = this.fold.next(this.#before, bar);
  }

  replace(bar: Bar): void {
    this.#state = this.fold.next(this.#before, bar);
  }
}
