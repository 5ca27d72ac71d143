import type { BookContext } from './symbol-book';

/** What fires of the clock are told so much after their time is late, ms. */
const LATE_MS = 60_000;
/** When what waited for the clock is asked again after a port has failed it, ms. */
const RETRY_MS = 1000;

/** Decides what waited for a time of the clock that has come. @param now ms UTC. */
export function advanceClock({ clock, ports }: BookContext, now: number, isLate: boolean): void {
  while (clock.topKey <= now) {
    const due = clock.topKey;
    const timed = clock.pop();
    if (!timed || timed.isDone) continue;
    timed.book.begin(due, timed.book.price, isLate || now - due > LATE_MS);
    try {
      timed.onDue(now);
    } catch (error) {
      ports.report({ symbol: timed.book.symbol, error });
      clock.set(timed, now + RETRY_MS);
    }
    timed.book.settle();
  }
}
