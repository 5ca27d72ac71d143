import { expect, test } from 'vitest';
import { BTC, pricesOf, RuleRig, START } from './rule-rig';

const MINUTE = 60_000;
const EXTREME = { type: 'new_extreme', bars: 3, interval: '1m', side: 'high' };

/** Three candles to look back on, of which 104 is the highest, and a fourth that has begun. */
function armed(): RuleRig {
  const rig = new RuleRig();
  rig.time = START + 3 * MINUTE;
  rig.trade(100, 1);
  rig.arm({ condition: EXTREME });
  const usual = { open: 100, low: 100, close: 100, volume: 1, lastTradeId: -1, isClosed: true };
  const highs = [104, 101, 102];
  rig.engine.warmUp(
    BTC,
    '1m',
    highs.map((high, n) => ({ ...usual, high, openTime: START + n * MINUTE })),
  );
  return rig;
}

test('`new_extreme` goes on after a restart in whichever candle, before any candle is fetched', () => {
  const rig = armed();
  rig.trade([101, 100], MINUTE);
  rig.restart();
  // Two candles later: 104 does not count any more.
  expect(pricesOf(rig.trade(103, 2 * MINUTE))).toEqual([103]);
});

test('`new_extreme` misses nothing where the candles of a gap are fetched before its trades', () => {
  const rig = armed();
  for (let n = 3; n < 12; n++) rig.close(START + n * MINUTE, { high: 101 });
  expect(pricesOf(rig.trade([101, 103], MINUTE))).toEqual([103]);
});

test('a candle without a trade stands at the price before it', () => {
  const rig = armed();
  rig.trade(103);
  expect(rig.fires).toEqual([]);
  // Four minutes without a trade: all three candles stand at 103.
  expect(pricesOf(rig.trade([103.5], 5 * MINUTE))).toEqual([103.5]);
});
