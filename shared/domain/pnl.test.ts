import { expect, test } from 'vitest';
import { parseScript, play, fillOf } from './ledger-script';
import { Exact } from './money';
import { breakEvenPrice, durationMs, initialMargin, roiPercent, valuePosition } from './pnl';
import { openPosition, applyFill } from './ledger';

function after(script: string) {
  return play(parseScript(script)).at(-1)!.position;
}

test.each([
  ['buy 1 @ 100 fee 1 USDT', '101'],
  ['sell 1 @ 100 fee 1 USDT', '99'],
  ['buy 2 @ 100 fee 1 USDT; fund -3 USDT', '102'],
  ['buy 2 @ 100; sell 1 @ 120', '80'],
  ['sell 2 @ 100; buy 1 @ 120; fund 4 USDT', '84'],
])('after %s the position breaks even at %s', (script, expected) => {
  const position = after(script);
  const price = breakEvenPrice(position)!;
  expect(price.toText()).toBe(expected);
  expect(valuePosition(position, price).netPnl.isZero).toBe(true);
});

test.each(['buy 3 @ 100 fee 0.1 USDT', 'sell 3 @ 100 fee 0.1 USDT'])(
  'break-even counts the fee of the last exit: %s',
  (script) => {
    const position = after(script);
    const rate = Exact.of('0.001');
    const price = breakEvenPrice(position, rate)!;
    const exitFee = price.times(Exact.of(3)).times(rate);
    expect(valuePosition(position, price).netPnl.compare(exitFee)).toBe(0);
  },
);

test('there is no break-even when nothing is open, or when no price can lose what is earned', () => {
  expect(breakEvenPrice(after('buy 1 @ 100; sell 1 @ 110'))).toBeNull();
  expect(breakEvenPrice(after('buy 2 @ 100; sell 1 @ 300'))).toBeNull();
  expect(breakEvenPrice(after('sell 1 @ 1 fee 2 USDT'))).toBeNull();
});

test('return counts leverage: on the open margin, and when closed on the most it needed', () => {
  const open = after('buy 2 @ 100; sell 1 @ 110');
  expect(initialMargin(open).toText()).toBe('10');
  expect(roiPercent(open, valuePosition(open, Exact.of(105))).toText()).toBe('50');
  const closed = after('buy 2 @ 100; sell 1 @ 110; sell 1 @ 90 fee 1 USDT');
  expect(roiPercent(closed, valuePosition(closed, Exact.of(90))).toText()).toBe('-5');
});

test('without leverage the margin is the whole cost', () => {
  expect(initialMargin(openPosition(fillOf('buy', '2', '50', 0), null)).toText()).toBe('100');
});

test('a closed position has no PnL in percent and a duration that has ended', () => {
  const opened = openPosition(fillOf('buy', '1', '50', 1000), null);
  expect(durationMs(opened, 5000)).toBe(4000);
  const { position } = applyFill(opened, fillOf('sell', '1', '60', 3000));
  expect(durationMs(position, 5000)).toBe(2000);
  expect(valuePosition(position, Exact.of(70)).pnlPercentage.isZero).toBe(true);
});
