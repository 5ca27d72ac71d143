import { seededRandom } from '../../../electron/services/exchange/demo/prng';
import { questionAt, type Question } from './payloads';
import { rawBytes, rawText } from './raw-frames';
import { FuzzTally, type Look } from './tally';
import { tidyUp } from './tidy';
import { visitByPolling, visitBySocket, visitBytes, visitRaw, type Visit } from './visitors';

/** Visitors at the same time; well below the clients that are let in. */
const AT_ONCE = 40;
/** What one client may ask at once without breaking the rate limit, with a little room. */
const FRAMES_A_CONNECTION = 40;
/** Every so manieth asks so much more that it is put out. */
const GREEDY_EVERY = 45;
const GREEDY_FRAMES = 400;
/** Visitors from one tidying up to the next. */
const TIDY_EVERY = 400;
const LOOK_MS = 1000;

export interface FuzzOptions {
  readonly url: string;
  readonly token: string;
  readonly frames: number;
  readonly seed: number;
  /** Looks at the server from inside; rejects when it has ended. */
  readonly look: () => Promise<Look>;
  readonly onProgress?: (tally: FuzzTally) => void;
}

/** What a server came to under fire. */
export interface FuzzResult {
  readonly seconds: number;
  readonly tally: FuzzTally;
  readonly strangeCodes: readonly string[];
  readonly pollution: readonly string[];
  readonly accidents: readonly string[];
  /** MB, after a tenth of all frames, at most, and at the end. */
  readonly rss: { readonly early: number; readonly most: number; readonly end: number };
  /** Whether the server was there until the end. */
  readonly survived: boolean;
}

/** Sends frames of every kind over many short connections and looks at what becomes of the server. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const startedAt = performance.now();
  const watch = new Watch(options);
  const run = new FuzzRun(options, watch.tally);
  await Promise.race([run.all(), watch.ended]);
  watch.stop();
  const last = await options.look().catch(() => null);
  const { early, most, tally } = watch;
  const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
  return {
    seconds: Math.round((performance.now() - startedAt) / 1000),
    tally,
    strangeCodes: tally.strangeCodes(),
    pollution: last?.pollution ?? [],
    accidents: last?.accidents ?? [],
    rss: { early: megabytes(early), most: megabytes(most), end: megabytes(last?.rss ?? 0) },
    survived: last !== null,
  };
}

/** Looks at the server every now and then. */
class Watch {
  readonly tally = new FuzzTally();
  readonly ended: Promise<void>;
  early = 0;
  most = 0;
  readonly #timer: NodeJS.Timeout;

  constructor({ look, frames, onProgress }: FuzzOptions) {
    let end = (): void => undefined;
    this.ended = new Promise((resolve) => (end = resolve));
    this.#timer = setInterval(() => {
      onProgress?.(this.tally);
      look().then(({ rss }) => {
        this.most = Math.max(this.most, rss);
        if (this.tally.frames < frames / 10) this.early = this.most;
      }, end);
    }, LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

class FuzzRun {
  readonly #visit: Visit;
  readonly #random: () => number;
  /** Questions asked so far, each one another. */
  #asked = 0;
  #visitors = 0;

  constructor(
    private readonly options: FuzzOptions,
    private readonly tally: FuzzTally,
  ) {
    this.#visit = { ...options, tally };
    this.#random = seededRandom(options.seed);
  }

  async all(): Promise<void> {
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#visits()));
  }

  async #visits(): Promise<void> {
    while (this.tally.frames < this.options.frames) {
      const visitor = ++this.#visitors;
      if (visitor % TIDY_EVERY === 0) await tidyUp(this.options);
      // A connection that the server refuses or cuts is part of the matter.
      await this.#one(visitor).catch(() => undefined);
    }
  }

  #one(n: number): Promise<void> {
    const random = this.#random;
    if (n % GREEDY_EVERY === 0) return visitBySocket(this.#visit, greedy());
    switch (n % 8) {
      case 0:
        return visitRaw(
          this.#visit,
          several(() => rawText(random)),
          random() < 0.7,
        );
      case 1:
        return visitBytes(
          this.#visit,
          several(() => rawBytes(random)),
        );
      case 2:
        return visitByPolling(this.#visit, this.#questions());
      default:
        return visitBySocket(this.#visit, this.#questions());
    }
  }

  #questions(): Question[] {
    return several(() => questionAt(this.#asked++, this.#random));
  }
}

const several = <T>(make: () => T): T[] => Array.from({ length: FRAMES_A_CONNECTION }, make);

/** Someone who asks far more than may be asked. */
function greedy(): Question[] {
  const args = '["get_health",{}]';
  return Array.from({ length: GREEDY_FRAMES }, () => ({
    ...{ args, binary: [], isAsking: true, request: 'get_health' },
  }));
}
