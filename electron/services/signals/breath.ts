import type { Clock } from '../clock';

/** Longest run of work at a time, ms: a trade that comes in meanwhile waits no longer. */
const SLICE_MS = 1;
const PAUSE_MS = 1;

/** Cuts long work into slices, so that whatever else happens is seen to in between. */
export class Breath {
  #since: number;

  constructor(private readonly clock: Clock) {
    this.#since = clock.monotonic();
  }

  /** Whether the slice is used up. */
  get isDue(): boolean {
    return this.clock.monotonic() - this.#since >= SLICE_MS;
  }

  /** Lets others have their turn. */
  take(): Promise<void> {
    return new Promise((done) => {
      this.clock.after(PAUSE_MS, () => {
        this.#since = this.clock.monotonic();
        done();
      });
    });
  }
}
