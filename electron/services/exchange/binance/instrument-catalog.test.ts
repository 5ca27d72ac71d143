import { expect, test } from 'vitest';
import { InstrumentCatalog, type ListedInstrument } from './instrument-catalog';

function listed(baseAsset: string, quoteAsset: string, status = 'TRADING'): ListedInstrument {
  return {
    venue: 'spot',
    symbol: `${baseAsset}/${quoteAsset}`,
    venueSymbol: baseAsset + quoteAsset,
    baseAsset,
    quoteAsset,
    tickSize: '0.01',
    stepSize: '0.001',
    isTrading: status === 'TRADING',
    status,
  };
}

const symbolFound = (catalog: InstrumentCatalog, input: string): string | undefined =>
  catalog.find(input)?.symbol;

test('a spelling that tells the assets apart means no other pair of the same letters', () => {
  const catalog = new InstrumentCatalog([listed('AB', 'USDT')]);
  expect(symbolFound(catalog, 'ab-usdt')).toBe('AB/USDT');
  expect(symbolFound(catalog, 'ABUSDT')).toBe('AB/USDT');
  expect(symbolFound(catalog, 'A/BUSDT')).toBeUndefined();
});

test('of two pairs of the same letters the longer known quote is meant, in whatever order they come', () => {
  const rows = [listed('A', 'FDUSD'), listed('AFD', 'USD')];
  for (const order of [rows, rows.toReversed()]) {
    expect(symbolFound(new InstrumentCatalog(order), 'afdusd')).toBe('A/FDUSD');
  }
});

test('of two pairs of the same letters the one that trades is meant', () => {
  const catalog = new InstrumentCatalog([listed('A', 'FDUSD', 'HALT'), listed('AFD', 'USD')]);
  expect(symbolFound(catalog, 'AFDUSD')).toBe('AFD/USD');
});
