import { beforeEach, expect, test } from 'vitest';
import { seededRandom } from '../exchange/demo/prng';
import { SimulatedDisk } from '../store/simulated-disk';
import { PositionHarness } from './position-harness';

const SEED = 20_260_107;
const SPOT = 'Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n';
const FUTURES =
  'Date(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Fee Coin,Realized Profit,Quote Asset\n';

let harness: PositionHarness;

beforeEach(async () => {
  harness = new PositionHarness(new SimulatedDisk());
  await harness.open();
});

const preview = (text: string, more: object = {}) =>
  harness.ask('preview_fills_import', { text, ...more });
const commit = (text: string, more: object = {}) => harness.ask('import_fills', { text, ...more });
const list = async () => (await harness.ask('list_positions', {})).items.toReversed();
const row = (at: string, side: string, price: number, quantity: string) =>
  `2025-06-01 ${at},BTCUSDT,${side},${price},${quantity},0,0.1USDT\n`;
const future = (at: string, side: string, price: number, quantity: number) =>
  `2025-06-01 ${at},BTCUSDT,${side},${price},${quantity},0,0.1,USDT,0,USDT\n`;

async function killAndStart(): Promise<void> {
  harness.disk.restart();
  harness = new PositionHarness(harness.disk, harness.clock);
  await harness.open();
}

const TWO = SPOT + row('10:00:00', 'BUY', 60_000, '1BTC') + row('11:00:00', 'SELL', 61_000, '1BTC');

test('a preview says what would come to be, and changes nothing', async () => {
  const told = await preview(TWO + row('12:00:00', 'BUY', 62_000, '0.5BTC'));
  expect(told).toMatchObject({
    ...{ format: 'binance-spot', account: 'spot', missing: [], can_import: true },
    ...{ rows: 3, fills: 3, error_count: 0, duplicate_count: 0, position_count: 2 },
    columns: { time: 0, symbol: 1, side: 2, price: 3, quantity: 4, fee: 6 },
    positions: [
      { symbol: 'BTC/USDT', status: 'closed', fills: 2, realized_pnl: 1000, fees: 0.2 },
      { symbol: 'BTC/USDT', status: 'open', fills: 1, quantity: 0.5, entry_price: 62_000 },
    ],
  });
  expect(told.first_rows[0]).toMatchObject({
    line: 2,
    cells: ['2025-06-01 10:00:00', 'BTCUSDT', 'BUY', '60000', '1BTC', '0', '0.1USDT'],
  });
  expect(await list()).toEqual([]);
});

test('what is imported is there after a kill, closed and open, and told', async () => {
  const text = TWO + row('12:00:00', 'BUY', 62_000, '0.5BTC');
  expect(await commit(text)).toMatchObject({ fills: 3, created: [1, 2], changed: [] });
  expect(harness.exchange.streams.join()).toContain('BTC/USDT');
  const changes = harness.heard.filter(({ type }) => type === 'position_changed');
  expect(changes).toHaveLength(2);
  const phases = harness.heard.flatMap((each) =>
    each.type === 'import_progress' ? [each.data.phase] : [],
  );
  expect(phases).toEqual(
    ['reading', 'reading', 'building', 'saving', 'done'].filter(
      (phase, at, all) => phase !== all[at - 1],
    ),
  );
  await killAndStart();
  expect(await list()).toMatchObject([
    { status: 'closed', realized_pnl: 1000, net_pnl: 999.8, leverage: null },
    { status: 'open', quantity: 0.5 },
  ]);
});

test('a file imported again adds nothing, not even fills that had flipped a position', async () => {
  const text = FUTURES + future('10:00:00', 'BUY', 100, 1) + future('11:00:00', 'SELL', 110, 3);
  expect(await commit(text, { leverage: 10 })).toMatchObject({ created: [1, 2] });
  expect(await list()).toMatchObject([
    { symbol: 'BTC/USDT:USDT', side: 'long', status: 'closed', realized_pnl: 10, leverage: 10 },
    { symbol: 'BTC/USDT:USDT', side: 'short', status: 'open', quantity: 2, leverage: 10 },
  ]);
  expect(await commit(text)).toEqual({
    ...{ fills: 0, duplicate_count: 2, uncovered_count: 0, created: [], changed: [] },
  });
  await killAndStart();
  expect(await preview(text)).toMatchObject({ duplicate_count: 2, fills: 0, can_import: false });
});

test('fills after the last entry of an open position continue it; its notes stay', async () => {
  await commit(SPOT + row('10:00:00', 'BUY', 60_000, '1BTC'));
  await harness.ask('patch_position', { id: 1, note: 'mine', tags: ['a'] });
  const more = row('11:00:00', 'BUY', 62_000, '1BTC') + row('12:00:00', 'SELL', 63_000, '2BTC');
  const again = SPOT + more + row('13:00:00', 'BUY', 64_000, '1BTC');
  expect((await preview(again)).positions).toMatchObject([
    { position_id: 1 },
    { position_id: null },
  ]);
  expect(await commit(again)).toMatchObject({ changed: [1], created: [2] });
  expect(await list()).toMatchObject([
    { position_id: 1, status: 'closed', realized_pnl: 4000, note: 'mine', tags: ['a'] },
    { position_id: 2, status: 'open', entry_price: 64_000 },
  ]);
});

test('fills amidst a position are refused by its number, unless they are to be positions beside it', async () => {
  await commit(SPOT + row('10:00:00', 'BUY', 60_000, '1BTC') + row('12:00:00', 'BUY', 1, '1BTC'));
  const amidst = SPOT + row('11:00:00', 'BUY', 61_000, '1BTC');
  expect(await preview(amidst)).toMatchObject({
    can_import: false,
    conflicts: [{ symbol: 'BTC/USDT', position_id: 1, time: '2025-06-01T11:00:00.000Z' }],
  });
  await expect(commit(amidst)).rejects.toMatchObject({
    code: 'INVALID',
    message: expect.stringContaining('amidst position 1') as string,
  });
  expect(await commit(amidst, { overlap: 'separate' })).toMatchObject({ created: [2] });
});

test('an older history is taken in only when it is closed before what is there begins', async () => {
  await commit(SPOT + row('12:00:00', 'BUY', 60_000, '1BTC'));
  const open = SPOT + row('10:00:00', 'BUY', 50_000, '1BTC');
  await expect(commit(open)).rejects.toThrow(/leave something open when position 1 begins/);
  await commit(open + row('11:00:00', 'SELL', 51_000, '1BTC'));
  expect(await list()).toMatchObject([{ quantity: 1 }, { status: 'closed', realized_pnl: 1000 }]);
});

test.each([
  [
    'a symbol nobody knows',
    row('10:00:00', 'BUY', 1, '1').replace('BTC', 'NOPE'),
    'symbol: "NOPEUSDT"',
  ],
  ['a price that is none', row('10:00:00', 'BUY', Number.NaN, '1BTC'), 'price: "NaN"'],
  ['a side that is none', row('10:00:00', 'HOLD', 1, '1BTC'), 'side: "HOLD"'],
  ['a moment to come', `2099-01-01 00:00:00,BTCUSDT,BUY,1,1BTC,0,0\n`, 'lies in the future'],
  ['an amount beyond reason', row('10:00:00', 'BUY', 1e16, '1BTC'), 'price: "10000000000000000"'],
])('%s is named by line and reason, and nothing is imported', async (_name, broken, reason) => {
  await expect(commit(TWO + broken)).rejects.toMatchObject({
    code: 'INVALID',
    message: expect.stringContaining('Line 4') as string,
    details: [{ field: 'line 4', message: expect.stringContaining(reason) as string }],
  });
  expect(await preview(TWO + broken)).toMatchObject({
    ...{ can_import: false, error_count: 1, fills: 0, positions: [] },
  });
  expect(await list()).toEqual([]);
});

test('columns that the header does not tell are chosen by the trader', async () => {
  const text = 'When,What,Way,At,Many\n2025-06-01 10:00:00,BTC/USDT,buy,60000,1\n';
  expect(await preview(text)).toMatchObject({ format: 'other', can_import: false, rows: 0 });
  await expect(commit(text)).rejects.toThrow(/^columns: .*time/);
  const columns = { time: 0, symbol: 1, side: 2, price: 3, quantity: 4 };
  expect(await commit(text, { columns, utc_offset_minutes: 420 })).toMatchObject({ fills: 1 });
  expect(await list()).toMatchObject([{ opened_at: '2025-06-01T03:00:00.000Z' }]);
});

test('our own export comes back as the same positions', async () => {
  await commit(TWO + row('12:00:00', 'BUY', 62_000, '0.5BTC'));
  await commit(FUTURES + future('10:00:00', 'BUY', 100, 1) + future('11:00:00', 'SELL', 110, 3));
  const figures = (await list()).map(({ net_pnl, quantity, fees, symbol }) => ({
    ...{ net_pnl, quantity, fees, symbol },
  }));
  const { text } = await harness.ask('export_fills', {});
  harness = new PositionHarness(new SimulatedDisk());
  await harness.open();
  expect(await preview(text)).toMatchObject({ format: 'tickwatch', missing: [] });
  await commit(text);
  const sorted = (list: object[]) => list.map((each) => JSON.stringify(each)).sort();
  const again = (await list()).map(({ net_pnl, quantity, fees, symbol }) => ({
    ...{ net_pnl, quantity, fees, symbol },
  }));
  expect(sorted(again)).toEqual(sorted(figures));
});

test('fees in BNB are valued by the hour of their fill; without a rate they are told', async () => {
  const text = FUTURES + '2025-06-01 10:30:00,BTCUSDT,BUY,100,1,100,0.001,BNB,0,USDT\n';
  expect((await preview(text)).unvalued).toEqual([{ asset: 'BNB', amount: 0.001 }]);
  const openTime = Date.UTC(2025, 5, 1, 10);
  const bar = { openTime, open: 600, high: 600, low: 600, close: 650, volume: 1, isClosed: true };
  harness.exchange.klines = [bar as (typeof harness.exchange.klines)[number]];
  expect((await preview(text)).unvalued).toEqual([]);
  await commit(text);
  expect(await list()).toMatchObject([{ fees: 0.65, unvalued: [] }]);
});

test('sales of coins that nothing had bought go into no position, and are told', async () => {
  const text = TWO + row('12:00:00', 'SELL', 61_000, '2BTC');
  expect((await preview(text)).uncovered).toMatchObject([{ symbol: 'BTC/USDT', quantity: 2 }]);
  expect(await commit(text)).toMatchObject({ uncovered_count: 1, created: [1] });
  expect(await commit(text)).toMatchObject({ uncovered_count: 1, created: [], changed: [] });
});

test('two imports of one file at the same time take it in once', async () => {
  const results = await Promise.all([commit(TWO), commit(TWO)]);
  expect(results.map(({ fills }) => fills)).toEqual([2, 0]);
  expect(await list()).toHaveLength(1);
});

test(`killed at any call of the disk, all of a file is there or nothing (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  const text = TWO + row('12:00:00', 'BUY', 62_000, '0.5BTC');
  const before = harness.disk.calls;
  await commit(text);
  const calls = harness.disk.calls - before;
  expect(calls).toBeGreaterThan(10);
  for (let at = 1; at <= calls; at++) {
    harness = new PositionHarness(new SimulatedDisk());
    await harness.open();
    harness.disk.stopAt(at);
    const isAnswered = await commit(text).then(
      () => true,
      () => false,
    );
    if (random() < 0.5) harness.disk.restart();
    else harness.disk.powerCut(random);
    harness = new PositionHarness(harness.disk, harness.clock);
    await harness.open();
    const { length } = await list();
    expect(isAnswered ? [2] : [0, 2], `stopped at call ${at} of ${calls}`).toContain(length);
    expect(await commit(text)).toMatchObject({ fills: length === 0 ? 3 : 0 });
  }
});
