import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../electron/services/clock';
import { BASE_ASSETS } from '../frame-source';
import { ProducerProcess } from '../producer-process';
import { SoakClient, type SoakListener } from './soak-client';

/** Streams of a symbol: trades, summary, candles. */
const STREAMS = 3;
const SAMPLES = 20;
/** Buffers and compiled code find their size in the first samples. */
const WARM_UP = 5;
const COMPARED = 5;
const SETTLE_MS = 500;

/** What one process holds at a moment. */
interface Holding {
  /** Trades delivered so far. */
  readonly trades: number;
  /** MB. */
  readonly rss: number;
  readonly heap: number;
  /** Open files; NaN where the system does not tell. */
  readonly files: number;
  readonly timers: number;
}

/** What many frames leave behind. */
export interface FramesResult {
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly samples: readonly Holding[];
  /** MB gained per million trades after warming up, by least squares, garbage collected. */
  readonly rssSlope: number;
  readonly heapSlope: number;
  /** How many more files and timers there are at the end than after warming up. */
  readonly filesGained: number;
  readonly timersGained: number;
  /** Trades that did not reach the listener. */
  readonly missing: number;
}

/** Sends frames through the whole client, as fast as it takes them, and watches what it holds. */
export async function runFrames(
  frames: number,
  seed: number,
  onProgress: (trades: number) => void = () => undefined,
): Promise<FramesResult> {
  const producer = await ProducerProcess.start();
  const watch = new HoldingWatch(frames / SAMPLES, onProgress);
  const client = clientOf(producer, watch);
  try {
    const subscribed = producer.subscribed(BASE_ASSETS.length * STREAMS);
    client.start();
    await subscribed;
    await pause(SETTLE_MS);
    const startedAt = performance.now();
    const expected = await producer.send({ frames, rate: null, seed });
    await watch.quiet();
    const seconds = (performance.now() - startedAt) / 1000;
    const steady = watch.samples.slice(WARM_UP);
    return {
      frames,
      framesPerSecond: Math.round(frames / seconds),
      samples: watch.samples,
      rssSlope: slopeOf(steady, 'rss'),
      heapSlope: slopeOf(steady, 'heap'),
      filesGained: gained(steady, 'files'),
      timersGained: gained(steady, 'timers'),
      missing: expected - watch.trades,
    };
  } finally {
    await client.stop();
    producer.stop();
  }
}

/** A listener that counts trades and looks at the process every so many of them. */
class HoldingWatch implements SoakListener {
  readonly samples: Holding[] = [];
  trades = 0;
  #next: number;

  constructor(
    private readonly every: number,
    private readonly onSample: (trades: number) => void,
  ) {
    this.#next = every;
  }

  trade(): void {
    if (++this.trades < this.#next) return;
    this.#next += this.every;
    this.samples.push(holdingAt(this.trades));
    this.onSample(this.trades);
  }

  candle(): void {
    // Counted by nobody: candles only have to be taken.
  }

  wants(): boolean {
    return false;
  }

  /** Resolves when no trade has come for a while. */
  async quiet(): Promise<void> {
    for (let before = -1; before !== this.trades;) {
      before = this.trades;
      await pause(SETTLE_MS);
    }
  }
}

function clientOf(producer: ProducerProcess, listener: SoakListener): SoakClient {
  return new SoakClient({
    urls: { rest: `http://${producer.host}`, ws: `ws://${producer.host}` },
    clock: systemClock,
    random: () => 0.5,
    symbols: BASE_ASSETS.map((base) => `${base}/USDT`),
    banFile: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    listener,
  });
}

function holdingAt(trades: number): Holding {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  return { trades, rss: rss / 1e6, heap: heapUsed / 1e6, files: openFiles(), timers };
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return NaN;
  }
}

/** MB per million trades by least squares. */
function slopeOf(samples: readonly Holding[], of: 'rss' | 'heap'): number {
  const mean = (values: readonly number[]) => values.reduce((sum, n) => sum + n, 0) / values.length;
  const x = samples.map(({ trades }) => trades / 1e6);
  const y = samples.map((sample) => sample[of]);
  const [middleX, middleY] = [mean(x), mean(y)];
  const along = x.reduce((sum, value, n) => sum + (value - middleX) * ((y[n] ?? 0) - middleY), 0);
  return along / x.reduce((sum, value) => sum + (value - middleX) ** 2, 0);
}

/** Between the least of the first and of the last few samples: a timer may run at any one of them. */
function gained(samples: readonly Holding[], of: 'files' | 'timers'): number {
  const least = (some: readonly Holding[]) => Math.min(...some.map((sample) => sample[of]));
  const gain = least(samples.slice(-COMPARED)) - least(samples.slice(0, COMPARED));
  return Number.isNaN(gain) ? 0 : gain;
}
