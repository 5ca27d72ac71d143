import { expect, test } from 'vitest';
import { measureCatchUp } from '../bench/soak/catch-up';
import { runDays } from '../bench/soak/days';
import { measureDetection } from '../bench/soak/detection';
import { runDifferential } from '../bench/soak/differential';
import { SoakWorld } from '../bench/soak/soak-world';
import { differencesIn, TapeJudge, type Verdict } from '../bench/soak/verdict';
import type { Trade } from '../shared/domain/trade';
import type { TapeRecord } from '../bench/soak/tape-record';

const SEED = 20_261_123;
const OUTAGES = 40;
const SOL = 'SOL/USDT';

test(`faults 1–4, 6–9, 11, 17–22, 29, 32, 34, 35: ${OUTAGES} outages (seed ${SEED}) leave the tape whole`, async () => {
  const result = await runDifferential({ outages: OUTAGES, seed: SEED });
  expect(result.verdict.problems).toEqual([]);
  expect(differencesIn(result.verdict)).toBe(0);
  expect(result.violations).toBe(0);
  // It would prove nothing if nothing had been lost, fetched, wanted and passed over.
  expect(result.backfilled).toBeGreaterThan(10_000);
  expect(result.barsWanted).toBeGreaterThan(100);
  expect(result.verdict.passedOver).toBeGreaterThan(10_000);
  expect(result.verdict.candles).toBeGreaterThan(1000);
}, 300_000);

test('faults 10, 11: two days with a renewal and an announced shutdown lose no trade and fetch none', async () => {
  const { verdict, connections, backfilled } = await runDays(2, SEED);
  expect(verdict.trades).toBeGreaterThan(100_000);
  expect(differencesIn(verdict)).toBe(0);
  expect(connections).toBeGreaterThanOrEqual(3);
  expect(backfilled).toBe(0);
}, 120_000);

test('faults 1, 3, 4, 9, 35: trouble and its end show in time', async () => {
  for (const { name, measured, limit } of await measureDetection(SEED)) {
    expect(measured, name).toBeLessThanOrEqual(limit);
  }
}, 120_000);

test('fault 35: eight hours in which nothing matters cost a symbol few requests and little weight', async () => {
  const { requests, weight } = await measureCatchUp(10, 8);
  expect(requests).toBeLessThanOrEqual(10 * 7);
  expect(weight).toBeLessThanOrEqual(500);
}, 120_000);

/** A trade between two that there are. */
const halfAfter = (trade: Trade): Trade => ({ ...trade, id: trade.id + 0.5 });

/** What the judge says of a minute of trades after something has been done to them. */
async function judged(change: (record: TapeRecord) => void): Promise<Verdict> {
  const world = await SoakWorld.open({ seed: SEED, symbols: [SOL] });
  try {
    await world.until(() => world.client.isWhole, 60_000);
    await world.run(240_000, 500);
    change(world.record);
    const judge = new TapeJudge(world.market);
    await judge.judge(world.record, SOL, world.market.now() - 2000);
    return judge.verdict;
  } finally {
    await world.close();
  }
}

test.each<[string, (record: TapeRecord) => void, Partial<Verdict>]>([
  ['nothing', () => undefined, {}],
  ['a trade left out', ({ trades }) => void trades.get(SOL)?.splice(50, 1), { missing: 1 }],
  [
    'the newest trades left out',
    ({ trades }) => void trades.get(SOL)?.splice(-20),
    { missing: 10 },
  ],
  [
    'a trade told twice',
    ({ trades }) => void trades.get(SOL)?.splice(50, 0, trades.get(SOL)![49]!),
    { double: 1 },
  ],
  [
    'two trades in the wrong order',
    ({ trades }) =>
      void trades.get(SOL)?.splice(50, 2, trades.get(SOL)![51]!, trades.get(SOL)![50]!),
    { disordered: 1 },
  ],
  [
    'another price',
    ({ trades }) => void trades.get(SOL)?.splice(50, 1, { ...trades.get(SOL)![50]!, price: 1 }),
    { wrong: 1 },
  ],
  [
    'a trade that never was',
    ({ trades }) => void trades.get(SOL)?.splice(51, 0, halfAfter(trades.get(SOL)![50]!)),
    { wrong: 1 },
  ],
  [
    'a candle left out',
    ({ candles }) => void candles.get(SOL)?.delete([...candles.get(SOL)!.keys()][2]!),
    { candlesMissing: 1 },
  ],
  [
    'another close',
    ({ candles }) => {
      const [, , openTime] = candles.get(SOL)!.keys();
      candles.get(SOL)!.set(openTime!, { ...candles.get(SOL)!.get(openTime!)!, close: 1 });
    },
    { candlesWrong: 1 },
  ],
])('the judge of the long-run test sees %s', async (_name, change, expected) => {
  const verdict = await judged(change);
  const all = {
    missing: 0,
    double: 0,
    disordered: 0,
    wrong: 0,
    candlesMissing: 0,
    candlesWrong: 0,
  };
  for (const kind of Object.keys(all) as (keyof typeof all)[]) {
    const found = verdict[kind];
    const least = expected[kind] ?? 0;
    if (least === 0) expect(found, kind).toBe(0);
    else expect(found, kind).toBeGreaterThanOrEqual(least);
  }
});
