import { findEntry, type IndicatorChoice } from './check-indicator';
import { createStudy } from './create-indicator';
import type { Bar } from './fold';
import type { LiveStudy } from './study';

/**
 * The lines of an indicator over the candles of a chart, by the folds that rules and signals use. It
 * grows with the candles: one more, or another look at the last one, costs one step of the fold.
 */
export class Overlay {
  #study: LiveStudy;
  #lines: Readonly<Record<string, number[]>> = {};

  /** @throws {AppError} `INVALID` for an unknown name or parameter */
  constructor(private readonly choice: IndicatorChoice) {
    this.#study = createStudy(choice);
    this.restart([]);
  }

  /** Candles after which the lines show what a longer history would show. */
  get warmUp(): number {
    return this.#study.warmUp;
  }

  /**
   * The values of a line, one for each candle: NaN until the formula is satisfied. The list is the
   * living one.
   * @returns Empty for a name that the indicator does not know.
   */
  line(name: string): readonly number[] {
    return this.#lines[name] ?? [];
  }

  /** Begins anew with these candles, oldest first; an unfinished last one is taken as it stands. */
  restart(bars: readonly Bar[]): void {
    this.#study = createStudy(this.choice);
    const names = findEntry(this.choice.indicator)?.outputs ?? [];
    this.#lines = Object.fromEntries(names.map((name) => [name, []]));
    for (const bar of bars) this.add(bar);
  }

  /** Takes the next candle. */
  add(bar: Bar): void {
    this.#study.update(bar);
    const values = this.#study.lines;
    for (const [name, line] of Object.entries(this.#lines)) line.push(values?.[name] ?? NaN);
  }

  /** Takes another look at the last candle, which is not finished: nothing before it changes. */
  replace(bar: Bar): void {
    this.#study.replace(bar);
    const values = this.#study.lines;
    for (const [name, line] of Object.entries(this.#lines)) {
      line[line.length - 1] = values?.[name] ?? NaN;
    }
  }
}
