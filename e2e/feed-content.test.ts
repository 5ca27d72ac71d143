import { afterEach, expect, test } from 'vitest';
import { SoakWorld, type SoakWorldOptions } from '../bench/soak/soak-world';
import { TapeJudge } from '../bench/soak/verdict';
import { GARBAGE, type GarbageKind } from '../electron/services/exchange/demo/garbage-frames';
import { SYNTHETIC_SPECS } from '../electron/services/exchange/demo/synthetic-instruments';
import { searchInstruments } from '../shared/domain/instrument';

const MINUTE = 60_000;
const SYMBOLS = ['BTC/USDT', 'ETH/USDT'];
const KINDS = Object.keys(GARBAGE) as GarbageKind[];
const SEED = 4;

let world: SoakWorld;

async function opened(options: Partial<SoakWorldOptions> = {}): Promise<void> {
  world = await SoakWorld.open({ seed: SEED, symbols: SYMBOLS, ...options });
  const isTraded = () => world.record.trades.size === world.options.symbols.length;
  await world.until(() => isTraded() && world.client.isWhole, 10 * MINUTE);
}

afterEach(() => world.close());

/** All that was told, against the venue's own books. */
async function expectWhole(): Promise<void> {
  await world.until(() => world.client.isWhole, 10 * MINUTE);
  await world.run(2 * MINUTE, 500);
  const judge = new TapeJudge(world.market);
  for (const symbol of world.options.symbols) {
    await judge.judge(world.record, symbol, world.market.now() - 2000);
  }
  expect(judge.verdict).toMatchObject({ missing: 0, double: 0, disordered: 0, wrong: 0 });
  expect(judge.verdict).toMatchObject({ candlesMissing: 0, candlesWrong: 0 });
  expect(judge.verdict.candles).toBeGreaterThan(0);
}

test('fault 17: frames that make no sense are dropped and the connection kept, up to twenty a minute', async () => {
  await opened();
  const before = world.connections;
  for (let n = 0; n < 15; n++) {
    world.faults.garbage(n % 2 === 0 ? 'truncated' : 'malformed');
    await world.run(1000);
  }
  expect(world.connections).toBe(before);
  for (let n = 0; n < 10; n++) world.faults.garbage('truncated');
  await world.run(5000);
  expect(world.connections).toBe(before + 1);
  await expectWhole();
});

test.each(KINDS)(
  'fault 19: a frame of the kind %s changes no price and no candle',
  async (kind) => {
    await opened();
    world.faults.garbage(kind);
    await world.run(1000);
    for (const { price, quantity } of world.record.trades.get('BTC/USDT') ?? []) {
      expect(price).toBeGreaterThan(1000);
      expect(quantity).toBeGreaterThan(0);
    }
    const shown = world.client.marketData.price('BTC/USDT');
    expect(shown?.price).toBeGreaterThan(1000);
    await expectWhole();
  },
);

test('fault 28: symbols of any script and any text are found, watched and told whole', async () => {
  const names = ['币安人生', 'שלום', 'A'.repeat(36), '<IMG SRC=X>&AMP;', 'O\'%20"É'];
  const specs = names.map((baseAsset, n) => ({ ...SYNTHETIC_SPECS[n]!, baseAsset }));
  const symbols = names.map((name) => `${name}/USDT`);
  await opened({ specs, symbols });
  const { exchange } = world.client;
  for (const symbol of symbols) {
    expect(searchInstruments(exchange.instruments(), symbol, 1)[0]?.symbol).toBe(symbol);
  }
  await expectWhole();
});
