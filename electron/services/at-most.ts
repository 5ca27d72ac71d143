import type { Clock } from './clock';

/** Resolves when a promise is settled, either way, or after so many ms. */
export function atMost(ms: number, promise: Promise<unknown>, clock: Clock): Promise<void> {
  return new Promise((done) => {
    const timer = clock.after(ms, done);
    const end = (): void => {
      timer.cancel();
      done();
    };
    promise.then(end, end);
  });
}
