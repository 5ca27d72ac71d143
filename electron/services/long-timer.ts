import type { Clock, Timer } from './clock';

/** Node's timers cannot wait longer, in ms: some 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Like `clock.after`, for any number of ms; a negative one means at once. */
export function afterLong(clock: Clock, ms: number, run: () => void): Timer {
  let timer: Timer;
  const wait = (left: number): void => {
    timer =
      left > MAX_TIMER_MS
        ? clock.after(MAX_TIMER_MS, () => wait(left - MAX_TIMER_MS))
        : clock.after(Math.max(0, left), run);
  };
  wait(ms);
  return { cancel: () => timer.cancel() };
}
