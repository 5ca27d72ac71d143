import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fill } from './fill';
import { ledgerEntrySchema } from './fill-schema';
import { evaluateJournal } from './journal';
import { buildLedger } from './ledger-build';
import { entryOf, fillOf, finish, parseScript } from './ledger-script';
import { Exact } from './money';
import { RateBook, type AssetAmount, type ConvertedTotal } from './money-rates';
import { sumPositions, totalPortfolio, type PortfolioBasis } from './portfolio';
import type { Position } from './position';
import { valuePosition } from './pnl';
import { z } from 'zod';

function rates(prices: Readonly<Record<string, string>>): RateBook {
  const book = new RateBook();
  for (const [symbol, price] of Object.entries(prices)) book.set(symbol, Exact.of(price));
  return book;
}

const amount = (text: string): AssetAmount => {
  const [digits = '', asset = ''] = text.split(' ');
  return { amount: Exact.of(digits), asset };
};

function show({ currency, amount: total, unconverted }: ConvertedTotal): string {
  const rest = unconverted.map(({ asset, amount: left }) => ` + ${left.toText()} ${asset}`);
  return `${total.toText()} ${currency}${rest.join('')}`;
}

/** A position and the price of its symbol. */
interface Holding {
  readonly position: Position;
  readonly price: Exact | null;
}

const totalOf = (holdings: readonly Holding[], counted: PortfolioBasis) =>
  totalPortfolio(
    sumPositions(holdings.map(({ position }) => position)),
    (symbol) => holdings.find(({ position }) => position.symbol === symbol)?.price ?? null,
    counted,
  );

/** Holdings out of `symbol script`, each valued at its price. */
function hold(symbol: string, script: string, price: string | null): Holding[] {
  const fills = parseScript(script).map((step, at): Fill => {
    const entry = entryOf(step, at);
    if (entry.kind !== 'fill') throw new Error('fills only');
    return { ...entry, symbol };
  });
  return finish(buildLedger(fills, 5)).records.map(({ position }) => ({
    position,
    price: price === null ? null : Exact.of(price),
  }));
}

test.each([
  ['BTC', 'USDT', '50000'],
  ['USDT', 'BTC', '0.00002'],
  ['USDT', 'USDT', '1'],
  ['ETH', 'BTC', '0.05'],
  ['ETH', 'EUR', '2000'],
  ['EUR', 'ETH', '0.0005'],
  ['THB', 'USDT', undefined],
])('one %s is %s: %s', (from, to, expected) => {
  const book = rates({ 'BTC/USDT': '50000', 'ETH/BTC': '0.05', 'BTC/EUR': '40000' });
  expect(book.rate(from, to)?.toText()).toBe(expected);
});

test('the price of a contract is no exchange rate', () => {
  expect(rates({ 'BTC/USDT:USDT': '50000' }).rate('BTC', 'USDT')).toBeNull();
});

test('what cannot be converted stays in its own asset and says so', () => {
  const book = rates({ 'BTC/USDT': '50000' });
  const total = book.total(['1 BTC', '5 THB', '10 USDT', '-2 THB'].map(amount), 'USDT');
  expect(show(total)).toBe('50010 USDT + 3 THB');
});

const basis = { capital: [amount('1000 USDT')], rates: rates({}), currency: 'USDT' };

test('equity is the capital and all that was won and lost, by open and closed positions', () => {
  const totals = totalOf(
    [
      ...hold('BTC/USDT', 'buy 1 @ 100 fee 1 USDT; sell 1 @ 130; buy 2 @ 120', '125'),
      ...hold('ETH/USDT:USDT', 'sell 10 @ 20', '21'),
    ],
    basis,
  );
  expect(show(totals.unrealizedPnl)).toBe('0 USDT');
  expect(show(totals.settledPnl)).toBe('29 USDT');
  expect(show(totals.equity)).toBe('1029 USDT');
});

test('exposure is counted by side and by symbol at present prices', () => {
  const { exposure, exposureBySymbol } = totalOf(
    [
      ...hold('BTC/USDT', 'buy 2 @ 100', '125'),
      ...hold('BTC/USDT', 'buy 1 @ 90', '125'),
      ...hold('ETH/USDT:USDT', 'sell 10 @ 20', '21'),
    ],
    basis,
  );
  expect(Object.values(exposure).map(show)).toEqual([
    '375 USDT',
    '210 USDT',
    '585 USDT',
    '165 USDT',
  ]);
  expect([...exposureBySymbol.keys()]).toEqual(['BTC/USDT', 'ETH/USDT:USDT']);
  expect(show(exposureBySymbol.get('ETH/USDT:USDT')!.net)).toBe('-210 USDT');
});

test('amounts in another quote asset are converted, or stand beside the sum', () => {
  const holdings = hold('ETH/BTC', 'buy 10 @ 0.05', '0.06');
  expect(show(totalOf(holdings, basis).equity)).toBe('1000 USDT + 0.1 BTC');
  const known = { ...basis, rates: rates({ 'BTC/USDT': '50000' }) };
  expect(show(totalOf(holdings, known).equity)).toBe('6000 USDT');
});

test('a position without a price and a fee without a rate are named, not counted as zero', () => {
  const totals = totalOf(
    [
      ...hold('OLD/USDT', 'buy 2 @ 100 fee 0.01 BNB', null),
      ...hold('BTC/USDT', 'buy 1 @ 1 fee 0.02 BNB', '2'),
    ],
    basis,
  );
  expect(totals.unpriced).toEqual(['OLD/USDT']);
  expect(show(totals.equity)).toBe('1001 USDT');
  expect(totals.unvalued.map(({ asset, amount: left }) => `${left.toText()} ${asset}`)).toEqual([
    '-0.03 BNB',
  ]);
});

const trades = [
  ...hold('BTC/USDT', 'buy 1 @ 100; sell 1 @ 130 fee 1 USDT', '1'),
  ...hold('BTC/USDT', 'buy 1 @ 100; sell 1 @ 90', '1'),
  ...hold('ETH/USDT', 'buy 1 @ 100; sell 1 @ 95 fee 0.1 BNB', '1'),
  ...hold('ETH/USDT', 'buy 1 @ 100; sell 1 @ 100', '1'),
  ...hold('ETH/BTC', 'buy 1 @ 2; sell 1 @ 3', '1'),
  ...hold('SOL/USDT', 'buy 1 @ 2', '1'),
];
const entries = trades.map(({ position }, at) => ({
  position,
  tags: at % 2 === 0 ? ['even', 'all'] : ['all'],
}));

test('the journal counts closed positions by net result, each currency for itself', () => {
  const { all } = evaluateJournal(entries);
  expect(all.map(({ currency, count }) => `${count} ${currency}`)).toEqual(['1 BTC', '4 USDT']);
  expect(all[1]).toMatchObject({ wins: 1, losses: 2, averageDurationMs: 1, incomplete: 1 });
  const figures = (
    ['winRate', 'net', 'averageWin', 'averageLoss', 'expectancy', 'best', 'worst'] as const
  ).map((name) => all[1]![name]?.toText());
  expect(figures).toEqual(['25', '14', '29', '-7.5', '3.5', '29', '-10']);
  expect(all[1]!.profitFactor?.toFixed(4)).toBe('1.9333');
});

test('without losses there is no profit factor, without entries nothing at all', () => {
  const [btc] = evaluateJournal(entries).all;
  expect([btc!.profitFactor, btc!.averageLoss]).toEqual([null, null]);
  expect(evaluateJournal([]).all).toEqual([]);
});

test('parts of the journal add up to the whole, by symbol; tags may overlap', () => {
  const { all, bySymbol, byTag } = evaluateJournal(entries);
  const usdt = ['BTC/USDT', 'ETH/USDT'].map((symbol) => bySymbol.get(symbol)![0]!.net);
  expect(usdt[0]!.plus(usdt[1]!).compare(all[1]!.net)).toBe(0);
  expect([...byTag.keys()]).toEqual(['all', 'even']);
  expect(byTag.get('even')?.map(({ count }) => count)).toEqual([1, 2]);
});

test('entries of the ledger survive their way through a file', () => {
  const steps = parseScript('buy 1e-12 @ 0.1 fee 0.1 BNB at 300; fund -0.3 USDT; split 1000');
  const all = [...steps.map((step, at) => entryOf(step, at)), fillOf('sell', '1', '2', 9)];
  const list = z.array(ledgerEntrySchema);
  const text = JSON.stringify(z.encode(list, all));
  const back = list.parse(JSON.parse(text));
  expect(JSON.stringify(z.encode(list, back))).toBe(text);
  expect(back.map(({ kind }) => kind)).toEqual(['fill', 'funding', 'renaming', 'fill']);
  expect(list.safeParse([{ kind: 'fill', price: 5 }]).success).toBe(false);
});

test('the equity is the capital and each position valued by itself', () => {
  const script = 'buy 1 @ 100; buy 2 @ 101; sell 0.7 @ 103; buy 0.11 @ 99.9';
  const holdings = [
    ...hold('BTC/USDT', script, '107.3'),
    ...hold('BTC/USDT', 'buy 3 @ 33.33; sell 1 @ 30', '107.3'),
    ...hold('BTC/USDT:USDT', 'sell 7 @ 100; buy 3 @ 93; sell 2 @ 107', '106.9'),
  ];
  const alone = holdings.map(({ position, price }) => valuePosition(position, price!).netPnl);
  const sum = alone.reduce((one, other) => one.plus(other), Exact.of(1000));
  expect(totalOf(holdings, basis).equity.amount.toFixed(58)).toBe(sum.toFixed(58));
});

/** Bought in two parts, sold in part: what is left has an average that rarely ends. */
const averaged = fc
  .tuple(
    fc.constantFrom('BTC/USDT', 'ETH/USDT', 'BTC/USDT:USDT'),
    fc.constantFrom(['buy', 'sell'], ['sell', 'buy']),
    fc.tuple(...[1, 2, 3, 4, 5].map(() => fc.integer({ min: 1, max: 99_999 }))),
  )
  .map(([symbol, [enter, leave], [q1, p1, q2, p2, p3]]) => {
    const entries = `${enter} ${q1}e-5 @ ${p1}e-2; ${enter} ${q2}e-5 @ ${p2}e-2`;
    return hold(symbol, `${entries}; ${leave} 1e-5 @ ${p3}e-2`, '123.45');
  });

test('the whole is the sum of its parts as the wire tells them, in any order', () => {
  fc.assert(
    fc.property(fc.array(averaged, { minLength: 1, maxLength: 12 }), (groups) => {
      const holdings = groups.flat();
      const exact = holdings.reduce(
        (total, { position, price }) => total.plus(valuePosition(position, price!).netPnl),
        Exact.of(1000),
      );
      const { amount: total } = totalOf(holdings, basis).equity;
      expect(total.toNumber()).toBe(exact.toNumber());
      expect(totalOf(holdings.toReversed(), basis).equity.amount.toText()).toBe(total.toText());
    }),
    { numRuns: 60 },
  );
});
