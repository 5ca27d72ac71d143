import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Funding, LedgerEntry } from './fill';
import { recordEntry, replay, startRecord, type LedgerRecord } from './ledger-record';
import { entryOf, fillOf, parseScript, SCRIPT_SYMBOL } from './ledger-script';
import { Exact } from './money';
import { openQuantity, realizedNet, type Position } from './position';
import { positionSchema } from './position-schema';

/** The state as text: equal texts, equal states, to the last digit. */
function textOf(position: Position): string {
  return JSON.stringify(z.encode(positionSchema, position));
}

function record(entries: readonly LedgerEntry[]): LedgerRecord {
  const [first, ...rest] = entries;
  if (first?.kind !== 'fill') throw new Error('begin with a fill');
  return rest.reduce((sum, entry) => recordEntry(sum, entry).record, startRecord(first, 5));
}

const script = parseScript(
  'buy 3 @ 100 fee 0.001 BNB; fund -0.25 USDT; sell 1 @ 110 fee 0.1 USDT; buy 5 @ 97; split 10; sell 13 @ 9.9; fund 0.1 BNB',
);
const entries = script.map((step, at) => entryOf(step, at * 1000));

test('replaying the entries gives the same state as living through them', () => {
  const { position, entries: kept } = record(entries);
  expect(textOf(replay(kept, 5))).toBe(textOf(position));
});

test('a state survives its way through a file, endless fractions too', () => {
  const { position } = record(entries);
  expect(position.openCost.toText()).toContain('/');
  const back = positionSchema.parse(JSON.parse(textOf(position)));
  expect(textOf(back)).toBe(textOf(position));
  expect(openQuantity(back).compare(openQuantity(position))).toBe(0);
});

test.each([{ openCost: '1,5' }, { openCost: 5 }, { side: 'both' }, { closedAt: 'yesterday' }])(
  'a damaged state is refused: %j',
  (damage) => {
    const state: unknown = JSON.parse(textOf(record(entries).position));
    expect(positionSchema.safeParse({ ...(state as object), ...damage }).success).toBe(false);
  },
);

test('an entry that comes late leads to the same state as one in time', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), (order) => {
      // Adds and funding only: whatever comes late can still be applied.
      const all = parseScript(
        'buy 3 @ 100; fund -0.25 USDT; buy 1 @ 110 fee 0.1 USDT; buy 2 @ 97; fund 0.1 USDT',
      ).map((step, at) => entryOf(step, at * 1000));
      const late = record([all[0]!, ...order.map((at) => all[at]!)]);
      expect(textOf(late.position)).toBe(textOf(record(all).position));
    }),
  );
});

test('a late exit is worked in before the fills that came after it', () => {
  const [open, add] = [fillOf('buy', '1', '100', 0), fillOf('buy', '1', '130', 20)];
  const exit = fillOf('sell', '0.5', '110', 10);
  const { position, entries: kept } = record([open, add, exit]);
  expect(kept).toEqual([open, exit, add]);
  expect(textOf(position)).toBe(textOf(record([open, exit, add]).position));
  expect(position.openCost.toText()).toBe('180');
});

test('a late exit after which a later one would take off too much changes nothing', () => {
  const before = record([fillOf('buy', '1', '100', 0), fillOf('sell', '0.8', '105', 20)]);
  expect(() => recordEntry(before, fillOf('sell', '0.5', '110', 10))).toThrow('more than the 0.5');
  expect(openQuantity(before.position).toText()).toBe('0.2');
});

test('entries of the same moment stay in the order they came, also when they come late', () => {
  const [open, add] = [fillOf('buy', '9', '100', 0), fillOf('buy', '1', '130', 20)];
  const exits = ['1', '2', '3'].map((quantity) => fillOf('sell', quantity, '110', 10));
  expect(record([open, add, ...exits]).entries).toEqual([open, ...exits, add]);
});

test('a closed position stays closed, whatever comes late', () => {
  const closed = record([fillOf('buy', '1', '100', 0), fillOf('sell', '1', '110', 20)]);
  expect(() => recordEntry(closed, fillOf('buy', '1', '105', 10))).toThrow();
  expect(() => recordEntry(closed, fillOf('buy', '1', '105', 30))).toThrow('closed');
});

test('nothing gets before the opening, however it is sent', () => {
  const before = record([fillOf('buy', '1', '100', 1000)]);
  expect(() => recordEntry(before, fillOf('buy', '1', '100', 999))).toThrow('before the position');
});

test('a flip keeps each part of the fill with its own position', () => {
  const before = record([fillOf('buy', '1', '100', 0)]);
  const flip = { ...fillOf('sell', '3', '110', 10), fee: fee('0.3') };
  const { record: closed, opened } = recordEntry(before, flip, { allowFlip: true });
  expect(closed.position.closedAt).toBe(10);
  expect(realizedNet(closed.position).toText()).toBe('9.9');
  expect(opened?.position.side).toBe('short');
  expect(opened && realizedNet(opened.position).toText()).toBe('-0.2');
  expect(textOf(replay(closed.entries, 5))).toBe(textOf(closed.position));
  expect(opened && textOf(replay(opened.entries, 5))).toBe(textOf(opened!.position));
});

test('funding that comes after the closing is kept among the entries at its own time', () => {
  const closed = record([fillOf('buy', '1', '100', 0), fillOf('sell', '1', '110', 20)]);
  const funding: Funding = { kind: 'funding', symbol: SCRIPT_SYMBOL, time: 10, amount: fee('-1') };
  const { record: after } = recordEntry(closed, funding);
  expect(after.entries.map((entry) => entry.time)).toEqual([0, 10, 20]);
  expect(realizedNet(after.position).toText()).toBe('9');
  expect(textOf(replay(after.entries, 5))).toBe(textOf(after.position));
});

test('a history that does not begin with a fill is refused', () => {
  expect(() => replay(entries.slice(1), null)).toThrow('begin with a fill');
});

function fee(amount: string) {
  return { amount: Exact.of(amount), asset: 'USDT', rate: null };
}
