import { describe, expect, it } from 'vitest';
import type { PositionInfo } from '../../state/position-register';
import { rowsOf, selectPositions, sumsOf, type Arrangement, type Lookup } from './position-rows';

const position = (id: number, change: Partial<PositionInfo> = {}) =>
  ({
    position_id: id,
    symbol: 'BTC/USDT',
    side: 'long',
    tags: [],
    quantity: 1,
    ...change,
  }) as PositionInfo;

const PNL: Readonly<Record<number, number | null>> = { 1: 5, 2: -7, 3: null, 4: 2 };

const lookup: Lookup = {
  figures: (id) => {
    const pnl = PNL[id] ?? null;
    return { price: pnl === null ? null : 100, pnl, pnlPercentage: pnl, netPnl: pnl };
  },
  isLive: (symbol) => symbol !== 'ETH/USDT',
};

const all: Arrangement = {
  sort: { key: 'pnl', isDown: true },
  symbol: '',
  side: '',
  tag: '',
  result: 'all',
  group: 'none',
};

const held = [
  position(1, { tags: ['swing', 'hedge'] }),
  position(2, { side: 'short', tags: ['hedge'] }),
  position(3),
  position(4, { symbol: 'ETH/USDT' }),
];

const selected = (change: Partial<Arrangement>) =>
  selectPositions(held, { ...all, ...change }, lookup).map(({ position_id }) => position_id);

describe('selectPositions', () => {
  it('sorts either way and leaves the unknown at the end', () => {
    expect(selected({})).toEqual([1, 4, 2, 3]);
    expect(selected({ sort: { key: 'pnl', isDown: false } })).toEqual([2, 4, 1, 3]);
  });

  it('filters by symbol, side, tag and state', () => {
    expect(selected({ symbol: 'ETH/USDT' })).toEqual([4]);
    expect(selected({ side: 'short' })).toEqual([2]);
    expect(selected({ tag: 'hedge' })).toEqual([1, 2]);
    expect(selected({ result: 'profit' })).toEqual([1, 4]);
    expect(selected({ result: 'loss' })).toEqual([2]);
    expect(selected({ result: 'old' })).toEqual([4]);
  });
});

describe('rowsOf', () => {
  it('shows a position under each of its tags, and what has none last', () => {
    const rows = rowsOf(held, 'tag').map((row) =>
      row.kind === 'group' ? `[${row.group}]` : row.position.position_id,
    );
    expect(rows).toEqual(['[hedge]', 1, 2, '[swing]', 1, '[]', 3, 4]);
  });

  it('gives every line a key of its own', () => {
    const keys = rowsOf(held, 'tag').map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('sumsOf', () => {
  it('adds up by quote asset and says what it could not count', () => {
    const sums = sumsOf([...held, position(1, { symbol: 'ETH/BTC' })], lookup);
    expect(sums).toEqual([
      { asset: 'USDT', count: 4, pnl: 0, netPnl: 0, unpriced: 1, isOld: true },
      { asset: 'BTC', count: 1, pnl: 5, netPnl: 5, unpriced: 0, isOld: false },
    ]);
  });
});
