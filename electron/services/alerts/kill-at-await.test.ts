import { expect, test } from 'vitest';
import { type AlertHarness, BTC, openHarness } from './alert-harness';
import { FakeChannels } from './fake-channels';

/** Turns from the trade until everything is over, with room to spare; checked below. */
const TURNS = 56;

async function opened() {
  const channels = new FakeChannels();
  const harness = await openHarness({ channels });
  await harness.arm({
    ...{ mode: 'once', channels: ['telegram'] },
    condition: { type: 'price_cross', price: 100, direction: 'up' },
  });
  await harness.trade(99);
  await harness.pass(500);
  return { harness, channels };
}

/** Brings the trade that fires and goes on for so many turns; says whether all was over by then. */
async function fireAndKill(harness: AlertHarness, turns: number): Promise<boolean> {
  harness.clock.advance(1);
  const id = 1 + (harness.exchange.trades.at(-1)?.id ?? 0);
  const time = harness.clock.now();
  const trade = { symbol: BTC, id, lastTradeId: id, price: 100, quantity: 1, time };
  harness.exchange.trades.push(trade);
  harness.run.marketData.onTrade(trade);
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
  const { messages } = harness.run.store.state.outbox;
  const isOver = harness.alerts.length > 0 && Object.keys(messages).length === 0;
  harness.kill();
  return isOver;
}

test('6.5 a kill at every single await from the trade to the channel’s answer loses nothing', async () => {
  const over: boolean[] = [];
  const sent = new Set<number>();
  for (let turns = 0; turns <= TURNS; turns++) {
    const { harness, channels } = await opened();
    over.push(await fireAndKill(harness, turns));
    await harness.open();
    await harness.trade(99);
    for (let n = 0; n < 3; n++) await harness.pass(1000);
    const { items } = await harness.ask('list_alerts', {});
    expect(items, `killed after ${turns} turns`).toMatchObject([{ price: 100 }]);
    const [{ alert_id: id } = { alert_id: 0 }] = items;
    const deliveries = await harness.ask('list_deliveries', { id });
    expect(deliveries.items).toMatchObject([{ status: 'accepted' }]);
    const keys = channels.of('telegram').map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size, `killed after ${turns} turns`).toBe(1);
    sent.add(keys.length);
    await harness.close();
  }
  // From before the fire is recorded until after its end is: nothing lies beyond the kills.
  expect([over[0], over.at(-1)]).toEqual([false, true]);
  expect(sent).toEqual(new Set([1, 2]));
});
