import { expect, test } from 'vitest';
import { closeTimeOf, type Interval } from '../../../shared/domain/interval';
import { requests } from '../../../shared/protocol/requests';
import { randomWalk } from '../../../shared/domain/signals/random-walk';
import { Random } from '../exchange/demo/prng';
import type { KlineQuery } from '../exchange/exchange';
import { newDisk, openBook, replayHere } from './book-harness';
import { chooseSignals, signalSettingsBody } from './signal-handlers';
import { intervalsOf } from './signal-schema';
import { SignalService } from './signal-service';

const NOW = Date.UTC(2026, 0, 1, 0, 1);
const STEP_MS = 86_400_000;
const COUNT = 1300;
const CANDLES = randomWalk(new Random(9), {
  ...{ interval: '1d', count: COUNT, drift: 0, volatility: 0.02 },
  start: Date.UTC(2026, 0, 1) - COUNT * STEP_MS,
});

function klines({ interval, startTime = 0, endTime = NOW, limit }: KlineQuery) {
  const wanted = CANDLES.filter(({ openTime }) => openTime >= startTime && openTime <= endTime);
  return interval === '1d'
    ? wanted
        .slice(0, limit)
        .map((kline) => ({ ...kline, isClosed: closeTimeOf('1d', kline.openTime) < NOW }))
    : [];
}

/** A watchlist of two symbols whose usual interval is a day. */
async function follow() {
  const disk = await newDisk();
  const parts = await openBook(disk);
  const { store, clock, keeper } = parts;
  store.updateLazily(({ signals }) => ({ signals: { ...signals, intervals: ['1d'] } }));
  const told = { symbols: ['A/USDT', 'B/USDT'] };
  const service = new SignalService({
    ...{ ...parts, replayer: replayHere() },
    exchange: {
      now: () => NOW,
      history: () => ({ intervals: ['1d', '4h'] satisfies Interval[], tradesReachMs: 0 }),
      fetchKlines: (query) => Promise.resolve(klines(query)),
    },
    symbols: () => told.symbols,
    intervals: (symbol) => intervalsOf(store.state, symbol),
    onReversals: () => undefined,
    onProgress: () => undefined,
  });
  const services = { store, signalService: service };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 300; turn++) {
      clock.advance(100);
      await new Promise((done) => setImmediate(done));
    }
  };
  const change = async (body: Parameters<typeof chooseSignals>[1]): Promise<void> => {
    await chooseSignals(services, body);
    await settle();
  };
  const followed = () =>
    service.states().map(({ symbol, interval, status }) => `${symbol} ${interval} ${status}`);
  service.start();
  await settle();
  const stop = async (): Promise<void> => {
    const stopped = service.stop();
    clock.advance(3000);
    await stopped;
  };
  return { ...parts, services, change, followed, stop, head: () => keeper.book.head };
}

test('intervals of one symbol are followed at once; those let go of keep their record', async () => {
  const world = await follow();
  expect(world.followed()).toEqual(['A/USDT 1d current', 'B/USDT 1d current']);
  const whole = world.head();
  expect(whole.number).toBeGreaterThan(20);

  await world.change({ per_symbol: { 'a-usdt': [] } });
  expect(world.followed()).toEqual(['B/USDT 1d current']);
  expect(signalSettingsBody(world.services).per_symbol).toEqual({ 'A/USDT': [] });

  await world.change({ per_symbol: { 'A/USDT': null } });
  expect(world.followed()).toEqual(['B/USDT 1d current', 'A/USDT 1d current']);
  expect(world.head()).toEqual(whole);
  await world.stop();
});

test('a symbol that gets another interval is read from its beginning, in the same record', async () => {
  const world = await follow();
  await world.change({ per_symbol: { 'A/USDT': [], 'B/USDT': ['4h'] } });
  const { number } = world.head();
  await world.change({ per_symbol: { 'A/USDT': ['1d'], 'C/USDT': ['1d'] } });
  expect(world.followed()).toEqual(['B/USDT 4h behind', 'A/USDT 1d current']);
  expect(world.head().number).toBe(number);
  expect(world.store.state.signalBooks.ended).toEqual([]);
  await world.stop();
});

test('a change of the usual intervals begins a new record and leaves those of single symbols', async () => {
  const world = await follow();
  await world.change({ per_symbol: { 'A/USDT': [] } });
  await world.change({ intervals: ['4h'] });
  expect(world.followed()).toEqual(['B/USDT 4h behind']);
  expect(world.store.state.signalBooks.ended).toHaveLength(1);
  await world.stop();
});

test('a change that is not durable is not made', async () => {
  const world = await follow();
  world.store.update = () => Promise.reject(new Error('the disk is full'));
  await expect(world.change({ per_symbol: { 'A/USDT': [] } })).rejects.toThrow('full');
  expect(signalSettingsBody(world.services).per_symbol).toEqual({});
  await world.stop();
});

test('only symbols that tell their assets apart, and intervals there are signals for, are taken', () => {
  const taken = (per_symbol: unknown): boolean =>
    requests.patch_settings.params.safeParse({ signals: { per_symbol } }).success;
  expect(taken({ 'BTC-USDT': ['15m', '1d'], 'BTC/USDT:USDT': [], 'eth/usdt': null })).toBe(true);
  const wrong = [{ BTCUSDT: [] }, { 'A/B': ['1m'] }, { 'A/B': ['1h', '1h'] }, { 'A/B': '1h' }, []];
  expect(wrong.map(taken)).toEqual([false, false, false, false, false]);
});
