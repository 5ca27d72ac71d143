import { beforeEach, expect, test } from 'vitest';
import { SimulatedDisk } from '../store/simulated-disk';
import { PositionHarness } from './position-harness';

let harness: PositionHarness;
let id: number;

beforeEach(async () => {
  harness = new PositionHarness(new SimulatedDisk());
  await harness.open();
  const first = { symbol: 'BTC/USDT', side: 'long', quantity: 2, entry_price: 100, fee: 1 };
  id = (await harness.ask('create_position', first)).position_id;
  harness.clock.advance(1000);
  await harness.ask('add_fill', { id, side: 'sell', quantity: 1, price: 110 });
});

const get = () => harness.ask('get_position', { id });
const fillIds = async () => (await get()).fills.map(({ fill_id }) => fill_id);

test('a preview tells what a correction would come to and changes nothing', async () => {
  const before = await get();
  const [bought = 0, sold = 0] = await fillIds();
  const corrected = await harness.ask('preview_fill', { id, fill_id: bought, price: 90 });
  expect(corrected).toMatchObject({ entry_price: 90, realized_pnl: 20, fees: 1 });
  const without = await harness.ask('preview_fill', { id, fill_id: sold, is_deleted: true });
  expect(without).toMatchObject({ quantity: 2, realized_pnl: 0 });
  expect(await get()).toEqual(before);
});

test('what cannot be is refused before it is done', async () => {
  const [bought = 0] = await fillIds();
  const reply = await harness.reply('preview_fill', { id, fill_id: bought, quantity: 0.5 });
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID' } });
});

test('a correction can be taken back, to the last detail', async () => {
  const before = await get();
  const [bought = 0] = await fillIds();
  await harness.ask('change_fill', { id, fill_id: bought, price: 90, quantity: 3, fee: 0 });
  await harness.ask('restore_fill', { id, fill_id: bought });
  expect(await get()).toEqual(before);
});

test('a deleted fill comes back at its place, also one that had opened the position', async () => {
  await harness.ask('add_fill', { id, side: 'buy', quantity: 1, price: 120 });
  await harness.ask('add_fill', { id, side: 'buy', quantity: 1, price: 121 });
  const [, sold = 0, third = 0] = await fillIds();
  await harness.ask('delete_fill', { id, fill_id: sold });
  const before = await get();
  const [first = 0] = await fillIds();
  for (const fillId of [first, third]) {
    await harness.ask('delete_fill', { id, fill_id: fillId });
    await harness.ask('restore_fill', { id, fill_id: fillId });
    expect(await get()).toEqual(before);
  }
});

test('nothing is taken back twice, and nothing that was not corrected', async () => {
  const [bought = 0, sold = 0] = await fillIds();
  await harness.ask('change_fill', { id, fill_id: bought, price: 90 });
  await harness.ask('restore_fill', { id, fill_id: bought });
  for (const fillId of [bought, sold]) {
    const reply = await harness.reply('restore_fill', { id, fill_id: fillId });
    expect(reply).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  }
});

/** Without its first fill, which is answered, the position would be a short. */
async function turning(): Promise<number> {
  await harness.ask('add_fill', { id, side: 'buy', quantity: 0.5, price: 120 });
  const [bought = 0] = await fillIds();
  return bought;
}

test('a correction that would turn a long into a short is refused, and the preview says so', async () => {
  const fillId = await turning();
  const before = await get();
  const at = { id, fill_id: fillId };
  for (const [name, params] of [
    ['delete_fill', at],
    ['change_fill', { ...at, side: 'sell' }],
  ] as const) {
    const reply = await harness.reply(name, params);
    expect(reply).toMatchObject({
      ...{ ok: false },
      error: { code: 'INVALID', details: [{ field: 'allow_flip' }] },
    });
  }
  expect(await get()).toEqual(before);
  const preview = await harness.ask('preview_fill', { ...at, is_deleted: true });
  expect(preview).toMatchObject({ side: 'short', turns_side: true });
  expect(await harness.ask('preview_fill', { ...at, price: 90 })).toMatchObject({
    ...{ side: 'long', turns_side: false },
  });
});

test('a position turns when that is allowed, and turns back when it is taken back', async () => {
  const fillId = await turning();
  const before = await get();
  // As a query string has it.
  const turned = await harness.ask('delete_fill', { id, fill_id: fillId, allow_flip: 'true' });
  expect(turned).toMatchObject({ side: 'short', quantity: 0.5 });
  await harness.ask('restore_fill', { id, fill_id: fillId });
  expect(await get()).toEqual(before);
});
