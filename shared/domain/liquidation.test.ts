import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyFill, openPosition } from './ledger';
import { fillOf } from './ledger-script';
import { estimateLiquidation, liquidationDistance, type MaintenanceTier } from './liquidation';
import { Exact } from './money';
import { initialMargin, valuePosition } from './pnl';
import type { Position } from './position';

const tier = (floor: number, rate: string): MaintenanceTier => ({
  notionalFloor: Exact.of(floor),
  maintenanceRate: Exact.of(rate),
});
const TIERS = [tier(0, '0.004'), tier(50_000, '0.005'), tier(500_000, '0.01'), tier(1e6, '0.025')];

/** The venue's own table for these tiers: what each rate is too much for the parts below its floor. */
const AMOUNTS = ['0', '50', '2550', '17550'].map((text) => Exact.of(text));

function maintenanceOf(notional: Exact): Exact {
  const at = TIERS.findLastIndex(({ notionalFloor }) => notional.compare(notionalFloor) >= 0);
  return notional.times(TIERS[at]!.maintenanceRate).minus(AMOUNTS[at]!);
}

function open(side: 'buy' | 'sell', quantity: string, price: string, leverage: number): Position {
  return openPosition(fillOf(side, quantity, price, 0), leverage);
}

test.each([
  { side: 'buy', leverage: 10, expected: '40662.650602409638554217' },
  { side: 'sell', leverage: 10, expected: '49302.788844621513944223' },
  { side: 'buy', leverage: 125, expected: '44819.277108433734939759' },
] as const)('a $side at 45000 with leverage $leverage is liquidated at $expected', (row) => {
  const position = open(row.side, '1', '45000', row.leverage);
  const estimate = estimateLiquidation(position, initialMargin(position), TIERS);
  expect(estimate.kind === 'estimate' && estimate.price.toFixed(18)).toBe(row.expected);
});

test('at the estimate, margin and PnL are exactly the maintenance margin, in every tier', () => {
  const sizes = fc.integer({ min: 1, max: 60_000 }).map((value) => `${value}e-3`);
  fc.assert(
    fc.property(
      fc.constantFrom('buy' as const, 'sell' as const),
      sizes,
      fc.integer({ min: 2, max: 125 }),
      (side, quantity, leverage) => {
        const position = open(side, quantity, '45000', leverage);
        const margin = initialMargin(position);
        const estimate = estimateLiquidation(position, margin, TIERS);
        if (estimate.kind !== 'estimate') throw new Error('no estimate');
        const { price } = estimate;
        const left = margin.plus(valuePosition(position, price).pnl);
        const notional = price.times(Exact.of(quantity));
        expect(left.compare(maintenanceOf(notional))).toBe(0);
      },
    ),
    { numRuns: 500 },
  );
});

test('more margin moves the liquidation away', () => {
  const position = open('buy', '1', '45000', 10);
  const priceWith = (margin: string) => {
    const estimate = estimateLiquidation(position, Exact.of(margin), TIERS);
    return estimate.kind === 'estimate' ? estimate.price.toNumber() : 0;
  };
  expect(priceWith('9000')).toBeLessThan(priceWith('4500'));
});

test('a long with its whole cost as margin, and a coin on spot, cannot be liquidated', () => {
  const position = open('buy', '1', '45000', 1);
  expect(estimateLiquidation(position, initialMargin(position), TIERS)).toEqual({ kind: 'safe' });
  const coin = openPosition({ ...fillOf('buy', '1', '1', 0), symbol: 'BTC/USDT' }, null);
  expect(estimateLiquidation(coin, Exact.one, TIERS)).toEqual({ kind: 'safe' });
});

test('what is not known is said, never guessed', () => {
  const position = open('buy', '1', '45000', 10);
  const reasonOf = (of: Position, tiers: readonly MaintenanceTier[]) => {
    const estimate = estimateLiquidation(of, Exact.of(4500), tiers);
    return estimate.kind === 'unknown' ? estimate.reason : estimate.kind;
  };
  expect(reasonOf(position, [])).toBe('tiers-unknown');
  expect(reasonOf({ ...position, leverage: null }, TIERS)).toBe('no-leverage');
  const { position: closed } = applyFill(position, fillOf('sell', '1', '45000', 1));
  expect(reasonOf(closed, TIERS)).toBe('closed');
});

test('the distance is counted from the mark price toward the liquidation, on either side', () => {
  const distance = (side: 'buy' | 'sell', at: string) =>
    liquidationDistance(open(side, '1', '100', 10), Exact.of(at), Exact.of(100)).toNumber();
  expect(distance('buy', '98')).toBe(2);
  expect(distance('sell', '103')).toBe(3);
  expect(distance('buy', '101')).toBe(-1);
});
