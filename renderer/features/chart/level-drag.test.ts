import { expect, it } from 'vitest';
import type { RuleInfo } from '../../state/rules.svelte';
import { LevelDrag, type Movable } from './level-drag.svelte';
import { movableLevel, movedTo } from './rule-level';

function open(allowed: Movable['allowed'] = (price) => price) {
  const kept: number[] = [];
  let answer = (): void => undefined;
  const keep = (price: number): Promise<void> => {
    kept.push(price);
    return new Promise((done) => (answer = done));
  };
  const level: Movable = { key: 'a', price: 110, allowed, keep };
  return { kept, level, drag: new LevelDrag(() => 2), answer: () => answer() };
}

it('a level is shown where it is dragged, in whole ticks, and kept once when it is dropped', async () => {
  const { drag, kept, level, answer } = open();
  drag.to(level, 120.128);
  drag.by(level, -3);
  expect(drag.priceOf('a')).toBe(120.1);
  const dropped = drag.drop(level);
  // A second drop, and moves before the answer, change nothing.
  await drag.drop(level);
  drag.to(level, 130);
  drag.cancel();
  expect(drag.priceOf('a')).toBe(120.1);
  answer();
  await dropped;
  expect(kept).toEqual([120.1]);
  expect(drag.priceOf('a')).toBeNull();
});

it('a level that is let go of, or dropped where it was, is not kept anew', async () => {
  const { drag, kept, level } = open();
  drag.to(level, 120);
  drag.cancel();
  await drag.drop(level);
  drag.to(level, 110);
  await drag.drop(level);
  expect([kept, drag.priceOf('a')]).toEqual([[], null]);
});

it('a level stays where it may stand', () => {
  const { drag, level } = open((price) => (price > 50 ? Math.max(price, 100) : null));
  drag.to(level, 90);
  expect(drag.priceOf('a')).toBe(100);
  drag.to(level, 20);
  expect(drag.priceOf('a')).toBe(100);
});

const timestamp = '2026-01-01T00:00:00.000Z';
function ruleOf(condition: RuleInfo['condition'], level: number | null = null): RuleInfo {
  return {
    ...{ rule_id: 1, symbol: 'BTC/USDT', condition, mode: 'once', severity: 'info' },
    ...{ origin: 'trader', created_at: timestamp, armed_at: timestamp, muted: false },
    ...{ snoozed_until: null, can_fire: true, reason: null },
    watches: [{ symbol: 'BTC/USDT', position_id: null, reason: null, level }],
  };
}
const up = ruleOf({ type: 'price_cross', price: 110, direction: 'up' });

it('a level that is dragged past the price waits for it from the other side', () => {
  expect(movedTo(up, 90, 100)).toEqual({ type: 'price_cross', price: 90, direction: 'down' });
  expect(movedTo(up, 120, 100)).toEqual({ type: 'price_cross', price: 120, direction: 'up' });
  expect(movedTo(up, 90, null)).toEqual({ type: 'price_cross', price: 90, direction: 'up' });
});

it('only a price that its trader wrote can be moved', () => {
  expect(movableLevel(up)).toBe(110);
  expect(movableLevel({ ...up, origin: 'stop_loss' })).toBeNull();
  expect(movableLevel(ruleOf({ type: 'trailing', percent: 2, from: 'high' }, 98))).toBeNull();
});
