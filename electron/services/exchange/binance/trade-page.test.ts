import { expect, test } from 'vitest';
import { aggTradesSchema } from './schemas';
import { readTradePage } from './trade-page';

const time = Date.UTC(2026, 0, 1);
const row = (a: number) => ({ a, p: '1.50', q: '2', f: a, l: a, T: time + a, m: true, M: true });

test('a full page with a trade struck out is filled up, since a short one means the end', async () => {
  const all = [row(7), { ...row(8), p: '0.0', q: '0' }, row(9), row(10), row(11)];
  const ask = ({ fromId = 0, limit }: { fromId?: number; limit: number }) =>
    Promise.resolve(all.filter(({ a }) => a >= fromId).slice(0, limit));
  const read = async ({ fromId = 0, limit = 3 }) => {
    const trades = await readTradePage({ fromId, limit }, async (query) =>
      aggTradesSchema.parse(await ask(query)),
    );
    return trades.map(({ a }) => a);
  };
  expect(await read({})).toEqual([7, 9, 10]);
  expect(await read({ fromId: 9 })).toEqual([9, 10, 11]);
  const page = aggTradesSchema.parse(all.slice(0, 3));
  const same = await readTradePage({ fromId: 7, limit: 3 }, () => Promise.resolve(page));
  expect(same).toHaveLength(2);
});

test('rows of history that come in any order are put in order', () => {
  const rows = aggTradesSchema.parse([row(9), row(7), row(8)]);
  expect(rows.map(({ a }) => a)).toEqual([7, 8, 9]);
});
