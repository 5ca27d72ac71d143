import { describe, expect, test } from 'vitest';
import { BTC, pricesOf, RuleRig, START, type RuleDraft } from './rule-rig';

const cross = (direction: 'up' | 'down' | 'any', price = 100): RuleDraft => ({
  condition: { type: 'price_cross', price, direction },
});
const state = (type: 'price_above' | 'price_below', price = 100): RuleDraft => ({
  condition: { type, price },
});

/** Prices that fire on a tape that starts at `before`, then the rule is armed. */
function firedAt(draft: RuleDraft, before: number | null, prices: readonly number[]) {
  const rig = new RuleRig();
  if (before !== null) rig.trade(before);
  rig.arm(draft);
  return pricesOf(rig.trade(prices));
}

describe('contract §6.1, crossings', () => {
  test('A crossing needs one earlier price of the same symbol.', () => {
    expect(firedAt(cross('up'), null, [101])).toEqual([]);
    expect(firedAt(cross('up'), null, [99, 101])).toEqual([101]);
    const rig = new RuleRig();
    rig.arm(cross('up'));
    rig.trade(99, 1000, 'ETH/USDT');
    expect(rig.trade(101)).toEqual([]);
  });

  test('Up: the last different price was below the level and this one is at or above it; down is the mirror image.', () => {
    expect(firedAt(cross('up'), 99, [99, 100])).toEqual([100]);
    expect(firedAt(cross('up'), 99, [101])).toEqual([101]);
    expect(firedAt(cross('down'), 101, [101, 100])).toEqual([100]);
    expect(firedAt(cross('down'), 101, [99])).toEqual([99]);
    expect(firedAt(cross('down'), 99, [101])).toEqual([]);
    expect(firedAt(cross('up'), 101, [99])).toEqual([]);
    expect(firedAt(cross('any'), 99, [101, 99, 100])).toEqual([101, 99, 100]);
  });

  test('Armed exactly on the level, the first different price fires in its own direction.', () => {
    expect(firedAt(cross('any'), 100, [100, 100, 101])).toEqual([101]);
    expect(firedAt(cross('up'), 100, [101])).toEqual([101]);
    expect(firedAt(cross('down'), 100, [99])).toEqual([99]);
    expect(firedAt(cross('down'), 100, [101, 102])).toEqual([]);
  });

  test('After a touch has fired, going on in the same direction does not fire again; coming back is a crossing the other way.', () => {
    expect(firedAt(cross('any'), 99, [100, 100, 101, 102])).toEqual([100]);
    expect(firedAt(cross('any'), 99, [100, 99])).toEqual([100, 99]);
    expect(firedAt(cross('any'), 99, [100, 101, 100])).toEqual([100, 100]);
    expect(firedAt(cross('up'), 99, [100, 99.5, 100])).toEqual([100, 100]);
    expect(firedAt(cross('down'), 101, [100, 99])).toEqual([100]);
  });

  test('A rule whose level is already passed when it is armed does not fire; it waits for a fresh crossing.', () => {
    expect(firedAt(cross('up'), 105, [106, 104, 99, 100])).toEqual([100]);
    expect(firedAt(cross('down'), 95, [94, 96, 101, 99])).toEqual([99]);
  });
});

describe('contract §6.1, states', () => {
  test('State conditions (price_above is ≥, price_below is ≤) fire at the first price after arming if already true, and say `already true when armed`.', () => {
    const rig = new RuleRig();
    rig.trade(100);
    rig.arm(state('price_above'));
    rig.arm(state('price_below'));
    const fires = rig.trade(100);
    expect(fires.map(({ alertType }) => alertType)).toEqual(['PRICE_ABOVE', 'PRICE_BELOW']);
    for (const fire of fires) {
      expect(fire.message).toContain('already true when armed');
      expect(fire.alreadyTrue).toBe(true);
    }
    const [late] = [firedAt(state('price_above'), null, [100])];
    expect(late).toEqual([100]);
  });

  test('A state that becomes true after arming does not say that it was.', () => {
    const rig = new RuleRig();
    rig.trade(99);
    rig.arm(state('price_above'));
    expect(rig.trade(100)[0]).toMatchObject({
      message: 'BTC/USDT is at or above 100, now 100',
      alreadyTrue: false,
    });
  });

  test('With `every_time` they fire each time they become true after having been false.', () => {
    const prices = [100, 101, 100, 99, 100, 98, 97, 103];
    expect(firedAt(state('price_above'), 99, prices)).toEqual([100, 100, 103]);
    expect(firedAt(state('price_below'), 101, [100, 99, 101, 100])).toEqual([100, 100]);
    expect(firedAt(state('price_above'), 105, [104, 99, 104])).toEqual([104, 104]);
  });

  test('`inside` and `outside` are states; a channel includes its bounds.', () => {
    const when = (what: string) => ({
      condition: { type: 'channel', low: 90, high: 110, when: what },
    });
    expect(firedAt(when('inside'), 111, [110, 100, 90, 89, 90])).toEqual([110, 90]);
    expect(firedAt(when('outside'), 100, [110, 111, 112, 100, 89])).toEqual([111, 89]);
    const rig = new RuleRig();
    rig.trade(100);
    rig.arm(when('inside'));
    expect(rig.trade(101)[0]?.message).toContain('already true when armed');
  });

  test('`enter` and `exit` need one earlier price (the last before arming counts).', () => {
    const when = (what: string) => ({
      condition: { type: 'channel', low: 90, high: 110, when: what },
    });
    expect(firedAt(when('enter'), null, [100])).toEqual([]);
    expect(firedAt(when('enter'), 111, [110, 100, 80, 90])).toEqual([110, 90]);
    expect(firedAt(when('exit'), null, [100, 111])).toEqual([111]);
    expect(firedAt(when('exit'), 100, [89])).toEqual([89]);
    expect(firedAt(when('exit'), 111, [112, 80])).toEqual([]);
    expect(firedAt(when('enter'), 111, [80])).toEqual([]);
  });
});

describe('contract §6.1, moves', () => {
  test('`change` compares with the lowest (up) or highest (down) price among the trades since arming that are at most `window_s` old.', () => {
    const up = { condition: { type: 'change', percent: 5, window_s: 3, direction: 'up' } };
    // 95 before arming does not count; 100 is 3 s old at the third trade after it.
    expect(firedAt(up, 95, [100, 101, 102, 105])).toEqual([105]);
    expect(firedAt(up, 95, [100, 101, 102, 103, 105])).toEqual([]);
    const down = { condition: { type: 'change', amount: 5, window_s: 3, direction: 'down' } };
    expect(firedAt(down, 200, [100, 97, 95])).toEqual([95]);
    expect(firedAt(down, 200, [100, 99, 99, 99, 95])).toEqual([]);
    const any = { condition: { type: 'change', amount: 5, window_s: 60, direction: 'any' } };
    expect(firedAt(any, null, [100, 105, 100])).toEqual([105, 100]);
  });

  test('`trailing` with the highest (lowest) since arming.', () => {
    const high = { condition: { type: 'trailing', percent: 10, from: 'high' } };
    expect(firedAt(high, 500, [100, 120, 110, 108.01, 108])).toEqual([108]);
    const low = { condition: { type: 'trailing', amount: 0.1, from: 'low' } };
    expect(firedAt(low, 0.1, [0.7, 0.6, 0.69, 0.7])).toEqual([0.7]);
  });

  test('After a fire both start anew from the firing trade.', () => {
    const high = { condition: { type: 'trailing', percent: 10, from: 'high' } };
    expect(firedAt(high, null, [100, 90, 82, 81, 80, 100, 90])).toEqual([90, 81, 90]);
    const up = { condition: { type: 'change', percent: 10, window_s: 600, direction: 'up' } };
    expect(firedAt(up, null, [100, 110, 115, 120, 121])).toEqual([110, 121]);
  });

  test('`step` fires at each next multiple of the step away from the last step reached (at first: the price when armed), either way.', () => {
    const amount = { condition: { type: 'step', every_amount: 10 } };
    expect(firedAt(amount, 100, [109, 110, 115, 101, 100, 90])).toEqual([110, 100, 90]);
    const rig = new RuleRig();
    rig.trade(100);
    rig.arm({ condition: { type: 'step', every_percent: 10 } });
    expect(rig.trade(133.1).map(({ level }) => level)).toEqual([110, 121, 133.1]);
    expect(rig.trade([120, 119.79]).map(({ level }) => level)).toEqual([119.79]);
  });
});

describe('contract §6.1, positions', () => {
  function long(draft: Partial<RuleDraft> & { condition: object }, prices: readonly number[]) {
    const rig = new RuleRig();
    rig.positions.add({ id: 7 });
    rig.trade(44_000);
    rig.arm({ position_id: 7, ...draft });
    return rig.trade(prices);
  }

  test('The golden example: long 1 BTC at 44000.00, price 45000.50.', () => {
    const condition = { type: 'pnl_percent', value: 2, direction: 'up' };
    expect(long({ condition }, [44_879.99, 45_000.5])).toMatchObject([
      {
        positionId: 7,
        symbol: BTC,
        alertType: 'PROFIT_TARGET',
        message: 'Position BTC/USDT reached profit target of 2%',
        price: 45_000.5,
      },
    ]);
  });

  test('`pnl_*` with `direction: down` and value v means pnl ≤ −v; they use the exact, unrounded value.', () => {
    const stop = { condition: { type: 'pnl_percent', value: 2, direction: 'down' } };
    expect(pricesOf(long(stop, [43_120.01, 43_120]))).toEqual([43_120]);
    const target = { condition: { type: 'pnl_amount', value: 880, direction: 'up' } };
    expect(pricesOf(long(target, [44_879.99999999, 44_880]))).toEqual([44_880]);
  });

  test('`pnl_*` fire at the first price after arming if already true, and say so.', () => {
    const rig = new RuleRig();
    rig.positions.add({ id: 7 });
    rig.trade(45_000);
    rig.arm({ position_id: 7, condition: { type: 'pnl_percent', value: 2, direction: 'up' } });
    expect(rig.trade(45_000)[0]?.message).toContain('already true when armed');
  });
});

describe('contract §6, the rest', () => {
  test('`occurred_at` and `price` are the trade time and price of the deciding trade.', () => {
    const rig = new RuleRig();
    rig.arm(cross('up'));
    rig.trade(99);
    expect(rig.trade(100.5)).toMatchObject([{ occurredAt: rig.time, price: 100.5 }]);
  });

  test('2. Rules see every trade, in order.', () => {
    const rig = new RuleRig();
    rig.arm(cross('any'));
    const prices = Array.from({ length: 1000 }, (_, n) => (n % 2 === 0 ? 99 : 101));
    expect(rig.trade(prices, 0)).toHaveLength(999);
  });

  test('3. One price jump through many levels fires every one of them once, nearest level first (fault 25).', () => {
    const rig = new RuleRig();
    rig.trade(100);
    const levels = Array.from({ length: 1000 }, (_, n) => 99.9 - ((n * 7919) % 1000) / 20);
    for (const level of levels) rig.arm({ ...cross('down', level), mode: 'once' });
    const fires = rig.trade(10);
    expect(fires.map(({ level }) => level)).toEqual(levels.toSorted((a, b) => b - a));
    expect(rig.trade([100, 10])).toEqual([]);
  });

  test('4. `late` is true exactly when the deciding trade came from history.', () => {
    const rig = new RuleRig();
    rig.arm(cross('any'));
    rig.trade(99);
    expect(rig.tradeOnce(101, 1000, BTC, 'backfill')).toMatchObject([{ late: true }]);
    expect(rig.trade(99)).toMatchObject([{ late: false }]);
  });

  test('`once` fires once; with `*` or a group that means once a symbol.', () => {
    const rig = new RuleRig();
    rig.engine.setGroups({ majors: [BTC] }, START);
    rig.arm({ ...cross('any'), symbol: '*', mode: 'once' });
    rig.arm({ ...cross('any'), symbol: { watchlist: 'majors' }, mode: 'once' });
    for (const symbol of [BTC, 'ETH/USDT']) rig.trade([99, 101, 99, 101], 1000, symbol);
    expect(rig.fires.map(({ ruleId, symbol }) => [ruleId, symbol])).toEqual([
      [1, BTC],
      [2, BTC],
      [1, 'ETH/USDT'],
    ]);
  });

  test('`once_per_bar` uses the rule’s `bar`, `once_per_minute` the UTC minute, both in exchange time.', () => {
    const rig = new RuleRig();
    rig.arm({ ...cross('any'), mode: 'once_per_bar', bar: '5m' });
    rig.arm({ ...cross('any'), mode: 'once_per_minute' });
    rig.trade(99);
    rig.time = START + 10_000;
    rig.trade([101, 99, 101]);
    rig.time = START + 59_000;
    rig.trade([99, 101]);
    rig.time = START + 300_000 - 1000;
    rig.trade([99]);
    expect(
      rig.fires.map(({ ruleId, occurredAt }) => [ruleId, (occurredAt - START) / 1000]),
    ).toEqual([
      [1, 11],
      [2, 11],
      [2, 60],
      [1, 300],
      [2, 300],
    ]);
  });

  test('`all` fires when every part is true at one trade; a part that is an event counts for `within_s` seconds.', () => {
    const parts = [
      { type: 'price_cross', price: 100, direction: 'up' },
      { type: 'price_above', price: 105 },
    ];
    const at = (within_s?: number) => ({ condition: { type: 'all', conditions: parts, within_s } });
    expect(firedAt(at(), 99, [101, 106])).toEqual([]);
    expect(firedAt(at(), 99, [106, 107])).toEqual([106]);
    expect(firedAt(at(2), 99, [101, 102, 106])).toEqual([106]);
    expect(firedAt(at(1), 99, [101, 102, 106])).toEqual([]);
    // Between two events it has not been true.
    expect(firedAt(at(), 99, [106, 99, 106])).toEqual([106, 106]);
  });

  test('`any` fires when one part would.', () => {
    const parts = [
      { type: 'price_cross', price: 100, direction: 'up' },
      { type: 'price_below', price: 90 },
      { type: 'step', every_amount: 50 },
    ];
    const any = { condition: { type: 'any', conditions: parts } };
    expect(firedAt(any, 99, [101, 89, 88, 91, 151])).toEqual([101, 89, 151]);
  });
});
