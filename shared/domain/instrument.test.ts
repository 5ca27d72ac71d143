import { expect, test } from 'vitest';
import {
  decimalsOf,
  futuresSymbol,
  searchInstruments,
  byLikelihood,
  meansSymbol,
  symbolKey,
  toVenueSymbol,
  venueOf,
  type Instrument,
} from './instrument';

const instrument = (baseAsset: string, quoteAsset: string): Instrument => ({
  venue: 'spot',
  symbol: `${baseAsset}/${quoteAsset}`,
  venueSymbol: baseAsset + quoteAsset,
  baseAsset,
  quoteAsset,
  tickSize: '0.01',
  stepSize: '0.001',
  isTrading: true,
});

test.each(['BTC/USDT', 'btc-usdt', 'BtcUsdt', ' BTCUSDT '])('%j means BTCUSDT', (input) => {
  expect(toVenueSymbol(input)).toBe('BTCUSDT');
});

test.each(['BTC/USDT:USDT', 'btc-usdt:usdt', 'BtcUsdt:USDT', ' btc/usdt:Usdt '])(
  '%j means the perpetual BTCUSDT settled in USDT',
  (input) => {
    expect(venueOf(input)).toBe('futures');
    expect(symbolKey(input)).toBe('BTCUSDT:USDT');
    expect(toVenueSymbol(input)).toBe('BTCUSDT');
  },
);

test.each([
  ['A/BUSDT', true, false],
  ['a-busdt', true, false],
  ['AB/USDT', false, true],
  [' ab-usdt ', false, true],
  ['ABUSDT', true, true],
  ['A/BUSDT:USDT', false, false],
])('%j means A/BUSDT: %s, AB/USDT: %s', (input, isFirst, isSecond) => {
  expect(meansSymbol(input, 'A/BUSDT')).toBe(isFirst);
  expect(meansSymbol(input, 'AB/USDT')).toBe(isSecond);
});

test.each(['BTC/USDT:USDT', 'btc-usdt:usdt', 'btcusdt:usdt'])('%j means BTC/USDT:USDT', (input) => {
  expect(meansSymbol(input, 'BTC/USDT:USDT')).toBe(true);
  expect(meansSymbol(input, 'BTC/USDT:USDT-260327')).toBe(false);
});

test('of instruments written alike the one that trades is likelier, then the longer known quote', () => {
  const halted = { ...instrument('AB', 'USDT'), isTrading: false };
  const [fdusd, usdt] = [instrument('A', 'FDUSD'), instrument('AFD', 'USDT')];
  const unknown = instrument('A', 'BUSDT');
  const sorted = [fdusd, unknown, halted, usdt].toSorted(byLikelihood);
  expect(sorted).toEqual([halted, unknown, usdt, fdusd]);
});

test('what settles in another asset, or on a day, is another instrument', () => {
  expect(symbolKey('btcusdt:usdc')).not.toBe(symbolKey('BTC/USDT:USDT'));
  expect(symbolKey('btc-usdt:usdt-260327')).toBe('BTCUSDT:USDT-260327');
  expect(toVenueSymbol('btc-usdt:usdt-260327')).toBe('BTCUSDT_260327');
  expect(venueOf('BTC/USDT')).toBe('spot');
});

test.each([
  ['BTCUSDT', 'BTC', 'USDT', 'BTC/USDT:USDT'],
  ['BTCUSDT_260327', 'BTC', 'USDT', 'BTC/USDT:USDT-260327'],
  ['TSLAUSDT', 'TSLA', 'USDT', 'TSLA/USDT:USDT'],
  ['币安人生USDT', '币安人生', 'USDT', '币安人生/USDT:USDT'],
  ['1000SHIBUSDC', '1000SHIB', 'USDC', '1000SHIB/USDC:USDC'],
  ['ICPUSDT_SETTLED', 'ICP', 'USDT', null],
])('the contract %s is written %s/%s → %s', (venueSymbol, baseAsset, quoteAsset, symbol) => {
  const names = { venueSymbol, baseAsset, quoteAsset, marginAsset: quoteAsset };
  expect(futuresSymbol(names)).toBe(symbol);
  if (symbol !== null) expect(toVenueSymbol(symbol)).toBe(venueSymbol);
});

test.each([
  ['0.01000000', 2],
  ['1.00000000', 0],
  ['1', 0],
  ['0.00000001', 8],
])('a step of %s has %d decimals', (step, decimals) => {
  expect(decimalsOf(step)).toBe(decimals);
});

test('a search puts the asset itself first and keeps looser matches behind', () => {
  const list = [
    instrument('WBTC', 'BTC'),
    instrument('BTCDOM', 'USDT'),
    instrument('BTC', 'AUD'),
    instrument('BTC', 'USDT'),
    instrument('ETH', 'BTC'),
    instrument('SOL', 'USDT'),
  ];
  const found = searchInstruments(list, 'btc', 10).map(({ symbol }) => symbol);
  expect(found).toEqual(['BTC/USDT', 'BTC/AUD', 'BTCDOM/USDT', 'ETH/BTC', 'WBTC/BTC']);
  expect(searchInstruments(list, '', 2)).toHaveLength(2);
  expect(searchInstruments(list, 'eth/btc', 10)[0]?.symbol).toBe('ETH/BTC');
  expect(searchInstruments(list, 'nothing', 10)).toEqual([]);
});
