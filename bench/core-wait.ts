import { closeSync, openSync, readSync } from 'node:fs';

const NANOS_PER_MICRO = 1000;

/**
 * How long the main thread was ready to run and had no processor, µs so far. It is what other programs
 * of a small machine take, and says nothing about ours. Only Linux counts it; elsewhere it stays 0.
 * @see https://docs.kernel.org/scheduler/sched-stats.html
 */
export class CoreWait {
  readonly #file: number | null;
  readonly #bytes = Buffer.alloc(128);

  constructor() {
    const isCounted = process.platform === 'linux';
    this.#file = isCounted ? openSync(`/proc/self/task/${process.pid}/schedstat`, 'r') : null;
  }

  read(): number {
    if (this.#file === null) return 0;
    const length = readSync(this.#file, this.#bytes, 0, this.#bytes.length, 0);
    const [, waited] = this.#bytes.toString('latin1', 0, length).split(' ');
    return Number(waited) / NANOS_PER_MICRO;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }
}
