/** Trades of this time may still be on their way, so that what waits for the clock waits for them, ms. */
const LAG_MS = 1000;
/** A jump of the time from one turn to the next by which the machine has slept, ms. */
const SLEEP_MS = 5000;
/** Turns after it until the feeds have noticed as well. */
const TURNS_AWAKE = 8;

/**
 * How far time has come for rules. It stays behind the present: what arrived while the program was
 * busy is still to be read when its timers run, and after sleep feeds look live that are dead.
 */
export class RuleTime {
  #before: number | null = null;
  #pause = 0;

  /**
   * The next turn.
   * @param now Exchange time, ms UTC.
   * @returns ms UTC; null: no further than it was.
   */
  reach(now: number): number | null {
    const before = this.#before;
    this.#before = now;
    if (before === null) return null;
    if (this.#pause > 0) this.#pause--;
    else if (now - before > SLEEP_MS) this.#pause = TURNS_AWAKE;
    return this.#pause > 0 ? null : before - LAG_MS;
  }
}
