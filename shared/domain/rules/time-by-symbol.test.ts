import { describe, expect, test } from 'vitest';
import { BTC, RuleRig, START } from './rule-rig';

const ETH = 'ETH/USDT';
const MINUTE_MS = 60_000;
const everyTen = { type: 'time', every: 10 };
const above = { type: 'price_above', price: 100 };

/** A rig at a whole minute and seven seconds, whose symbols were live and trade at 99. */
function away(...drafts: object[]): RuleRig {
  const rig = new RuleRig();
  for (const symbol of [BTC, ETH]) rig.engine.onFeed(symbol, 'live', rig.time);
  rig.trade(99);
  rig.trade(99, 1000, ETH);
  rig.positions.add({ id: 7, openedAt: START - 3_600_000 + 10_000 });
  for (const condition of drafts) {
    const scope = (condition as { type: string }).type === 'position_age' ? { position_id: 7 } : {};
    rig.arm({ ...scope, condition });
  }
  rig.time = START + 7000;
  rig.restart();
  for (const symbol of [BTC, ETH]) rig.engine.onFeed(symbol, 'connecting', rig.time);
  return rig;
}

const seen = (rig: RuleRig) =>
  rig.fires.map(({ ruleId, price, occurredAt, late }) => [
    ...[ruleId, price, (occurredAt - START) / 1000, late],
  ]);

describe('contract §6.4: the gap is evaluated from exchange history before live evaluation goes on', () => {
  test('what falls due in it tells the price of its time, whatever other symbols or the clock do', () => {
    const rig = away(
      everyTen,
      { type: 'all', conditions: [everyTen, above] },
      { type: 'position_age', hours: 1 },
    );
    rig.time = START + 12_000;
    rig.pass(250);
    rig.tradeOnce(50, 1, ETH, 'live');
    expect(rig.fires).toEqual([]);
    rig.time = START + 7000;
    rig.tradeOnce(101, 500, BTC, 'backfill');
    rig.tradeOnce(99, 4000, BTC, 'backfill');
    expect(seen(rig)).toEqual([
      [1, 101, 10, true],
      [2, 101, 10, true],
      [3, 101, 10, true],
    ]);
  });

  test('where nothing was traded since, it is decided when the feed is live, and late', () => {
    const rig = away(everyTen, { type: 'position_age', hours: 1 });
    rig.pass(30_000);
    expect(rig.fires).toEqual([]);
    rig.engine.onFeed(BTC, 'live', rig.time);
    rig.pass(3500);
    expect(seen(rig)).toEqual([
      [1, 99, 10, true],
      [2, 99, 10, true],
      [1, 99, 20, true],
      [1, 99, 30, true],
      [1, 99, 40, false],
    ]);
  });

  test('a symbol that stays dead holds no other up', () => {
    const rig = away();
    rig.arm({ symbol: '*', condition: everyTen });
    rig.engine.onFeed(ETH, 'live', rig.time);
    rig.pass(MINUTE_MS);
    expect(rig.fires).toHaveLength(6);
    expect(rig.fires.every(({ symbol }) => symbol === ETH)).toBe(true);
    rig.tradeOnce(98, 1000, BTC, 'backfill');
    expect(rig.fires.slice(6)).toMatchObject(Array(6).fill({ symbol: BTC, price: 99, late: true }));
  });

  test('`for_s` of the portfolio waits while a symbol with an open position is not live', () => {
    const rig = away();
    rig.positions.best.set(0, 100);
    rig.arm({ symbol: '*', condition: { type: 'drawdown', percent: 5 }, for_s: 10 });
    rig.engine.onFeed(ETH, 'live', rig.time);
    rig.trade(90, 1000, ETH);
    expect(rig.pass(20_000)).toEqual([]);
    rig.engine.onFeed(BTC, 'live', rig.time);
    expect(rig.pass(250)).toHaveLength(1);
  });
});

test('history without a trade to look at brings what falls due between its bars', () => {
  const rig = away({ type: 'time', every: '1m' });
  const bar = { open: 99, high: 105, low: 98, close: 104, volume: 3, lastTradeId: -1 };
  const reach = (minute: number): boolean => {
    const openTime = START + minute * MINUTE_MS;
    rig.keep(rig.engine.onHistory(BTC, openTime));
    const isWanted = rig.engine.wants(BTC, { ...bar, openTime, isClosed: true }, '1m');
    rig.engine.passOver(BTC, { ...bar, openTime, isClosed: true }, '1m');
    return isWanted;
  };
  expect([0, 1, 2].map(reach)).toEqual([false, false, false]);
  expect(seen(rig)).toEqual([
    [1, 104, 60, true],
    [1, 104, 120, true],
  ]);
});

test('times that come at once are one moment for the parts of `all`', () => {
  const rig = new RuleRig();
  rig.trade(99);
  rig.arm({ condition: { type: 'all', conditions: [everyTen, { type: 'time', every: 20 }] } });
  rig.pass(45_000);
  expect(seen(rig).map(([, , second]) => second)).toEqual([20, 40]);
});

test('a composite that was armed while its feed was not live misses no time after that', () => {
  const rig = away();
  rig.arm({ condition: { type: 'any', conditions: [everyTen, above] } });
  expect(rig.engine.stateOf(1, rig.time)?.reason).toBe('feed');
  expect([...rig.engine.watched()]).toEqual([BTC]);
  rig.pass(5000);
  rig.engine.onFeed(BTC, 'live', rig.time);
  rig.pass(250);
  expect(seen(rig)).toEqual([[1, 99, 10, true]]);
});
