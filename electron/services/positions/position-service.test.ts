import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { PositionHarness } from './position-harness';
import { SimulatedDisk } from '../store/simulated-disk';

const BTC = 'BTC/USDT';
const LONG = { symbol: 'btc-usdt', side: 'long', quantity: 1, entry_price: 44_000 };

let harness: PositionHarness;

beforeEach(async () => {
  harness = new PositionHarness(new SimulatedDisk());
  await harness.open();
});

const create = (more: object = {}) => harness.ask('create_position', { ...LONG, ...more });
const get = (id: number) => harness.ask('get_position', { id });
const fill = (id: number, more: object) => harness.ask('add_fill', { id, ...more });

/** What a process that was killed now leaves to the next one, some time later. */
async function killAndStart(laterMs = 0): Promise<void> {
  harness.disk.restart();
  const clock = new FakeClock(harness.clock.now() + laterMs);
  harness = new PositionHarness(harness.disk, clock);
  await harness.open();
}

test('golden: long 1 BTC at 44000.00, price 45000.50: pnl 1000.50 and 2.27 %', async () => {
  const { position_id } = await create();
  harness.trade(BTC, 45_000.5);
  harness.clock.advance(100);
  expect(harness.updates).toEqual([
    {
      position_id,
      symbol: BTC,
      side: 'long',
      quantity: 1,
      entry_price: 44_000,
      current_price: 45_000.5,
      pnl: 1000.5,
      pnl_percentage: 2.27,
      realized_pnl: 0,
      fees: 0,
      funding: 0,
      net_pnl: 1000.5,
      status: 'open',
      timestamp: '2026-01-01T00:00:00.000Z',
    },
  ]);
});

test('a value is told at most ten times a second, the newest', async () => {
  await create();
  for (let n = 0; n < 50; n++) harness.trade(BTC, 44_000 + n);
  harness.clock.advance(1000);
  expect(harness.updates.map(({ current_price }) => current_price)).toEqual([44_049]);
});

test('nothing is told from a price that is not live, and the answer says what the price is', async () => {
  const { position_id } = await create();
  harness.state = 'stale';
  harness.trade(BTC, 40_000);
  harness.clock.advance(1000);
  expect(harness.updates).toEqual([]);
  expect(await get(position_id)).toMatchObject({ price_status: 'stale', current_price: 40_000 });
  harness.state = 'live';
  harness.clock.advance(100);
  expect(harness.updates).toMatchObject([{ current_price: 40_000, pnl: -4000 }]);
});

test('fills average, take off, flip and close, and the symbol is watched while anything is open', async () => {
  const { position_id: id } = await create({ fee: 10 });
  await fill(id, { side: 'buy', price: 46_000, quantity: 1 });
  expect(await get(id)).toMatchObject({ quantity: 2, entry_price: 45_000, fees: 10 });
  await fill(id, { side: 'sell', price: 47_000, quantity: 0.5 });
  expect(await get(id)).toMatchObject({ quantity: 1.5, realized_pnl: 1000 });
  await expect(fill(id, { side: 'sell', price: 47_000, quantity: 2 })).rejects.toMatchObject({
    code: 'INVALID',
    message: expect.stringMatching(/^quantity: .*1\.5/) as string,
  });
  const flip = { side: 'sell', price: 47_000, quantity: 2, allow_flip: true };
  const { flipped_to } = await fill(id, flip);
  expect(await get(id)).toMatchObject({ status: 'closed', quantity: 0, realized_pnl: 4000 });
  expect(flipped_to).toMatchObject({ side: 'short', quantity: 0.5, entry_price: 47_000 });
  expect(harness.exchange.streams).toContain(`trades ${BTC}`);
  await harness.ask('close_position', { id: flipped_to?.position_id, price: 46_000 });
  expect(harness.exchange.streams).toEqual([]);
  expect(harness.updates.filter(({ status }) => status === 'closed')).toMatchObject([
    { position_id: id, net_pnl: 3990 },
    { position_id: flipped_to?.position_id, realized_pnl: 500, pnl: 0, quantity: 0 },
  ]);
  await expect(fill(id, { side: 'buy', price: 1, quantity: 1 })).rejects.toMatchObject({
    message: expect.stringContaining('position_id: ') as string,
  });
});

test('a fill is corrected and taken out by working everything out anew', async () => {
  const { position_id: id } = await create();
  harness.clock.advance(1000);
  const { fill_id } = await fill(id, { side: 'buy', price: 50_000, quantity: 1 });
  await harness.ask('change_fill', { id, fill_id, price: 46_000, fee: 5 });
  expect(await get(id)).toMatchObject({ entry_price: 45_000, fees: 5 });
  await harness.ask('delete_fill', { id, fill_id });
  const after = await get(id);
  expect(after).toMatchObject({ entry_price: 44_000, quantity: 1, fees: 0 });
  expect(after.fills).toHaveLength(1);
  const only = { id, fill_id: after.fills[0]?.fill_id };
  await expect(harness.ask('delete_fill', only)).rejects.toMatchObject({ code: 'INVALID' });
});

test('taking out the last exit opens a closed position again, also after a restart', async () => {
  const { position_id: id } = await create();
  const { fill_id } = await fill(id, { side: 'sell', price: 45_000, quantity: 1 });
  expect((await get(id)).status).toBe('closed');
  await harness.ask('delete_fill', { id, fill_id });
  await killAndStart();
  expect(await get(id)).toMatchObject({ status: 'open', quantity: 1, realized_pnl: 0 });
});

test('a fee in another coin is valued at its rate then; without a rate it is listed apart', async () => {
  harness.exchange.klines = [
    {
      ...{ openTime: harness.clock.now(), open: 600, high: 600, low: 600, close: 600 },
      ...{ volume: 1, quoteVolume: 600, trades: 1, takerBuyVolume: 0, isClosed: true },
    } as never,
  ];
  const valued = await create({ fee: 0.01, fee_asset: 'bnb' });
  expect(valued).toMatchObject({ fees: 6, unvalued: [] });
  const unknown = await create({ fee: 3, fee_asset: 'XYZ' });
  expect(unknown).toMatchObject({
    fees: 0,
    unvalued: [{ purpose: 'fee', asset: 'XYZ', amount: 3 }],
  });
});

test('funding counts in net PnL, late too', async () => {
  const { position_id: id } = await create();
  await harness.ask('add_funding', { id, amount: -2.5 });
  await harness.ask('close_position', { id, price: 44_000 });
  await harness.ask('add_funding', { id, amount: 1 });
  expect(await get(id)).toMatchObject({ funding: -1.5, net_pnl: -1.5, status: 'closed' });
});

test('a deleted position comes back as it was, open or closed, until it is too late', async () => {
  const open = await create({ note: 'kept', tags: ['a', 'a'] });
  const closed = await create();
  await harness.ask('close_position', { id: closed.position_id, price: 45_000 });
  for (const { position_id: id } of [open, closed]) await harness.ask('delete_position', { id });
  expect((await harness.ask('list_positions', {})).items).toEqual([]);
  await expect(get(open.position_id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await killAndStart();
  expect((await harness.ask('list_positions', {})).items).toEqual([]);
  await harness.ask('restore_position', { id: closed.position_id });
  await harness.ask('restore_position', { id: open.position_id });
  await killAndStart();
  const { items } = await harness.ask('list_positions', {});
  expect(items).toMatchObject([
    { position_id: closed.position_id, status: 'closed', realized_pnl: 1000 },
    { position_id: open.position_id, status: 'open', note: 'kept', tags: ['a'] },
  ]);
  await harness.ask('delete_position', { id: open.position_id });
  await killAndStart(86_400_000);
  const late = harness.ask('restore_position', { id: open.position_id });
  await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a position goes on under a new symbol', async () => {
  const { position_id: id } = await create();
  await harness.ask('rename_position', { id, symbol: 'ETH/USDT', ratio: 10 });
  expect(await get(id)).toMatchObject({ symbol: 'ETH/USDT', quantity: 10, entry_price: 4400 });
  expect(harness.exchange.streams).toEqual(['trades ETH/USDT', 'ticker ETH/USDT']);
});

test('the best and the worst are seen by every trade and outlive a restart', async () => {
  const { position_id: id } = await create();
  for (const price of [44_500, 43_000, 44_100]) harness.trade(BTC, price);
  harness.clock.advance(60_000);
  await new Promise(setImmediate);
  harness.clock.advance(1000);
  await harness.ask('patch_position', { id, note: 'x' });
  await killAndStart();
  expect((await get(id)).excursion).toMatchObject({ best: 500, worst: -1000 });
});

test('two clients at once: every fill counts once, and closing twice closes once', async () => {
  const { position_id: id } = await create();
  const buys = Array.from({ length: 20 }, () =>
    fill(id, { side: 'buy', price: 44_000, quantity: 0.1 }),
  );
  await Promise.all(buys);
  expect(await get(id)).toMatchObject({ quantity: 3 });
  const closings = [1, 2].map(() => harness.reply('close_position', { id, price: 45_000 }));
  const replies = await Promise.all(closings);
  expect(replies.map(({ ok }) => ok)).toEqual([true, false]);
  expect(await get(id)).toMatchObject({ realized_pnl: 3000 });
});

test('what was answered is there after kill -9, and numbers go on', async () => {
  const first = await create();
  await fill(first.position_id, { side: 'sell', price: 45_000, quantity: 1 });
  const second = await create({ side: 'short' });
  await killAndStart();
  expect(await get(first.position_id)).toMatchObject({ status: 'closed', realized_pnl: 1000 });
  expect(await get(second.position_id)).toMatchObject({ status: 'open', side: 'short' });
  expect((await create()).position_id).toBeGreaterThan(second.position_id);
});

test('a change that cannot be saved is refused and never comes to be', async () => {
  const { position_id: id } = await create();
  harness.disk.failAt(1, 'ENOSPC', Number.POSITIVE_INFINITY);
  const reply = await harness.reply('close_position', { id, price: 45_000 });
  expect(reply).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
  expect(await get(id)).toMatchObject({ status: 'open' });
  harness.disk.heal();
  await create();
  await killAndStart();
  expect(await get(id)).toMatchObject({ status: 'open', quantity: 1 });
});

test.each([
  ['quantity', { quantity: 0 }],
  ['quantity', { quantity: -1 }],
  ['quantity', { quantity: '1' }],
  ['entry_price', { entry_price: 0 }],
  ['entry_price', { entry_price: null }],
  ['side', { side: 'buy' }],
  ['symbol', { symbol: '' }],
  ['opened_at', { opened_at: '2026-01-01T00:00:00.001Z' }],
  ['opened_at', { opened_at: 'yesterday' }],
  ['opened_at', { opened_at: '1999-01-01T00:00:00Z' }],
  ['leverage', { leverage: 0 }],
  ['profit_target_percent', { profit_target_percent: 0 }],
  ['stop_loss_percent', { stop_loss_percent: -1 }],
  ['fee_asset', { fee: 1, fee_asset: 'B N' }],
  ['tags.0', { tags: ['two\nlines'] }],
])('a position with a wrong %s is refused by name: %j', async (field, wrong) => {
  const reply = await harness.reply('create_position', { ...LONG, ...wrong });
  expect(reply).toMatchObject({
    ok: false,
    error: { code: 'INVALID', message: expect.stringContaining(`${field}: `) as string },
  });
  expect((await harness.ask('list_positions', {})).items).toEqual([]);
});

test('an unknown symbol and an unknown position are named so', async () => {
  const unknown = await harness.reply('create_position', { ...LONG, symbol: 'NO/PE' });
  expect(unknown).toMatchObject({ ok: false, error: { code: 'UNKNOWN_SYMBOL' } });
  expect(await harness.reply('get_position', { id: 99 })).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
});

test('positions are listed newest first, page by page', async () => {
  const ids: number[] = [];
  for (let n = 0; n < 5; n++) ids.unshift((await create()).position_id);
  const first = await harness.ask('list_positions', { limit: 3 });
  expect(first.items.map(({ position_id }) => position_id)).toEqual(ids.slice(0, 3));
  const rest = await harness.ask('list_positions', { limit: 3, before: first.next });
  expect(rest.items.map(({ position_id }) => position_id)).toEqual(ids.slice(3));
  expect(rest.next).toBeNull();
});

test('all fills, results and positions can be taken out', async () => {
  const { position_id: id } = await create({ fee: 2 });
  await harness.ask('close_position', { id, price: 45_000 });
  const { text } = await harness.ask('export_fills', {});
  expect(text.trim().split('\r\n')).toEqual([
    'Date(UTC),Symbol,Side,Price,Quantity,Fee,Fee Asset,Fee From Quantity,Trade ID',
    '2026-01-01 00:00:00.000,BTC/USDT,BUY,44000,1,2,USDT,no,',
    '2026-01-01 00:00:00.000,BTC/USDT,SELL,45000,1,,,no,',
  ]);
  expect((await harness.ask('export_journal', {})).text).toContain(',1000,2,0,998,USDT,');
  const { items } = await harness.ask('export_positions', {});
  expect(items).toMatchObject([{ position_id: id, fills: [{ side: 'buy' }, { side: 'sell' }] }]);
});
