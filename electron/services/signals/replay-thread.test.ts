import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { build } from 'vite';
import { randomWalk } from '../../../shared/domain/signals/random-walk';
import { SignalBook } from '../../../shared/domain/signals/signal-book';
import { Random } from '../exchange/demo/prng';
import { FakeClock } from '../fake-clock';
import { sha256 } from './digest';
import { momentsOf, PackedKlines, type PackedSeries } from './packed-klines';
import { entriesIn, ReplayWork, seriesIn, stateIn, type ReplayJob } from './replay-job';
import { ReplayThread } from './replay-thread';
import { USUAL_SIGNALS } from './signal-schema';

const START = Date.UTC(2024, 0, 1);
const SYMBOLS = ['A/USDT', 'B/USDT:USDT'];
const COUNT = 900;

const folder = mkdtempSync(join(tmpdir(), 'tickwatch-replay-'));
const program = pathToFileURL(join(folder, 'replay.js'));
let thread: ReplayThread;
const clock = new FakeClock(START);

beforeAll(() =>
  build({
    configFile: false,
    logLevel: 'error',
    build: {
      ...{ ssr: true, outDir: folder, target: 'node20.18', minify: false },
      rolldownOptions: { input: { replay: resolve(import.meta.dirname, 'replay-program.ts') } },
    },
  }),
);
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => thread.close());

/** Candles of two markets, the second with a halt in it, from one hour to another. */
function candlesOf(symbol: string, from: number, to: number): PackedSeries {
  const walk = randomWalk(new Random(SYMBOLS.indexOf(symbol) + 5), {
    ...{ interval: '1h', count: COUNT, drift: 0, volatility: 0.01, start: START },
  });
  const packed = new PackedKlines('1h');
  for (let at = from; at < Math.min(to, COUNT); at++) {
    const isHalted = symbol === SYMBOLS[1] && at >= 600 && at <= 610;
    const kline = walk[at];
    if (kline && !isHalted) packed.push(kline, at === 611);
  }
  const candles = packed.upTo(Infinity);
  const callsFrom = START + 300 * 3_600_000;
  return { symbol, interval: '1h', candles, callsFrom, liveFrom: Infinity };
}

/** Candles of both, to go on from a book. */
function job(book: SignalBook, from = 0, to = COUNT): ReplayJob {
  const series = SYMBOLS.map((symbol) => candlesOf(symbol, from, to));
  return { settings: USUAL_SIGNALS, state: book.save(), series };
}

const newBook = (): SignalBook => new SignalBook(USUAL_SIGNALS, sha256);

/** The same without a thread, candle by candle. */
function directly(): SignalBook {
  const book = newBook();
  const all = SYMBOLS.flatMap((symbol) => [...momentsOf([candlesOf(symbol, 0, COUNT)])].flat());
  for (let at = 0; at < COUNT; at++) {
    book.advance(all.filter(({ kline }) => kline.openTime === START + at * 3_600_000));
  }
  return book;
}

test('a book that was worked on in the thread, in pieces, is the one that was not', async () => {
  thread = new ReplayThread(program, clock);
  let book = newBook();
  const numbers: number[] = [];
  for (let from = 0; from < COUNT; from += 250) {
    const { state, series, entries, gaps } = await thread.replay(job(book, from, from + 250));
    expect(gaps).toEqual([]);
    numbers.push(...entries.flatMap(entriesIn).map(({ number }) => number));
    book = new SignalBook(USUAL_SIGNALS, sha256, {
      ...stateIn(state),
      series: series.map(seriesIn),
    });
  }
  expect(JSON.stringify(book.save())).toBe(JSON.stringify(directly().save()));
  expect(numbers.length).toBeGreaterThan(20);
  expect(numbers).toEqual(numbers.map((_, at) => at + 1));
});

test('a thread that goes on with its own book does what it would do with the state of it', async () => {
  thread = new ReplayThread(program, clock);
  await thread.replay(job(newBook(), 0, 400));
  const goingOn = { ...job(newBook(), 400), state: null };
  const { state, series } = await thread.replay(goingOn);
  const whole = { ...stateIn(state), series: series.map(seriesIn) };
  const book = new SignalBook(USUAL_SIGNALS, sha256, whole);
  expect(JSON.stringify(book.save())).toBe(JSON.stringify(directly().save()));
});

test('a thread that has no book to go on with says so', async () => {
  thread = new ReplayThread(program, clock);
  const replay = thread.replay({ ...job(newBook()), state: null });
  await expect(replay).rejects.toMatchObject({ detail: 'Error: no book to go on with' });
});

test('a job that cannot be done is told of, and the next one has another thread', async () => {
  thread = new ReplayThread(program, clock);
  const whole = job(newBook());
  const broken = { ...whole, state: { ...newBook().save(), modelVersion: 'another' } };
  await expect(thread.replay(broken)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    detail: 'Error: state of another model',
  });
  expect(await thread.replay(job(newBook()))).toEqual(new ReplayWork().do(job(newBook())));
});

test('closed in the middle of a job, it tells so and leaves no thread behind', async () => {
  const threads = () =>
    process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  const before = threads();
  thread = new ReplayThread(program, clock);
  const replay = expect(thread.replay(job(newBook()))).rejects.toMatchObject({
    detail: 'it was closed',
  });
  expect(threads()).toBeGreaterThan(before);
  await thread.close();
  await replay;
  expect(threads()).toBe(before);
});

test('a program that is not there is told of', async () => {
  thread = new ReplayThread(pathToFileURL(join(folder, 'nothing.js')), clock);
  await expect(thread.replay(job(newBook()))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a thread that hangs is ended after three minutes, and told of', async () => {
  const hangs = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => { for (;;); });`;
  thread = new ReplayThread(new URL(`data:text/javascript,${encodeURIComponent(hangs)}`), clock);
  const timers = clock.pending;
  const replay = expect(thread.replay(job(newBook()))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    detail: 'no answer within 180000 ms',
  });
  clock.advance(179_999);
  expect(clock.pending).toBe(timers + 1);
  clock.advance(1);
  await replay;
  expect(clock.pending).toBe(timers);
});
