import type { Clock } from './clock';

/** What is being saved is done by then, or will not be. */
const LIMIT_MS = 2000;

/**
 * Stops what runs after a fault of the program's own, so that what was accepted is on the disk, and
 * then ends; it is not waited for long, and a stop that fails as well changes nothing.
 * @param end Ends the program; called once.
 */
export function stopAfterFault(stop: () => Promise<void>, clock: Clock, end: () => void): void {
  let isOver = false;
  const once = (): void => {
    if (isOver) return;
    isOver = true;
    timer.cancel();
    end();
  };
  const timer = clock.after(LIMIT_MS, once);
  void stop().then(once, once);
}
