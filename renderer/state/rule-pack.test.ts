import { expect, it } from 'vitest';
import type { AlertRule } from '../../shared/domain/alert-rule';
import { readPack, writePack } from './rule-pack';

const rule: AlertRule = {
  ...{ name: 'Top', symbol: 'BTC/USDT', mode: 'once', severity: 'info' },
  condition: { type: 'price_above', price: 100 },
};
const other: AlertRule = { ...rule, symbol: 'ETH/USDT' };

it('what is written is read again, and what is there already is marked', () => {
  const known = { ...rule, name: 'Another name' };
  expect(readPack(writePack([rule, other, other]), [known])).toEqual({
    kind: 'pack',
    entries: [
      { kind: 'rule', rule, isDouble: true },
      { kind: 'rule', rule: other, isDouble: false },
      { kind: 'rule', rule: other, isDouble: true },
    ],
  });
});

it('a rule that is none says where and why, and the others stay', () => {
  const bad = { ...rule, condition: { type: 'price_above', price: -1 } };
  const text = JSON.stringify({ format: 'tickwatch-rules', version: 1, rules: [bad, other, 7] });
  const read = readPack(text, []);
  expect(read).toMatchObject({
    entries: [
      { kind: 'bad', name: 'Top', place: 'condition.price' },
      { kind: 'rule' },
      { kind: 'bad' },
    ],
  });
});

it('a file that is no JSON names the place, and another kind of file is told from it', () => {
  expect(readPack('{\n  "format": x', [])).toEqual({
    kind: 'broken',
    place: { line: 2, column: 13 },
  });
  expect(readPack(writePack([rule]).slice(0, 20), [])).toMatchObject({ kind: 'broken' });
  expect(readPack('[]', [])).toEqual({ kind: 'foreign' });
  expect(readPack('{"format":"tickwatch-rules","version":9,"rules":[]}', [])).toEqual({
    kind: 'newer',
  });
});
