import { performance } from 'node:perf_hooks';

/** A running timer; cancelling one that has fired is harmless. */
export interface Timer {
  cancel(): void;
}

/** All that a service may know of time, so that tests can hold it still. */
export interface Clock {
  /** Wall clock, ms UTC: for showing and for schedules; may jump. */
  now(): number;
  /** Milliseconds that only ever grow: for ages and time-outs. */
  monotonic(): number;
  after(ms: number, run: () => void): Timer;
  every(ms: number, run: () => void): Timer;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return { cancel: () => clearTimeout(handle) };
  },
  every(ms, run) {
    const handle = setInterval(run, ms);
    return { cancel: () => clearInterval(handle) };
  },
};
