import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAppLink } from './app-link';

test('links to a symbol and to an alert are understood', () => {
  expect(readAppLink('tickwatch://symbol/BTCUSDT')).toEqual({ kind: 'symbol', symbol: 'BTCUSDT' });
  // Desktops write an address their own way before they pass it on.
  expect(readAppLink('tickwatch://symbol/btc-usdt/')).toEqual({
    kind: 'symbol',
    symbol: 'btc-usdt',
  });
  expect(readAppLink('tickwatch://symbol/BTC-USDT:USDT')).toEqual({
    kind: 'symbol',
    symbol: 'BTC-USDT:USDT',
  });
  expect(readAppLink('tickwatch://alert/17')).toEqual({ kind: 'alert', id: 17 });
});

test.each([
  ...['', 'tickwatch:', 'tickwatch://', 'tickwatch://symbol/', 'tickwatch://alert/0'],
  ...['tickwatch://alert/-1', 'tickwatch://alert/1e3', 'tickwatch://alert/9007199254740993'],
  ...['tickwatch://symbol/../alert/1', 'tickwatch://symbol/%2e%2e', 'tickwatch://symbol/A?x=1'],
  ...['tickwatch://symbol/A#b', 'tickwatch://user@symbol/A', 'tickwatch://symbol:80/A'],
  ...['tickwatch://symbol/A/B', 'tickwatch://symbol/<img src=x>', 'tickwatch://symbol/A B'],
  ...['https://symbol/A', 'javascript:alert(1)', 'tickwatch://symbol/A\ntickwatch://alert/1'],
  ...['tickwatch://import/rules', '--tickwatch://alert/1', 'tickwatch://symbol/A\u202e'],
  `tickwatch://symbol/${'A'.repeat(5000)}`,
])('the link %j is refused', (link) => {
  expect(readAppLink(link)).toBeNull();
});

test('whatever a link says, what comes of it is a plain symbol or a whole number', () => {
  const tail = fc.oneof(fc.string(), fc.webPath(), fc.nat().map(String));
  fc.assert(
    fc.property(fc.constantFrom('symbol/', 'alert/', ''), tail, (head, rest) => {
      const target = readAppLink(`tickwatch://${head}${rest}`);
      if (target?.kind === 'symbol') expect(target.symbol).toMatch(/^[\p{L}\p{N}:-]+$/u);
      else if (target?.kind === 'alert') expect(Number.isSafeInteger(target.id)).toBe(true);
      else expect(target).toBeNull();
    }),
  );
});
