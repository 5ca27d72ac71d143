import { beforeEach, expect, test } from 'vitest';
import { SimulatedDisk } from '../store/simulated-disk';
import { PositionHarness } from './position-harness';

let harness: PositionHarness;

beforeEach(async () => {
  harness = new PositionHarness(new SimulatedDisk());
  await harness.open();
});

const create = (more: object) =>
  harness.ask('create_position', { side: 'long', quantity: 1, entry_price: 44_000, ...more });
const get = (id: number) => harness.ask('get_position', { id });

async function killAndStart(): Promise<void> {
  harness.disk.restart();
  harness = new PositionHarness(harness.disk, harness.clock);
  await harness.open();
}

test('a contract is valued by its mark price too', async () => {
  const symbol = 'BTC/USDT:USDT';
  const { position_id: id } = await create({ symbol, side: 'short', leverage: 10 });
  harness.exchange.marks = [
    {
      ...{ symbol, markPrice: 43_900, indexPrice: null, fundingRate: null },
      ...{ nextFundingTime: null, time: harness.clock.now() },
    },
  ];
  harness.mark(harness.exchange.marks[0]!);
  harness.trade(symbol, 43_000);
  expect(await get(id)).toMatchObject({
    ...{ current_price: 43_000, pnl: 1000, roi_percent: 22.73 },
    mark: { mark_price: 43_900, pnl: 100, pnl_percentage: 0.23 },
  });
});

test('a position of a symbol that no venue has any more can be closed, renamed and exported', async () => {
  const { position_id: id } = await create({ symbol: 'ETH/USDT', entry_price: 3000 });
  harness.trade('ETH/USDT', 3100);
  harness.exchange.known = harness.exchange.known.filter(({ symbol }) => symbol !== 'ETH/USDT');
  expect(await get(id)).toMatchObject({ symbol: 'ETH/USDT', current_price: 3100 });
  await harness.ask('rename_position', { id, symbol: 'BNB/USDT', ratio: 10 });
  expect(await get(id)).toMatchObject({ symbol: 'BNB/USDT', quantity: 10, entry_price: 300 });
  await harness.ask('close_position', { id, price: 310 });
  expect(await get(id)).toMatchObject({ status: 'closed', realized_pnl: 100 });
  await killAndStart();
  expect(await get(id)).toMatchObject({ symbol: 'BNB/USDT', realized_pnl: 100 });
  expect((await harness.ask('export_fills', {})).text).toContain('ETH/USDT');
});
