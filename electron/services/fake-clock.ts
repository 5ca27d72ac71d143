import type { Clock, Timer } from './clock';

interface Pending {
  readonly run: () => void;
  readonly every: number | null;
  due: number;
}

/** A clock that stands still until told otherwise, for tests. */
export class FakeClock implements Clock {
  protected readonly waiting = new Set<Pending>();
  protected elapsed = 0;

  constructor(private readonly origin = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.origin + this.elapsed;
  }

  monotonic(): number {
    return this.elapsed;
  }

  after(ms: number, run: () => void): Timer {
    return this.#add({ run, every: null, due: this.elapsed + ms });
  }

  every(ms: number, run: () => void): Timer {
    return this.#add({ run, every: ms, due: this.elapsed + ms });
  }

  /** Timers that wait; 0 means nothing was left behind. */
  get pending(): number {
    return this.waiting.size;
  }

  /** Moves time on and runs what falls due, in order of time. */
  advance(ms: number): void {
    const until = this.elapsed + ms;
    for (let next = this.#nextDue(until); next; next = this.#nextDue(until)) {
      this.elapsed = next.due;
      this.fire(next);
    }
    this.elapsed = until;
  }

  /** Runs what is due, and sets when it runs again. */
  protected fire(pending: Pending): void {
    if (pending.every === null) this.waiting.delete(pending);
    else pending.due = this.elapsed + pending.every;
    pending.run();
  }

  #add(pending: Pending): Timer {
    this.waiting.add(pending);
    return { cancel: () => void this.waiting.delete(pending) };
  }

  #nextDue(until: number): Pending | undefined {
    let next: Pending | undefined;
    for (const pending of this.waiting) {
      if (pending.due <= until && (!next || pending.due < next.due)) next = pending;
    }
    return next;
  }
}
