import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText, readDecimal } from './decimal';

const valueOf = (text: string) => {
  const typed = readDecimal(text);
  return typed.kind === 'value' ? typed.value : typed;
};

describe('readDecimal', () => {
  it.each([
    ['0.5', 0.5],
    ['0,5', 0.5],
    ['1,234.56', 1234.56],
    ['1.234,56', 1234.56],
    ['1 234,56', 1234.56],
    ['1,234', 1234],
    ['0,123', 0.123],
    ['1.234', 1.234],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['.5', 0.5],
    ['5.', 5],
    ['−0.1', -0.1],
    ['๑๒.๕', 12.5],
    ['0.00000001', 1e-8],
  ])('reads %s as %d', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it.each(['1..2', 'abc', '1e5', '12,34,5', '1.2.3', '-'])('refuses %s', (text) => {
    expect(readDecimal(text)).toEqual({ kind: 'problem', problem: 'not-a-number' });
  });

  it('refuses digits that a number cannot hold instead of rounding them', () => {
    const typed = readDecimal('0.12345678901234567891');
    expect(typed).toEqual({ kind: 'problem', problem: 'too-precise' });
  });

  it('tells nothing from zero', () => {
    expect(readDecimal('  ')).toEqual({ kind: 'empty' });
    expect(valueOf('0')).toBe(0);
  });

  it('reads back every number that it has written', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e13, max: 1e13 });
    fc.assert(
      fc.property(number, (value) => {
        expect(valueOf(plainText(value))).toBe(value === 0 ? Number(plainText(value)) : value);
      }),
    );
  });
});
