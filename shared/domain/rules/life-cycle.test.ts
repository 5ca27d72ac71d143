import { expect, test } from 'vitest';
import { BTC, pricesOf, RuleRig, START } from './rule-rig';

const HOUR_MS = 3_600_000;
const above = (price = 100) => ({ condition: { type: 'price_above', price } });
const cross = (direction: string, price = 100) => ({
  condition: { type: 'price_cross', price, direction },
});

test('`for_s`: a state must be true for so long; it fires when that time is over, by trade or clock', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.arm({ ...above(), for_s: 3 });
  expect(rig.trade([100, 101, 99, 100, 101, 102])).toEqual([]);
  const since = rig.time - 2000;
  expect(rig.trade(99, 1500)).toMatchObject([{ price: 102, occurredAt: since + 3000 }]);
  rig.trade(105);
  expect(rig.pass(2999)).toEqual([]);
  expect(rig.pass(1)).toMatchObject([{ price: 105, occurredAt: rig.time, late: false }]);
});

test('`for_s`: a crossing must not be taken back', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.arm({ ...cross('up'), for_s: 3 });
  expect(rig.trade([101, 102, 99, 101])).toEqual([]);
  const since = rig.time;
  rig.restart();
  expect(rig.trade([100, 100, 100])).toMatchObject([{ occurredAt: since + 3000 }]);
});

test('time does not pass for a symbol whose feed is not live, only its history tells', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.arm({ ...above(), for_s: 10 });
  rig.trade(100);
  rig.engine.onFeed(BTC, 'stale', rig.time);
  expect(rig.pass(60_000)).toEqual([]);
  rig.time -= 55_000;
  expect(rig.tradeOnce(99, 1, BTC, 'backfill')).toEqual([]);
});

test('fault 26: after a fire `hysteresis_percent` asks for a way back before the next, on each side', () => {
  const rig = new RuleRig();
  rig.trade(99.5);
  rig.arm({ ...cross('any'), hysteresis_percent: 1 });
  expect(pricesOf(rig.trade([100, 99.9, 100, 99.9, 100.1, 99.01, 100.2]))).toEqual([100, 99.9]);
  rig.restart();
  expect(pricesOf(rig.trade([99, 100, 99.9, 101, 100]))).toEqual([100, 100]);
});

test('fault 26: a price that swings a thousand times on its level fires once an arming', () => {
  const rig = new RuleRig();
  rig.trade(99.99);
  rig.arm({ ...cross('up'), mode: 'once' });
  rig.arm({ ...above(), hysteresis_percent: 0.5 });
  rig.trade(Array.from({ length: 1000 }, (_, n) => (n % 2 === 0 ? 100 : 99.99)));
  expect(rig.fires.map(({ ruleId }) => ruleId)).toEqual([1, 2]);
});

test('`cooldown_s` leaves out what falls into the pause', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.arm({ ...cross('up'), cooldown_s: 10 });
  rig.trade([100, 99, 100]);
  expect(rig.fires).toHaveLength(1);
  expect(rig.engine.stateOf(1, rig.time)?.reason).toBe('cooling_down');
  expect(rig.trade([99, 100], 5000)).toHaveLength(1);
});

test('an expired rule is silent', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.arm({ ...cross('any'), expires_at: new Date(START + 3000).toISOString() });
  expect(rig.trade([100, 99, 100])).toMatchObject([{ occurredAt: START + 2000 }]);
  expect(rig.engine.stateOf(1, rig.time)).toMatchObject({ canFire: false, reason: 'expired' });
});

test('outside `active_hours` crossings are let go, and states wait for the hours to begin', () => {
  const rig = new RuleRig();
  const active_hours = { zone: 'Asia/Bangkok', from: '22:10', to: '06:00' };
  rig.trade(99);
  rig.arm({ ...cross('any'), active_hours });
  rig.arm({ ...above(), active_hours, mode: 'once' });
  expect(rig.trade([101, 99, 101], HOUR_MS)).toEqual([]);
  expect(rig.engine.stateOf(2, rig.time)?.reason).toBe('outside_hours');
  rig.restart();
  // 22:10 in Bangkok is 15:10 UTC.
  rig.time = START + 15 * HOUR_MS + 9 * 60_000;
  expect(rig.trade([101], 59_999)).toEqual([]);
  expect(rig.trade([102, 99], 1)).toMatchObject([{ ruleId: 2, price: 102 }, { ruleId: 1 }]);
});

test('in modes by the bar a lasting state fires again in each bar, like a reminder', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.arm({ ...above(), mode: 'once_per_minute' });
  rig.trade([100, 101, 102], 20_000);
  rig.restart();
  rig.trade([103, 104, 99, 105], 20_000);
  const minutes = rig.fires.map(({ occurredAt }) => Math.floor((occurredAt - START) / 60_000));
  expect(minutes).toEqual([0, 1, 2]);
});

test('`time`: each day at a time of day, so often, or once; of more than a day slept through each tells once', () => {
  const rig = new RuleRig();
  rig.trade(50);
  rig.arm({ condition: { type: 'time', at: '09:30', zone: 'Asia/Bangkok' } });
  rig.arm({ condition: { type: 'time', every: '15m' }, mode: 'once' });
  rig.arm({ condition: { type: 'time', at: '2026-03-02T05:00:00+07:00' } });
  rig.arm({ condition: { type: 'time', every: 3600 } });
  expect(rig.engine.stateOf(3, rig.time)).toMatchObject({ canFire: false, reason: 'time_passed' });
  rig.pass(26 * HOUR_MS);
  const told = rig.fires.map(({ ruleId, occurredAt }) => [ruleId, (occurredAt - START) / HOUR_MS]);
  expect(told).toEqual([
    [2, 0.25],
    [4, 1],
    [1, 2.5],
  ]);
  expect(rig.fires.every(({ late }) => late)).toBe(true);
});

test('`feed_stale` fires once an outage, after so long', () => {
  const rig = new RuleRig();
  rig.trade(50);
  rig.arm({ condition: { type: 'feed_stale', after_s: 30 } });
  const fail = (state: 'stale' | 'live') => rig.keep(rig.engine.onFeed(BTC, state, rig.time));
  fail('stale');
  rig.pass(29_999);
  fail('live');
  rig.pass(5000);
  fail('stale');
  const since = rig.time;
  rig.pass(30_000);
  rig.pass(90_000);
  expect(rig.fires).toMatchObject([{ occurredAt: since + 30_000, alertType: 'FEED_STALE' }]);
});

test('`position_age`, `liquidation_distance`, `drawdown` and the portfolio’s go by the ledger', () => {
  const rig = new RuleRig();
  rig.positions.add({ id: 7, openedAt: START, entryPrice: 100, liquidationPrice: 90 });
  rig.positions.best.set(7, 100).set(0, 100);
  rig.trade(100);
  rig.arm({ position_id: 7, condition: { type: 'position_age', hours: 2 } });
  rig.arm({ position_id: 7, condition: { type: 'liquidation_distance', percent: 4 } });
  rig.arm({ position_id: 7, condition: { type: 'drawdown', percent: 5 } });
  rig.arm({ symbol: '*', condition: { type: 'drawdown', percent: 6 } });
  rig.trade([95.01, 95, 94, 93.75]);
  rig.pass(3 * HOUR_MS);
  expect(rig.fires.map(({ ruleId, price, positionId }) => [ruleId, price, positionId])).toEqual([
    [3, 95, 7],
    [4, 94, null],
    [2, 93.75, 7],
    [1, 93.75, 7],
  ]);
});

test('a rule on a symbol’s positions follows them as they open and close', () => {
  const rig = new RuleRig();
  rig.trade(44_000);
  rig.arm({ mode: 'once', condition: { type: 'pnl_percent', value: 1, direction: 'up' } });
  expect(rig.engine.stateOf(1, rig.time)?.reason).toBe('nothing_to_watch');
  for (const id of [1, 2]) rig.positions.add({ id, side: id === 1 ? 'long' : 'short' });
  for (const id of [1, 2]) rig.engine.onPosition(id, rig.time);
  expect(rig.trade([44_440, 43_560]).map(({ positionId }) => positionId)).toEqual([1, 2]);
  rig.positions.open.delete(2);
  rig.engine.onPosition(2, rig.time);
  expect(rig.engine.stateOf(1, rig.time)?.watches).toHaveLength(1);
});

test('`funding` and `signal_reversal` go by what is told of them', () => {
  const rig = new RuleRig();
  rig.trade(50);
  rig.arm({ condition: { type: 'funding', above: 0.05 } });
  rig.arm({ condition: { type: 'funding', flips: true } });
  rig.arm({ condition: { type: 'signal_reversal', interval: '15m', min_confidence: 0.6 } });
  for (const fundingPercent of [0.01, 0.05, 0, -0.01]) {
    const mark = { price: 51, fundingPercent, time: rig.time };
    rig.keep(rig.engine.onMark(BTC, mark, 'live'));
  }
  for (const confidence of [null, 0.59, 0.6]) {
    const turn = { symbol: BTC, interval: '15m', confidence, time: rig.time, price: 52 } as const;
    rig.keep(rig.engine.onSignal(turn, 'live'));
  }
  expect(rig.fires.map(({ ruleId, price }) => [ruleId, price])).toEqual([
    [1, 51],
    [2, 51],
    [3, 52],
  ]);
});

test('`new_extreme` fires at the trade beyond all closed candles, once a candle; `volume_spike` and `indicator` at the close', () => {
  const rig = new RuleRig();
  rig.trade(100);
  rig.arm({ condition: { type: 'new_extreme', bars: 2, interval: '1m', side: 'high' } });
  rig.arm({ condition: { type: 'volume_spike', bars: 2, interval: '1m', multiple: 3 } });
  const line = {
    type: 'indicator',
    indicator: 'close',
    interval: '1m',
    op: 'cross_up',
    value: 109,
  };
  rig.arm({ condition: line });
  expect(rig.engine.stateOf(1, rig.time)?.reason).toBe('warming_up');
  expect(rig.engine.lookbacks()).toMatchObject([
    { symbol: BTC, interval: '1m', bars: 3, isCold: true },
  ]);
  const past = [110, 105].map((high, n) => ({
    ...{ open: 100, low: 90, close: 100, volume: 1, lastTradeId: -1, isClosed: true },
    ...{ high, openTime: START - (2 - n) * 60_000 },
  }));
  const running = { ...past[0]!, openTime: START, high: 100, isClosed: false };
  rig.engine.warmUp(BTC, '1m', [...past, running]);
  expect(rig.engine.stateOf(1, rig.time)).toMatchObject({ canFire: true });
  expect(pricesOf(rig.trade([110, 110.5, 111]))).toEqual([110.5]);
  rig.time = START + 60_000;
  expect(pricesOf(rig.trade([106, 111.5]))).toEqual([111.5]);
  const closed = rig.close(START, { high: 111, close: 111, volume: 3 });
  expect(closed.map(({ ruleId, occurredAt }) => [ruleId, occurredAt - START])).toEqual([
    [2, 59_999],
    [3, 59_999],
  ]);
});

test('a bar is wanted when its own high could bring a trailing rule to fire at its low', () => {
  const rig = new RuleRig();
  rig.arm({ condition: { type: 'trailing', percent: 1, from: 'high' } });
  rig.trade([100, 100]);
  const bar = { openTime: START + 5000, open: 100, close: 109, volume: 1, lastTradeId: -1 };
  const wants = (low: number, high: number) =>
    rig.engine.wants(BTC, { ...bar, low, high, isClosed: true }, '1s');
  expect(wants(99.5, 100.4)).toBe(false);
  expect(wants(108.9, 110)).toBe(true);
  expect(wants(108.91, 110)).toBe(false);
  rig.engine.passOver(BTC, { ...bar, low: 108.91, high: 110, isClosed: true }, '1s');
  rig.time = START + 6000;
  expect(pricesOf(rig.trade([108.91, 108.9]))).toEqual([108.9]);
});

test('what was traded before a rule was armed and is still to be fetched does not concern it', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.engine.onFeed(BTC, 'offline', rig.time);
  const before = rig.time;
  rig.time += 60_000;
  rig.arm(cross('up'));
  rig.arm({ ...above(), symbol: '*' });
  expect(rig.engine.stateOf(1, rig.time)).toMatchObject({ canFire: false, reason: 'feed' });
  rig.time = before;
  for (const price of [101, 102, 99.5, 98]) rig.tradeOnce(price, 1000, BTC, 'backfill');
  expect(rig.fires).toEqual([]);
  rig.time = before + 60_000;
  for (const price of [99, 100.5]) rig.tradeOnce(price, 1000, BTC, 'backfill');
  expect(rig.fires).toMatchObject([
    { ruleId: 1, price: 100.5, late: true },
    { ruleId: 2, price: 100.5, late: true, alreadyTrue: false },
  ]);
});
