import { expect, test } from 'vitest';
import { acceptance, acceptanceText } from '../../../bench/signal-acceptance';
import { MARKETS } from '../../../bench/signal-markets';

/** A small part of what `npm run bench -- --only acceptance` holds signals against. */
const SMALL = {
  ...{ markets: MARKETS.slice(0, 1), symbols: 4, count: 16_000 },
  ...{ runs: 1, driftless: 20_000, planted: 40_000 },
};

test('in a made-up market confidences come true as often as they say, and controls show no more than there is', () => {
  const seed = 20_261_123;
  const rows = acceptance({ ...SMALL, seed });
  const table = `seed ${seed}${acceptanceText(rows)}`;
  const names = rows.map(({ name }) => name.split(', seed')[0]);
  expect(names).toEqual(
    expect.arrayContaining(['GARCH, fat tails 15m', 'no drift', 'planted trend']),
  );
  expect(rows.find(({ name }) => name.endsWith('all'))?.figures.n, table).toBeGreaterThan(1000);
  expect(
    rows.flatMap(({ failures }) => failures),
    table,
  ).toEqual([]);
});
