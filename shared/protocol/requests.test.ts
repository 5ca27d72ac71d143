import { expect, test } from 'vitest';
import { requests } from './requests';

const candles = (end: string) =>
  requests.list_klines.params.safeParse({ symbol: 'BTC/USDT', interval: '1m', end });
const list = (json: string) => requests.put_watchlist.params.safeParse(JSON.parse(json));

test.each(['2026-01-01T00:00:00Z', '2010-01-01T00:00:00Z', '2099-12-31T23:59:59Z'])(
  'candles may be asked up to %s',
  (end) => {
    expect(candles(end).success).toBe(true);
  },
);

test.each([
  '0001-01-01T00:00:00Z',
  '2009-12-31T23:59:59Z',
  '2010-01-01T00:00:00+01:00',
  '2100-01-01T00:00:00Z',
  '9999-01-01T00:00:00Z',
  'yesterday',
])('candles up to %s are refused', (end) => {
  expect(candles(end).error?.issues[0]?.path).toEqual(['end']);
});

test('groups have the names the trader gives them', () => {
  const groups = { Majors: ['BTC/USDT'], 'เหรียญ ★': [], constructor: [] };
  expect(list(JSON.stringify({ symbols: [], groups })).data?.groups).toEqual(groups);
  expect(list('{"symbols":[]}').data?.groups).toEqual({});
});

test.each(['__proto__', '', 'a\u0000b', 'two\nlines', '\u202eevil', 'x'.repeat(65)])(
  'a group called %j is refused',
  (name) => {
    const text = `{"symbols":[],"groups":{${JSON.stringify(name)}:[]}}`;
    expect(list(text).error?.issues[0]?.path[0]).toBe('groups');
  },
);

test.each(['7', 'null', '[]', '{"a":7}'])('groups that are %s are refused', (groups) => {
  expect(list(`{"symbols":[],"groups":${groups}}`).success).toBe(false);
});
