import type { Clock, Timer } from '../clock';
import type { Traffic } from '../traffic';
import type { Refusal } from './endpoint-guard';
import { cutOff, onClosed } from './engine-connection';

/** How long anyone may take to say who they are. */
const PATIENCE_MS = 6000;
/** By long-polling they need not even keep a connection. */
const MOST = 2048;

export interface StrangersOptions {
  readonly clock: Clock;
  readonly traffic: Traffic;
  /** How many there may be at once; the usual number when absent. */
  readonly maxStrangers?: number;
}

/** Those who have come in but not said yet who they are: only so many at once, and not for long. */
export class Strangers {
  readonly #timers = new Map<object, Timer>();

  constructor(private readonly options: StrangersOptions) {}

  /** Why not one more may come in; null when one may. */
  refusal(): Refusal | null {
    const { maxStrangers = MOST, traffic } = this.options;
    if (this.#timers.size < maxStrangers) return null;
    traffic.refusals.add('connections');
    return { status: 403, code: 'LIMIT', message: 'Too many want to come in; try again' };
  }

  /** @param connection An Engine.IO socket that has just been opened. */
  enter(connection: object): void {
    const timer = this.options.clock.after(PATIENCE_MS, () => {
      this.admit(connection);
      // Asked to close, one who polls would be waited for.
      cutOff(connection);
    });
    this.#timers.set(connection, timer);
    onClosed(connection, () => this.admit(connection));
  }

  /** It is known now, or gone. */
  admit(connection: object): void {
    this.#timers.get(connection)?.cancel();
    this.#timers.delete(connection);
  }

  /** Lets go of all of them. */
  clear(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
