import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/domain/errors';
import type { ReplayAnswer, ReplayJob } from './replay-job';

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
}

/** Replays in a thread of its own, which is there from the first job until it is closed or dies. */
export class ReplayThread implements Replayer {
  #worker: Worker | null = null;
  #waiting: Waiting | null = null;

  /** @param program The built `replay-program`. */
  constructor(private readonly program: URL) {}

  replay(job: ReplayJob): Promise<ReplayAnswer> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
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
      this.#waiting?.resolve(answer);
      this.#waiting = null;
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
    this.#waiting?.reject(told);
    this.#waiting = null;
  }
}
