import { expect, it } from 'vitest';
import type { RuleInfo } from '../../state/rules.svelte';
import { movableLevel, RuleDrag } from './rule-drag.svelte';

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

function open(now: number | null = 100) {
  const moved: RuleInfo['condition'][] = [];
  const desk = {
    move: (_: RuleInfo, condition: RuleInfo['condition']) => {
      moved.push(condition);
      return Promise.resolve();
    },
  };
  return { moved, drag: new RuleDrag({ desk, decimals: () => 2, priceNow: () => now }) };
}

it('a level is shown where it is dragged, in whole ticks, and moved when it is dropped', async () => {
  const { drag, moved } = open();
  drag.to(up, 120.128);
  drag.by(up, -3);
  expect(drag.priceOf(1)).toBe(120.1);
  await drag.drop(up);
  expect(moved).toEqual([{ type: 'price_cross', price: 120.1, direction: 'up' }]);
  expect(drag.priceOf(1)).toBeNull();
});

it('a level that is dragged past the price waits for it from the other side', async () => {
  const { drag, moved } = open();
  drag.to(up, 90);
  await drag.drop(up);
  expect(moved).toEqual([{ type: 'price_cross', price: 90, direction: 'down' }]);
  const blind = open(null);
  blind.drag.to(up, 90);
  await blind.drag.drop(up);
  expect(blind.moved).toEqual([{ type: 'price_cross', price: 90, direction: 'up' }]);
});

it('a level that is let go of, or dropped where it was, is not moved', async () => {
  const { drag, moved } = open();
  drag.to(up, 120);
  drag.cancel();
  await drag.drop(up);
  drag.to(up, 110);
  await drag.drop(up);
  expect(moved).toEqual([]);
});

it('only a price that its trader wrote can be moved', () => {
  expect(movableLevel(up)).toBe(110);
  expect(movableLevel({ ...up, origin: 'stop_loss' })).toBeNull();
  expect(movableLevel(ruleOf({ type: 'trailing', percent: 2, from: 'high' }, 98))).toBeNull();
});
