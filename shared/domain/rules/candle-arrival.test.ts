import { expect, test } from 'vitest';
import { BTC, RuleRig, START } from './rule-rig';

const MINUTE = 60_000;
/** What each minute after the first closes at. */
const CLOSES = [106, 107, 100, 101, 108, 100];

/** Fires of a tape whose candles the venue tells of before the next trade, after it, or not at all. */
function firesOf(arrival: 'at once' | 'late' | 'never', mode: object): unknown[] {
  const rig = new RuleRig();
  rig.engine.onFeed(BTC, 'live', START);
  rig.trade(100);
  rig.arm({
    ...{ condition: { type: 'indicator', indicator: 'close', op: 'above', value: 105, ...RAW } },
    ...mode,
  });
  rig.arm({ condition: { type: 'volume_spike', bars: 2, interval: '1m', multiple: 1.2 }, ...mode });
  const past = { open: 100, high: 100, low: 100, close: 100, volume: 1, lastTradeId: -1 };
  const openTimes = [START - 3 * MINUTE, START - 2 * MINUTE, START - MINUTE];
  rig.engine.warmUp(
    BTC,
    '1m',
    openTimes.map((openTime) => ({ ...past, openTime, isClosed: true })),
  );
  // That in which the rules were armed.
  rig.close(START, {});
  const end = (n: number): void => {
    const close = CLOSES[n];
    if (close === undefined) return;
    const prices = { open: 102, high: Math.max(102, close), low: Math.min(102, close), close };
    rig.close(START + (n + 1) * MINUTE, { ...prices, volume: 3 + n });
  };
  for (let n = 0; n <= CLOSES.length; n++) {
    rig.time = START + (n + 1) * MINUTE;
    if (arrival === 'at once') end(n - 1);
    rig.trade(102);
    if (arrival === 'late') end(n - 1);
    rig.trade(Array.from({ length: 2 + n }, () => CLOSES[n] ?? 102));
  }
  return rig.fires.map(({ ruleId, occurredAt, price }) => [ruleId, occurredAt - START, price]);
}

const RAW = { interval: '1m', params: {} };

for (const mode of [
  { mode: 'every_time' },
  { mode: 'once_per_minute' },
  { mode: 'once_per_bar', bar: '5m' },
  { hysteresis_percent: 2 },
] as const) {
  test(`what candles decide does not hang on when they arrive: ${JSON.stringify(mode)}`, () => {
    const never = firesOf('never', mode);
    expect(never.length).toBeGreaterThan(2);
    expect(firesOf('at once', mode)).toEqual(never);
    expect(firesOf('late', mode)).toEqual(never);
  });
}
