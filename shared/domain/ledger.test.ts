import { expect, test } from 'vitest';
import { AppError } from './errors';
import type { Fill, Funding, Renaming } from './fill';
import { applyFill, applyFunding, openPosition, renameSymbol } from './ledger';
import { LEDGER_HISTORIES } from './ledger-histories';
import { account, fraction, unrealized, type OraclePosition } from './ledger-oracle';
import type { LedgerRecord } from './ledger-record';
import { fillOf, parseScript, play, SCRIPT_SYMBOL } from './ledger-script';
import { Exact } from './money';
import { toFigures, valuePosition } from './pnl';
import { entryPrice, exitPrice, openQuantity, realizedNet, realizedPnl } from './position';

function describe({ position }: LedgerRecord, price: string): string {
  const realized = `realized ${realizedPnl(position).toText()}`;
  if (position.closedAt !== null) {
    return `${position.side} closed, ${realized}, net ${realizedNet(position).toText()}`;
  }
  const { quantity, entryPrice, pnl, netPnl } = valuePosition(position, Exact.of(price));
  return `${position.side} ${quantity.toText()} at ${entryPrice.toText()}, ${realized}, pnl ${pnl.toText()}, net ${netPnl.toText()}`;
}

function figuresOf(oracle: OraclePosition, price: string) {
  const { side, realized, fees, funding } = oracle;
  return { side, realized, fees, funding, pnl: unrealized(oracle, price) };
}

function figuresOfRecord({ position }: LedgerRecord, price: string) {
  const value = valuePosition(position, Exact.of(price));
  return {
    side: position.side,
    realized: fraction(value.realizedPnl.toText()),
    fees: fraction(value.fees.toText()),
    funding: fraction(value.funding.toText()),
    pnl: fraction(value.pnl.toText()),
  };
}

test.each(LEDGER_HISTORIES)('history: $title', ({ script, price, positions }) => {
  const steps = parseScript(script);
  const records = play(steps);
  expect(records.map((record) => describe(record, price))).toEqual(positions);
  expect(records.map((record) => figuresOfRecord(record, price))).toEqual(
    account(steps).map((oracle) => figuresOf(oracle, price)),
  );
});

test('the golden example is on the wire as the contract writes it', () => {
  const position = openPosition(fillOf('buy', '1', '44000.00', 0), null);
  expect(toFigures(valuePosition(position, Exact.of('45000.50')))).toEqual({
    price: 45000.5,
    quantity: 1,
    entryPrice: 44000,
    pnl: 1000.5,
    pnlPercentage: 2.27,
    realizedPnl: 0,
    fees: 0,
    funding: 0,
    netPnl: 1000.5,
  });
});

test('a percentage on the wire is rounded half away from zero', () => {
  const position = openPosition(fillOf('buy', '1', '1000', 0), null);
  const percentAt = (price: string) =>
    toFigures(valuePosition(position, Exact.of(price))).pnlPercentage;
  expect(percentAt('1000.05')).toBe(0.01);
  expect(percentAt('999.95')).toBe(-0.01);
  expect(Object.is(percentAt('999.99'), 0)).toBe(true);
});

const long = openPosition(fillOf('buy', '1.5', '100', 10), null);

test.each<[string, Partial<Fill>, string, string]>([
  ['more than is open', { quantity: Exact.of(2) }, 'quantity', 'Selling 2 is more than the 1.5'],
  ['nothing', { quantity: Exact.zero }, 'quantity', 'above 0'],
  ['a negative quantity', { quantity: Exact.of(-1) }, 'quantity', 'above 0'],
  ['a price of zero', { price: Exact.zero }, 'price', 'above 0'],
  ['another symbol', { symbol: 'ETH/USDT:USDT' }, 'symbol', 'is in BTC/USDT:USDT'],
  ['a time before the opening', { time: 9 }, 'time', 'before the position was opened'],
  [
    'a fee that eats the quantity',
    {
      fee: { amount: Exact.of(1), asset: 'BTC', rate: null },
      feeFromQuantity: true,
    },
    'fee',
    'leaves nothing',
  ],
])('a fill with %s is refused and names the field', (_what, change, field, message) => {
  const fill: Fill = { ...fillOf('sell', '1', '100', 20), ...change };
  const error = failureOf(() => applyFill(long, fill));
  expect(error.code).toBe('INVALID');
  expect(error.message).toContain(message);
  expect(error.info).toEqual({ details: [{ field, message: error.message }] });
});

test('a buy beyond an open short says so in its own words', () => {
  const short = openPosition(fillOf('sell', '0.1', '100', 0), null);
  const error = failureOf(() => applyFill(short, fillOf('buy', '0.2', '100', 1)));
  expect(error.message).toMatch(/^Buying 0.2 is more than the 0.1 that is open; allow_flip/);
});

test('a fill before the last one is refused: only a replay can place it', () => {
  const later = applyFill(long, fillOf('buy', '1', '100', 20)).position;
  expect(failureOf(() => applyFill(later, fillOf('buy', '1', '100', 19))).message).toContain(
    'before the last entry',
  );
});

test('a closed position takes no fill', () => {
  const { position } = applyFill(long, fillOf('sell', '1.5', '110', 20));
  expect(position).toMatchObject({ closedAt: 20, closedBy: 'trade' });
  expect(failureOf(() => applyFill(position, fillOf('buy', '1', '100', 30))).message).toContain(
    'closed',
  );
});

test('a liquidation and a settlement are told from a trade', () => {
  const close = (cause: Fill['cause']) =>
    applyFill(long, { ...fillOf('sell', '1.5', '80', 20), cause }).position.closedBy;
  expect(close('liquidation')).toBe('liquidation');
  expect(close('settlement')).toBe('settlement');
});

test('a fee and a funding without a known rate are kept by asset and left out of net PnL', () => {
  const bnb = { amount: Exact.of('0.001'), asset: 'BNB', rate: null };
  const withFee = applyFill(long, { ...fillOf('buy', '1', '100', 20), fee: bnb }).position;
  const twice = applyFill(withFee, { ...fillOf('sell', '1', '100', 21), fee: bnb }).position;
  const funded = applyFunding(twice, { ...funding, amount: bnb });
  expect(
    funded.unvalued.map((item) => `${item.purpose} ${item.amount.toText()} ${item.asset}`),
  ).toEqual(['fee 0.002 BNB', 'funding 0.001 BNB']);
  expect(funded.fees.isZero && funded.funding.isZero).toBe(true);
});

const funding: Funding = {
  kind: 'funding',
  symbol: SCRIPT_SYMBOL,
  time: 15,
  amount: { amount: Exact.of('-0.5'), asset: 'USDT', rate: null },
};

test('funding reported late still counts for a position that has closed meanwhile', () => {
  const closed = applyFill(long, fillOf('sell', '1.5', '110', 20)).position;
  expect(realizedNet(applyFunding(closed, funding)).toText()).toBe('14.5');
});

test.each([9, 21])('funding of a time when nothing was open is refused: %d', (time) => {
  const closed = applyFill(long, fillOf('sell', '1.5', '110', 20)).position;
  expect(failureOf(() => applyFunding(closed, { ...funding, time })).code).toBe('INVALID');
});

test('the average entry and exit of a closed position stay known', () => {
  const added = applyFill(long, fillOf('buy', '0.5', '120', 20)).position;
  expect(exitPrice(added)).toBeNull();
  const closed = applyFill(added, fillOf('sell', '2', '110', 30)).position;
  expect(openQuantity(closed).isZero).toBe(true);
  expect(entryPrice(closed).toText()).toBe('105');
  expect(exitPrice(closed)?.toText()).toBe('110');
  expect(closed.peakCost.toText()).toBe('210');
});

const renaming: Renaming = {
  kind: 'renaming',
  symbol: SCRIPT_SYMBOL,
  time: 20,
  newSymbol: 'XBT/USDT:USDT',
  ratio: Exact.of(1000),
};

test('a renamed position goes on under the new symbol only', () => {
  const renamed = renameSymbol(long, renaming);
  expect(openQuantity(renamed).toText()).toBe('1500');
  expect(entryPrice(renamed).toText()).toBe('0.1');
  expect(failureOf(() => applyFill(renamed, fillOf('sell', '1', '1', 21))).code).toBe('INVALID');
});

test.each<Partial<Renaming>>([{ ratio: Exact.zero }, { newSymbol: 'BTC/EUR' }, { time: 9 }])(
  'a renaming that cannot be is refused',
  (change) => {
    expect(failureOf(() => renameSymbol(long, { ...renaming, ...change })).code).toBe('INVALID');
  },
);

test('a position averaged thousands of times without being flat stays small and ends exact', () => {
  let position = long;
  for (let round = 0; round < 300; round += 1) {
    const price = String(90 + (round % 17));
    position = applyFill(position, fillOf('sell', '0.7', price, 20)).position;
    position = applyFill(position, fillOf('buy', '0.713', price, 20)).position;
  }
  expect(position.openCost.toText().length).toBeLessThan(420);
  const { position: closed } = applyFill(
    position,
    fillOf('sell', openQuantity(position).toText(), '100', 30),
  );
  const cash = closed.exitValue.minus(closed.entryValue);
  expect(realizedPnl(closed).compare(cash)).toBe(0);
});

function failureOf(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
