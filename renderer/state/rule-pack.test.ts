import { expect, it } from 'vitest';
import type { AlertRule } from '../../shared/domain/alert-rule';
import { packEntries, readPack, writePack } from './rule-pack';

const rule: AlertRule = {
  ...{ name: 'Top', symbol: 'BTC/USDT', mode: 'once', severity: 'info' },
  condition: { type: 'price_above', price: 100 },
};
const good = (each: AlertRule) => ({ rule: each, details: [] });
const other: AlertRule = { ...rule, symbol: 'ETH/USDT' };

it('what is written is read again, and what is there already is marked', () => {
  const known = { ...rule, name: 'Another name' };
  const values = [rule, other, other];
  expect(readPack(writePack(values))).toEqual({ kind: 'pack', values });
  expect(packEntries(values, values.map(good), [known])).toEqual([
    { kind: 'rule', rule, isDouble: true },
    { kind: 'rule', rule: other, isDouble: false },
    { kind: 'rule', rule: other, isDouble: true },
  ]);
});

it('a rule that is none says where and why, and the others stay', () => {
  const fault = { field: 'condition.price', message: 'must be a price above 0' };
  const readings = [{ rule: null, details: [fault] }, good(other), { rule: null, details: [] }];
  expect(packEntries([rule, other, 7], readings, [])).toEqual([
    { kind: 'bad', name: 'Top', place: fault.field, reason: fault.message },
    { kind: 'rule', rule: other, isDouble: false },
    { kind: 'bad', name: '', place: '', reason: '' },
  ]);
});

it('a file that is no JSON names the place, and another kind of file is told from it', () => {
  expect(readPack('{\n  "format": x')).toEqual({
    kind: 'broken',
    place: { line: 2, column: 13 },
  });
  expect(readPack(writePack([rule]).slice(0, 20))).toMatchObject({ kind: 'broken' });
  expect(readPack('[]')).toEqual({ kind: 'foreign' });
  expect(readPack('{"format":"tickwatch-rules","version":9,"rules":[]}')).toEqual({
    kind: 'newer',
  });
});
