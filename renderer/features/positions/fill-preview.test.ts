import { describe, expect, it } from 'vitest';
import type { PositionInfo } from '../../state/position-register';
import { previewFill } from './fill-preview';

const long = {
  symbol: 'BTC/USDT',
  side: 'long',
  quantity: 2,
  entry_price: 100,
  realized_pnl: 30,
  fees: 1,
  funding: 0,
  leverage: null,
} as PositionInfo;

describe('previewFill', () => {
  it('tells what a part taken off earns and what stays', () => {
    const fill = { price: 110, quantity: 0.5, fee: 0.1 };
    expect(previewFill(long, 'sell', fill)).toEqual({
      realizedPnl: 5,
      fees: 0.1,
      quantity: 1.5,
      entryPrice: 100,
      // (150 - 35 earned + 1.1 of fees) / 1.5, exactly.
      breakEven: 77.4,
    });
  });

  it('leaves nothing behind when all is closed', () => {
    expect(previewFill(long, 'sell', { price: 90, quantity: 2 })).toMatchObject({
      realizedPnl: -20,
      quantity: 0,
      entryPrice: null,
      breakEven: null,
    });
  });

  it('averages what is added', () => {
    const short = { ...long, side: 'short', realized_pnl: 0, fees: 0 } as PositionInfo;
    expect(previewFill(short, 'sell', { price: 130, quantity: 1 })).toMatchObject({
      realizedPnl: 0,
      quantity: 3,
      entryPrice: 110,
    });
  });

  it('does not guess the worth of a fee in another asset', () => {
    const fill = { price: 110, quantity: 1, fee: 0.01, fee_asset: 'bnb' };
    expect(previewFill(long, 'sell', fill)?.fees).toBeNull();
  });

  it('has nothing to show for more than is open', () => {
    expect(previewFill(long, 'sell', { price: 110, quantity: 3 })).toBeNull();
  });
});
