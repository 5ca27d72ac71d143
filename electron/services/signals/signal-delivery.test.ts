import { expect, test } from 'vitest';
import { closeTimeOf, stepOpenTime } from '../../../shared/domain/interval';
import { randomWalk } from '../../../shared/domain/signals/random-walk';
import { SignalEngine } from '../../../shared/domain/signals/signal-engine';
import type { Envelope } from '../../../shared/protocol/events';
import { priceRoom, SIGNALS_ROOM } from '../../../shared/protocol/rooms';
import { AlertHarness, BTC } from '../alerts/alert-harness';
import { Random } from '../exchange/demo/prng';
import type { KlineQuery } from '../exchange/exchange';
import { SimulatedDisk } from '../store/simulated-disk';
import { replayHere } from './book-harness';
import { openSignals, startSignals } from './open-signals';
import type { SignalServices } from './signal-handlers';
import { USUAL_SIGNALS } from './signal-schema';

const INTERVAL = '4h';
const STEP_MS = 4 * 3_600_000;
const NOW = Date.UTC(2026, 0, 1);
/** More than two years before, and what comes to pass in the test. */
const FROM = NOW - 5000 * STEP_MS;
const CANDLES = randomWalk(new Random(11), {
  ...{ interval: INTERVAL, count: 8000, drift: 0, volatility: 0.01, start: FROM },
});
const LEAST = 0.4;
/** What the contract (section 4) has a reversal say, and no more. */
const KEYS = [
  ...['basis', 'breakeven', 'confidence', 'expires_at', 'interval', 'model_version', 'n_resolved'],
  ...['new_signal', 'previous_signal', 'stop', 'symbol', 'target', 'timestamp'],
];

/** Signals and alerts of one symbol whose candles close when the test says. */
class World {
  readonly harness: AlertHarness;
  /** Events of signals with the rooms they went to. */
  readonly told: { readonly rooms: readonly string[]; readonly envelope: Envelope }[] = [];
  /** By the venue: the last candle has just settled. */
  now = NOW + 40_000;
  market = 'test';
  #signals: SignalServices | null = null;

  constructor(disk: SimulatedDisk) {
    this.harness = new AlertHarness(disk);
    this.harness.exchange.fetchKlines = (query) => Promise.resolve(this.#klines(query));
  }

  static async open(): Promise<World> {
    const disk = new SimulatedDisk();
    await disk.makeFolder('/data');
    const world = new World(disk);
    await world.start();
    await world.harness.arm({
      condition: { type: 'signal_reversal', interval: INTERVAL, min_confidence: LEAST },
    });
    await world.until(() => world.signals.signalService.progress.share === 1);
    return world;
  }

  get signals(): SignalServices {
    if (!this.#signals) throw new Error('not started');
    return this.#signals;
  }

  async start(): Promise<void> {
    await this.harness.open();
    this.harness.exchange.now = () => this.now;
    const { run } = this.harness;
    run.store.updateLazily(() => ({ signals: { ...USUAL_SIGNALS, intervals: [INTERVAL] } }));
    run.hub.attach({
      deliver: (rooms, envelope) => {
        if (envelope.type === 'signal_reversal') this.told.push({ rooms, envelope });
      },
    });
    const surroundings = { ...run, symbols: () => [BTC], marketOf: () => this.market };
    this.#signals = openSignals({ ...surroundings, replayer: replayHere() });
    // What was told is on disk before anybody hears of it.
    await startSignals(this.#signals.signalService, surroundings, this.reversals);
  }

  get reversals() {
    return this.told.flatMap(({ envelope }) =>
      envelope.type === 'signal_reversal' ? [envelope.data] : [],
    );
  }

  kill(): void {
    this.harness.kill();
    void this.signals.signalService.stop();
  }

  /** Lets a candle close, and what follows from it happen, or only its first so many turns. */
  async close(turns = Infinity): Promise<void> {
    this.now += STEP_MS;
    this.harness.clock.advance(1000);
    if (turns === Infinity) await new Promise((done) => setImmediate(done));
    else for (let turn = 0; turn < turns; turn++) await Promise.resolve();
  }

  async until(isSo: () => boolean): Promise<void> {
    for (let turn = 0; turn < 1000 && !isSo(); turn++) {
      this.harness.clock.advance(1000);
      await new Promise((done) => setImmediate(done));
    }
    expect(isSo()).toBe(true);
  }

  /** Calls since the start, oldest first. */
  async calls() {
    await this.until(() => this.signals.signalService.progress.share === 1);
    await new Promise((done) => setImmediate(done));
    const query = { symbol: BTC, interval: INTERVAL, limit: 100_000 } as const;
    const all = await this.signals.signalRecord.calls(query);
    return all
      .map(({ call }) => call)
      .filter(({ timestamp }) => timestamp >= NOW)
      .reverse();
  }

  /** Prices of all alerts, as they are kept, sorted. */
  async alertPrices(): Promise<(number | null)[]> {
    const { items } = await this.harness.ask('list_alerts', { limit: 1000 });
    return items.map(({ price }) => price).sort();
  }

  #klines({ startTime = 0, endTime = Infinity, limit }: KlineQuery) {
    const first = Math.max(0, Math.ceil((startTime - FROM) / STEP_MS));
    return CANDLES.slice(first, first + limit)
      .filter(({ openTime }) => openTime <= Math.min(endTime, this.now))
      .map((kline) => {
        return { ...kline, isClosed: closeTimeOf(INTERVAL, kline.openTime) < this.now };
      });
  }
}

/** Close times of the candles at which the signal turns. */
function turnsBetween(from: number, to: number): number[] {
  const engine = new SignalEngine(INTERVAL);
  const closes = CANDLES.filter((kline) => engine.update(kline)).map(({ openTime }) =>
    closeTimeOf(INTERVAL, openTime),
  );
  return closes.filter((time) => time >= from && time < to);
}

test('a reversal is told once, to the room of its symbol and to all who follow signals', async () => {
  const world = await World.open();
  expect(world.told).toEqual([]);
  for (let candle = 0; candle < 150; candle++) await world.close();
  const calls = await world.calls();
  expect(calls.length).toBeGreaterThan(3);
  expect(calls.map(({ origin }) => origin)).toEqual(calls.map(() => 'live'));
  expect(world.told.map(({ rooms }) => rooms)).toEqual(
    calls.map(() => [priceRoom(BTC), SIGNALS_ROOM]),
  );
  expect(world.told.map(({ envelope }) => envelope.data)).toMatchObject(
    calls.map(({ timestamp, newSignal, confidence }) => ({
      ...{ symbol: BTC, interval: INTERVAL, new_signal: newSignal, confidence },
      timestamp: new Date(timestamp).toISOString(),
    })),
  );
  for (const { envelope } of world.told) expect(Object.keys(envelope.data).sort()).toEqual(KEYS);
  const likely = calls.filter(({ confidence }) => (confidence ?? 0) >= LEAST);
  expect(likely.length).toBeGreaterThan(1);
  expect(likely.length).toBeLessThan(calls.length);
  expect(await world.alertPrices()).toEqual(likely.map(({ entry }) => entry).sort());
});

test('killed at any moment, no call is lost, none is made twice, and each fires its rule once', async () => {
  const seed = 20_261_123;
  const random = new Random(seed);
  const world = await World.open();
  let kills = 0;
  for (let candle = 0; candle < 120; candle++) {
    const isKill = random.uniform() < 0.12;
    await world.close(isKill ? Math.floor(100 * random.uniform()) : Infinity);
    if (!isKill) continue;
    world.kill();
    await world.start();
    // Before the next candle closes the program is up again.
    await world.until(() => world.signals.signalService.progress.done === 1);
    kills++;
  }
  const calls = await world.calls();
  expect(kills).toBeGreaterThan(8);
  expect(calls.map(({ timestamp }) => timestamp)).toEqual(turnsBetween(NOW, world.now));
  const likely = calls.filter(({ confidence }) => (confidence ?? 0) >= LEAST);
  expect(await world.alertPrices(), `seed ${seed}`).toEqual(
    likely.map(({ entry }) => entry).sort(),
  );
  expect(world.signals.signalRecord.fault).toBeNull();
  expect(world.reversals.map(({ timestamp }) => timestamp).sort()).toEqual(
    calls.map(({ timestamp }) => new Date(timestamp).toISOString()),
  );
});

/** Lets candles close until one turns the signal, and kills the program when that is recorded but not told. */
async function killedBeforeItTold(world: World): Promise<void> {
  const [turn = 0] = turnsBetween(world.now, Infinity);
  while (world.now + STEP_MS < turn) await world.close();
  expect(world.told).toEqual([]);
  const { hub } = world.harness.run;
  hub.publish = () => {
    throw new Error('killed');
  };
  await world.close();
  world.kill();
}

test('a reversal that was recorded but not told when it was killed is told by the next run, once', async () => {
  const world = await World.open();
  await killedBeforeItTold(world);
  await world.start();
  expect(world.told.map(({ rooms }) => rooms)).toEqual([[priceRoom(BTC), SIGNALS_ROOM]]);
  world.kill();
  await world.start();
  await world.calls();
  expect(world.told).toHaveLength(1);
});

test('a reversal nobody can still wait for, or of another market, is not told by the next run', async () => {
  const late = await World.open();
  await killedBeforeItTold(late);
  late.harness.clock.advance(121_000);
  await late.start();
  expect(late.told).toEqual([]);
  const moved = await World.open();
  await killedBeforeItTold(moved);
  moved.market = 'another';
  await moved.start();
  expect(moved.told).toEqual([]);
});

test('a candle that has not closed says nothing, however it moves', async () => {
  const world = await World.open();
  const before = JSON.stringify(world.signals.signalService.states());
  for (let part = 1; part < 8; part++) {
    world.now += STEP_MS / 8 - 1;
    world.harness.clock.advance(1000);
    await new Promise((done) => setImmediate(done));
  }
  expect(world.now).toBeLessThan(stepOpenTime(INTERVAL, NOW, 1));
  expect(JSON.stringify(world.signals.signalService.states())).toBe(before);
  expect(world.told).toEqual([]);
});

test('every reversal of a long absence fires its rule, also when there are hundreds', async () => {
  const world = await World.open();
  world.kill();
  world.now += 2900 * STEP_MS;
  await world.start();
  const calls = await world.calls();
  expect(calls.length).toBeGreaterThan(100);
  const likely = calls.filter(({ confidence }) => (confidence ?? 0) >= LEAST);
  expect(await world.alertPrices()).toEqual(likely.map(({ entry }) => entry).sort());
  expect(world.told).toEqual([]);
});
