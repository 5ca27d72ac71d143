import { expect, test } from 'vitest';
import { AppError } from '../../../shared/domain/errors';
import { closeTimeOf } from '../../../shared/domain/interval';
import { randomWalk } from '../../../shared/domain/signals/random-walk';
import { Random } from '../exchange/demo/prng';
import type { KlineQuery } from '../exchange/exchange';
import { newDisk, openBook, replayHere } from './book-harness';
import type { Replayer } from './replay-thread';
import { SignalService } from './signal-service';

const STEP_MS = 4 * 3_600_000;
const NOW = Date.UTC(2026, 0, 1, 0, 1);
const FROM = Date.UTC(2026, 0, 1) - 4900 * STEP_MS;
const SYMBOLS = ['A/USDT', 'B/USDT'];
const MARKET = new Map(
  SYMBOLS.map((symbol, at) => [
    symbol,
    randomWalk(new Random(30 + at), {
      ...{ interval: '4h', count: 4950, drift: 0, volatility: 0.01, start: FROM },
    }),
  ]),
);

function klines({ symbol, startTime = 0, endTime = NOW, limit }: KlineQuery) {
  const series = MARKET.get(symbol) ?? [];
  const wanted = series.filter(({ openTime }) => openTime >= startTime && openTime <= endTime);
  return wanted
    .slice(0, limit)
    .map((kline) => ({ ...kline, isClosed: closeTimeOf('4h', kline.openTime) < NOW }));
}

/** The record of two years, each answer of the venue passed through what may go wrong with it. */
async function recordWith(
  answer: (query: KlineQuery) => ReturnType<typeof klines>,
  replayer: Replayer = replayHere(),
) {
  const parts = await openBook(await newDisk());
  const shares: number[] = [];
  const service = new SignalService({
    ...{ ...parts, replayer },
    exchange: {
      now: () => NOW,
      history: () => ({ intervals: ['4h'], tradesReachMs: 0 }),
      fetchKlines: (query) => new Promise((done) => done(answer(query))),
    },
    symbols: () => SYMBOLS,
    intervals: () => ['4h'],
    onReversals: () => undefined,
    onProgress: ({ share }) => shares.push(share),
  });
  service.start();
  for (let turn = 0; turn < 2000 && service.progress.share < 1; turn++) {
    parts.clock.advance(500);
    await new Promise((done) => setImmediate(done));
  }
  expect(service.progress).toEqual({ done: 2, total: 2, share: 1 });
  const stopped = service.stop();
  parts.clock.advance(3000);
  await stopped;
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  return parts.keeper.book.head;
}

test('a series that the venue refuses now and then changes nothing of the record', async () => {
  const whole = await recordWith(klines);
  expect(whole.number).toBeGreaterThan(200);
  let asked = 0;
  const faults = await recordWith((query) => {
    if (query.symbol === 'B/USDT' && asked++ % 3 !== 2) {
      throw new AppError('UNAVAILABLE', 'Too many requests');
    }
    return klines(query);
  });
  expect(faults).toEqual(whole);
});

test('pages with holes, doubles and the wrong order change nothing of the record', async () => {
  const whole = await recordWith(klines);
  const random = new Random(3);
  const torn = await recordWith((query) => {
    const page = klines(query);
    if (query.endTime !== undefined || page.length < 10) return page;
    const at = 2 + Math.floor(random.uniform() * (page.length - 4));
    const double = page[at];
    return [...page.slice(0, at), ...(double ? [double] : []), ...page.slice(at + 2)];
  });
  expect(torn).toEqual(whole);
});

test('a replay that dies now and then changes nothing of the record', async () => {
  const whole = await recordWith(klines);
  let jobs = 0;
  let replayer = replayHere();
  let goingOn = 0;
  const dying = await recordWith(klines, {
    close: () => replayer.close(),
    replay: async (job) => {
      if (job.state === null) goingOn++;
      const answer = await replayer.replay(job);
      if (jobs++ % 4 !== 2) return answer;
      replayer = replayHere();
      throw new AppError('UNAVAILABLE', 'The replay of history stopped');
    },
  });
  expect(goingOn).toBeGreaterThan(10);
  expect(jobs).toBeGreaterThan(20);
  expect(dying).toEqual(whole);
});
