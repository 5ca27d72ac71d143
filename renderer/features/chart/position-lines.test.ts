import { expect, it } from 'vitest';
import type { PositionInfo } from '../../state/position-register';
import { linesOf } from './position-lines';

const position = (id: number, change: Partial<PositionInfo> = {}) =>
  ({
    position_id: id,
    symbol: 'BTC/USDT',
    side: 'long',
    entry_price: 100,
    break_even_price: 100,
    profit_target_percent: null,
    stop_loss_percent: null,
    liquidation_price: null,
    ...change,
  }) as PositionInfo;

const pricesOf = (...positions: PositionInfo[]) =>
  linesOf(positions, 'BTC/USDT').map(({ kind, price }) => `${kind} ${price}`);

it('draws the target of a short below its entry and the stop above', () => {
  const short = { side: 'short', profit_target_percent: 5, stop_loss_percent: 2 } as const;
  expect(pricesOf(position(1, short))).toEqual(['entry 100', 'target 95', 'stop 102']);
});

it('draws the break-even only where it is not the entry', () => {
  expect(pricesOf(position(1))).toEqual(['entry 100']);
  expect(pricesOf(position(1, { break_even_price: 100.2 }))).toEqual(['entry 100', 'even 100.2']);
});

it('draws the liquidation where it can be estimated', () => {
  const lines = pricesOf(position(1, { liquidation_price: 90.5 }));
  expect(lines).toEqual(['entry 100', 'liquidation 90.5']);
});

it('leaves out other symbols, and all but the newest four', () => {
  const many = [6, 5, 4, 3, 2, 1].map((id) => position(id));
  const lines = linesOf([position(7, { symbol: 'ETH/USDT' }), ...many], 'BTC/USDT');
  expect(lines.map(({ position: { position_id } }) => position_id)).toEqual([6, 5, 4, 3]);
});
