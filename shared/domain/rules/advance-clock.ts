import type { BookContext, ClockQueue } from './book';
import type { RulePorts } from './ports';
import type { Timed } from './wakeable';

/** What is decided so much after its time is late, ms. */
export const LATE_MS = 60_000;
/** When what waited for a time is asked again after a port has failed it, ms. */
const RETRY_MS = 1000;

/** Decides what waited for a time of the clock that all symbols share. @param now ms UTC. */
export function advanceClock({ clock, ports }: BookContext, now: number): void {
  while (clock.topKey <= now) {
    const due = clock.topKey;
    const timed = clock.pop();
    if (!timed || timed.isDone) continue;
    timed.book.begin(due, timed.book.price, now - due > LATE_MS);
    tell(timed, now, { clock, ports });
    timed.book.settle();
  }
}

/** Decides what waited for the next time of one symbol: all of it in one moment, begun already. */
export function tellNext(moments: ClockQueue, now: number, ports: RulePorts): void {
  const due = moments.topKey;
  while (moments.topKey === due) {
    const timed = moments.pop();
    if (timed && !timed.isDone) tell(timed, now, { clock: moments, ports });
  }
}

function tell(
  timed: Timed,
  now: number,
  { clock, ports }: Pick<BookContext, 'clock' | 'ports'>,
): void {
  try {
    timed.onDue(now);
  } catch (error) {
    ports.report({ symbol: timed.book.symbol, error });
    clock.set(timed, now + RETRY_MS);
  }
}
