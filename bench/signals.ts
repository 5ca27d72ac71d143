import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../electron/services/clock';
import { silentLogger } from '../electron/services/logger';
import { BookKeeper } from '../electron/services/signals/book-keeper';
import { ReplayThread } from '../electron/services/signals/replay-thread';
import { SignalRecord } from '../electron/services/signals/signal-record';
import { SignalService } from '../electron/services/signals/signal-service';
import { Histories } from '../electron/services/store/histories';
import { IdSource } from '../electron/services/store/id-source';
import { StateStore } from '../electron/services/store/state-store';
import { SignalEngine } from '../shared/domain/signals/signal-engine';
import { pipeline } from './contestants';
import { CoreWait } from './core-wait';
import type { ProducerProcess } from './producer-process';
import { MEASURED, quarters, SignalHistory } from './signal-history';
import { quantile } from './statistics';

const RATE = 5000;
const SECONDS = 5;
const WARM_UP_FRAMES = 100_000;
const SYMBOLS = Array.from({ length: 50 }, (_, at) => `S${at}/USDT`);
const SETTLE_MS = 300;
const TOGETHER_MICROS = 50;

/** What the first reading of history costs, and what it does to a tick meanwhile. */
export interface SignalReading {
  readonly candles: number;
  readonly entries: number;
  readonly seconds: number;
  /** CPU of the engine alone, µs a candle. */
  readonly engineMicros: number;
  /** Request weight of all of it. */
  readonly weight: number;
  /** From a trade being sent to it being decided upon, µs: before, during and after the replay. */
  readonly before: Tail;
  readonly during: Tail;
  readonly after: Tail;
}

interface Tail {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** The 99th percentile without the time in which the thread was ready and had no processor. */
  readonly ownP99: number;
}

/** Replays two years of fifty symbols on three intervals while trades come in, 5000 frames a second. */
export async function measureSignals(
  producer: ProducerProcess,
  seed: number,
): Promise<SignalReading> {
  const engineMicros = engineCost(seed);
  const history = new SignalHistory(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'tickwatch-bench-'));
  const ticks = await Ticks.open(producer);
  const bench = await openSignals(dataDir, history);
  try {
    globalThis.gc?.();
    const before = await ticks.pieces(2);
    const startedAt = performance.now();
    const done = bench.replay();
    const during = await ticks.until(done);
    const seconds = ((await done) - startedAt) / 1000;
    const after = await ticks.pieces(2);
    const { candles, weight } = history;
    const entries = bench.entries();
    return { candles, entries, seconds, engineMicros, weight, before, during, after };
  } finally {
    await ticks.close();
    await bench.close();
    rmSync(dataDir, { recursive: true });
  }
}

const micros = (): number => Number(process.hrtime.bigint()) / 1000;

/** How long trades are on their way through the pipeline. */
class Ticks {
  #seen: number[] = [];
  #own: number[] = [];
  readonly #wait = new CoreWait();
  /** When trades came in and what had been waited by then, newest last: the last few of them. */
  readonly #waits: { readonly at: number; readonly waited: number }[] = [];
  #end: () => Promise<void> = () => Promise.resolve();

  private constructor(private readonly producer: ProducerProcess) {}

  static async open(producer: ProducerProcess): Promise<Ticks> {
    const ticks = new Ticks(producer);
    ticks.#end = await pipeline(producer, (_, quantity) => {
      ticks.#take(quantity);
    });
    await producer.send({ frames: WARM_UP_FRAMES, rate: null, seed: 1 });
    await ticks.#send();
    return ticks;
  }

  close(): Promise<void> {
    this.#wait.close();
    return this.#end();
  }

  async pieces(count: number): Promise<Tail> {
    this.#begin();
    for (let piece = 0; piece < count; piece++) await this.#send();
    return this.#tail();
  }

  async until(done: Promise<unknown>): Promise<Tail> {
    this.#begin();
    const replay = { isDone: false };
    void done.finally(() => (replay.isDone = true));
    while (!replay.isDone) await this.#send();
    return this.#tail();
  }

  async #send(): Promise<void> {
    await this.producer.send({ frames: RATE * SECONDS, rate: RATE, seed: 1 });
    await pause(SETTLE_MS);
  }

  #begin(): void {
    this.#seen = [];
    this.#own = [];
  }

  /** @param sentAt µs by the clock that all processes share. */
  #take(sentAt: number): void {
    // Frames of the warm-up bear no time.
    if (sentAt < 1) return;
    const at = micros();
    const waits = this.#waits;
    const last = waits.at(-1);
    // Trades of one packet come in together: nothing was waited between them.
    const waited = last && at - last.at < TOGETHER_MICROS ? last.waited : this.#wait.read();
    waits.push({ at, waited });
    while (waits.length > 2 && (waits[1]?.at ?? Infinity) <= sentAt) waits.shift();
    this.#seen.push(at - sentAt);
    this.#own.push(Math.max(0, at - sentAt - (waited - (waits[0]?.waited ?? waited))));
  }

  #tail(): Tail {
    const seen = Float64Array.from(this.#seen);
    return {
      ...{ p50: quantile(seen, 0.5), p99: quantile(seen, 0.99), most: quantile(seen, 1) },
      ownP99: quantile(Float64Array.from(this.#own), 0.99),
    };
  }
}

/** The services of signals over a real disk. */
async function openSignals(dataDir: string, history: SignalHistory) {
  const ports = { clock: systemClock, logger: silentLogger, random: Math.random };
  const store = await StateStore.open({ ...ports, dataDir });
  const histories = await Histories.open({ ...ports, dataDir, store });
  const ids = new IdSource(store, ports);
  await ids.start();
  const parts = { ...ports, store, histories, ids };
  const record = new SignalRecord(parts);
  const keeper = new BookKeeper({
    ...{ ...parts, record },
    market: () => 'bench',
    onCalls: () => undefined,
  });
  let finish: (at: number) => void = () => undefined;
  const service = new SignalService({
    ...{ ...ports, keeper, exchange: history.exchange },
    replayer: new ReplayThread(new URL('./replay.js', import.meta.url), systemClock),
    symbols: () => SYMBOLS,
    intervals: () => MEASURED,
    onReversals: () => undefined,
    onProgress: ({ done, total }) => {
      if (done === total && total > 0) finish(performance.now());
    },
  });
  return {
    entries: () => keeper.book.head.number,
    replay: () =>
      new Promise<number>((resolve) => {
        finish = resolve;
        service.start();
      }),
    close: async () => {
      await service.stop();
      ids.stop();
      await store.close();
      await histories.close();
    },
  };
}

function engineCost(seed: number): number {
  const walk = quarters(seed);
  const costs = Array.from({ length: 3 }, () => {
    const engine = new SignalEngine('15m');
    const before = process.cpuUsage();
    for (const kline of walk) engine.update(kline);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / walk.length;
  });
  return quantile(costs, 0.5);
}
