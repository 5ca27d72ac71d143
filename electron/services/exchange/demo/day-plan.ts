import type { CandleSum } from './candle-sum';

const MINUTES = 1440;

/** The minutes of one day of one symbol: prices in ticks, lots, ticks × lots. */
export class DayPlan {
  readonly open = new Int32Array(MINUTES);
  readonly high = new Int32Array(MINUTES);
  readonly low = new Int32Array(MINUTES);
  readonly close = new Int32Array(MINUTES);
  readonly count = new Int32Array(MINUTES);
  /** Trades of the day before each minute; the last entry is the day's total. */
  readonly countBefore = new Int32Array(MINUTES + 1);
  readonly lots = new Float64Array(MINUTES);
  readonly quote = new Float64Array(MINUTES);
  readonly takerLots = new Float64Array(MINUTES);
  readonly takerQuote = new Float64Array(MINUTES);
  /** From it the minutes derive the seeds of their trades. */
  seed = 0;

  /** Adds the minutes from ≤ minute < to of the day. */
  addTo(sum: CandleSum, from: number, to: number): void {
    const { open, high, low, close } = this;
    for (let at = from; at < to; at += 1) {
      sum.addPrices(open[at] ?? 0, high[at] ?? 0, low[at] ?? 0, close[at] ?? 0);
      this.#addAmounts(sum, at);
    }
  }

  #addAmounts(sum: CandleSum, at: number): void {
    sum.count += this.count[at] ?? 0;
    sum.quantity += this.lots[at] ?? 0;
    sum.takerQuantity += this.takerLots[at] ?? 0;
    sum.quote.add(this.quote[at] ?? 0);
    sum.takerQuote.add(this.takerQuote[at] ?? 0);
  }
}
