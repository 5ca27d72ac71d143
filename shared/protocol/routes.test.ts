import { expect, test } from 'vitest';
import { requests, type RequestName } from './requests';
import { matchRoute } from './routes';

test('every REST request of the contract is found by its own path, with and without the root', () => {
  for (const name of Object.keys(requests) as RequestName[]) {
    const { rest } = requests[name];
    if (!rest) continue;
    const path = rest.path.replace(/\{(\w+)\}/g, 'X-$1');
    expect(matchRoute(rest.method, path)).toMatchObject({ kind: 'found', name });
    expect(matchRoute(rest.method, `/api/v1${path}`)).toMatchObject({ kind: 'found', name });
  }
});

test.each(['/prices/BTC-USDT', '/prices/BTC%2FUSDT', '/prices/BTC/USDT'])(
  '%s leads to the price of one symbol',
  (path) => {
    expect(matchRoute('GET', path)).toMatchObject({ kind: 'found', name: 'get_price' });
  },
);

test('a known path with another method names the allowed ones', () => {
  expect(matchRoute('DELETE', '/watchlist')).toEqual({
    kind: 'wrong-method',
    allowed: ['GET', 'PUT'],
  });
});

test.each([
  ['/positions/export', ['GET']],
  ['/alert-rules/check', ['POST']],
])('the word at the end of %s is never taken for a number', (path, allowed) => {
  expect(matchRoute('DELETE', path)).toEqual({ kind: 'wrong-method', allowed });
});

test.each(['/', '/nothing', '/prices/a/b/c', '/prices/%E0%A4%A', '/constructor', '/__proto__'])(
  '%s leads nowhere',
  (path) => {
    expect(matchRoute('GET', path)).toEqual({ kind: 'none' });
  },
);
