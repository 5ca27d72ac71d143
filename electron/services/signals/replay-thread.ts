import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/domain/errors';
import type { Clock, Timer } from '../clock';
import type { ReplayAnswer, ReplayJob } from './replay-job';

/** A job takes about a second; one that takes so long, ms, hangs, or the machine has no time for it. */
const PATIENCE_MS = 180_000;

/** Works history into a book, so that what else happens does not wait for it. */
export interface Replayer {
  /**
   * Does one job; its packed candles are gone from here then. One at a time.
   * @throws {AppError} `UNAVAILABLE` when it came to nothing; it may be tried again.
   */
  replay(job: ReplayJob): Promise<ReplayAnswer>;
  /** Lets go of what it holds; a job that runs comes to nothing. It may be used again. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: ReplayAnswer) => void;
  readonly reject: (error: AppError) => void;
  readonly deadline: Timer;
}

/** Replays in a thread of its own, which is there from the first job until it is closed, dies or hangs. */
export class ReplayThread implements Replayer {
  #worker: Worker | null = null;
  #waiting: Waiting | null = null;

  /** @param program The built `replay-program`. */
  constructor(
    private readonly program: URL,
    private readonly clock: Clock,
  ) {}

  replay(job: ReplayJob): Promise<ReplayAnswer> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      const deadline = this.clock.after(PATIENCE_MS, () => {
        this.#lost(worker, `no answer within ${PATIENCE_MS} ms`);
        void worker.terminate();
      });
      this.#waiting = { resolve, reject, deadline };
      worker.postMessage(
        job,
        job.series.map(({ candles }) => candles.buffer),
      );
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#lost(worker, 'it was closed');
    await worker.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.program);
    worker.on('message', (answer: ReplayAnswer) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting?.deadline.cancel();
      waiting?.resolve(answer);
    });
    worker.on('error', (error) => this.#lost(worker, String(error)));
    worker.on('exit', (code) => this.#lost(worker, `it ended with ${code}`));
    return worker;
  }

  /** Nothing comes of this thread any more; the next job has another. */
  #lost(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const told = new AppError('UNAVAILABLE', 'The replay of history stopped', { detail: reason });
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.deadline.cancel();
    waiting?.reject(told);
  }
}
