import type { Clock } from '../clock';
import type { Traffic } from '../traffic';
import { cutOff, onOddity, unsentBytes } from './engine-connection';

/** Odd packets within the window; clients that keep the protocol send a handful. */
const MOST = 500;
const WINDOW_MS = 10_000;
/** What may be unsent, of answers to pings among others, when another odd packet comes. */
const MOST_UNSENT_BYTES = 1024 * 1024;

export interface OddityOptions {
  readonly clock: Clock;
  /** Counts those that are cut off. */
  readonly traffic: Traffic;
}

/**
 * Ends a connection that sends a flood of what no limit of requests counts: pings, signs of life,
 * attempts to enter. Each would be answered, and the answers to one who does not read pile up.
 * @param connection An Engine.IO socket.
 */
export function limitOddities(connection: object, { clock, traffic }: OddityOptions): void {
  let count = 0;
  let since = clock.monotonic();
  let isCut = false;
  onOddity(connection, () => {
    if (isCut) return;
    const now = clock.monotonic();
    if (now - since >= WINDOW_MS) {
      since = now;
      count = 0;
    }
    count++;
    if (count <= MOST && unsentBytes(connection) <= MOST_UNSENT_BYTES) return;
    isCut = true;
    cutOff(connection);
    traffic.refusals.add('odd_packets');
  });
}
