import { setTimeout as pause } from 'node:timers/promises';
import { pipeline, raw, type Contestant } from './contestants';
import type { ProducerProcess } from './producer-process';
import { quantile, spreadOf, type Spread } from './statistics';

/** For answers to what a client asks at its start, so that they are not measured. */
const SETTLE_MS = 300;
/** How many trades there will be, before the producer has said so. */
const UNKNOWN = -1;
/** A program that runs for days is compiled; each pass begins with new objects and has to be too. */
const WARM_UP_FRAMES = 100_000;

interface Pass {
  /** User and system time of this process, µs. */
  readonly cpuPerFrame: number;
  readonly framesPerSecond: number;
  /** From being sent to being decided upon, µs; NaN where the moment was not sent along. */
  readonly p50: number;
  readonly p99: number;
}

/** One rate compared: medians over the rounds and how far these lie apart. */
export interface Comparison {
  /** Frames a second; null for as many as are taken. */
  readonly rate: number | null;
  readonly raw: Readonly<Record<keyof Pass, Spread>>;
  readonly pipeline: Readonly<Record<keyof Pass, Spread>>;
  /** Pipeline by raw within each round. */
  readonly cpuRatio: Spread;
}

/** How much is measured. */
export interface Amount {
  readonly rounds: number;
  readonly frames: number;
  readonly rate: number | null;
}

/** Measures both in turn, the order changing from round to round, on the same frames. */
export async function compare(producer: ProducerProcess, amount: Amount): Promise<Comparison> {
  const passes: { raw: Pass; pipeline: Pass }[] = [];
  for (let round = -1; round < amount.rounds; round++) {
    const order = { ...amount, seed: round + 1 };
    const runs = {
      raw: () => measure(producer, raw, order),
      pipeline: () => measure(producer, pipeline, order),
    };
    const pass =
      round % 2 === 0
        ? { raw: await runs.raw(), pipeline: await runs.pipeline() }
        : await reversed(runs);
    // The first round warms both up.
    if (round >= 0) passes.push(pass);
  }
  return {
    rate: amount.rate,
    raw: sumUp(passes.map((pass) => pass.raw)),
    pipeline: sumUp(passes.map((pass) => pass.pipeline)),
    cpuRatio: spreadOf(passes.map((pass) => pass.pipeline.cpuPerFrame / pass.raw.cpuPerFrame)),
  };
}

async function reversed(runs: Record<'raw' | 'pipeline', () => Promise<Pass>>) {
  const second = await runs.pipeline();
  return { raw: await runs.raw(), pipeline: second };
}

interface PassOrder {
  readonly frames: number;
  readonly rate: number | null;
  readonly seed: number;
}

async function measure(
  producer: ProducerProcess,
  contestant: Contestant,
  order: PassOrder,
): Promise<Pass> {
  const latencies = new Float64Array(order.frames);
  let decided = 0;
  let crossed = 0;
  // A whole number as all counts here: with Infinity in it V8 compiles and discards its code for ever.
  let expected = UNKNOWN;
  let finish = (): void => undefined;
  const isPaced = order.rate !== null;
  const end = await contestant(producer, (price, quantity) => {
    if (price > 1000) crossed++;
    if (isPaced) latencies[decided] = Number(process.hrtime.bigint()) / 1000 - quantity;
    if (++decided === expected) finish();
  });
  const run = async (some: PassOrder): Promise<void> => {
    decided = 0;
    expected = UNKNOWN;
    expected = await producer.send(some);
    await new Promise<void>((resolve) => {
      finish = resolve;
      if (decided === expected) resolve();
    });
  };
  // What was compiled for the pass before goes with its objects.
  globalThis.gc?.();
  await run({ ...order, frames: WARM_UP_FRAMES, rate: null });
  await pause(SETTLE_MS);
  globalThis.gc?.();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await run(order);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await end();
  if (crossed === 0) throw new Error('no price was above its level, so nothing was decided');
  const seen = latencies.subarray(0, isPaced ? decided : 0);
  return {
    cpuPerFrame: (user + system) / order.frames,
    framesPerSecond: order.frames / seconds,
    p50: quantile(seen, 0.5),
    p99: quantile(seen, 0.99),
  };
}

function sumUp(passes: readonly Pass[]): Record<keyof Pass, Spread> {
  return {
    cpuPerFrame: spreadOf(passes.map((pass) => pass.cpuPerFrame)),
    framesPerSecond: spreadOf(passes.map((pass) => pass.framesPerSecond)),
    p50: spreadOf(passes.map((pass) => pass.p50)),
    p99: spreadOf(passes.map((pass) => pass.p99)),
  };
}

/** What many frames leave behind in memory, MB. */
export interface Soak {
  readonly frames: number;
  readonly heapBefore: number;
  readonly heapAfter: number;
  readonly rssAfter: number;
}

/** Sends frames through the pipeline and looks at the heap before and after, garbage collected. */
export async function soak(producer: ProducerProcess, frames: number): Promise<Soak> {
  await measure(producer, pipeline, { frames: 100_000, rate: null, seed: 1 });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  await measure(producer, pipeline, { frames, rate: null, seed: 2 });
  globalThis.gc?.();
  const after = process.memoryUsage();
  return {
    frames,
    heapBefore: before / 1e6,
    heapAfter: after.heapUsed / 1e6,
    rssAfter: after.rss / 1e6,
  };
}
