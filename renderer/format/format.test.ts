import { describe, expect, it } from 'vitest';
import { splitAge } from './age';
import { formatCountdown } from './countdown';
import { splitDuration } from './duration';
import { formatMoney, formatQuantity, formatResult } from './money';
import { directionOf, formatFunding, formatPercent } from './percent';
import { formatPrice } from './price';
import { symbolText } from './symbol';
import { formatTime } from './time';
import { titleOf } from './title';
import { formatVolume } from './volume';

describe('formatPrice', () => {
  it('shows exactly the decimals of the instrument', () => {
    expect(formatPrice(45000.5, 2)).toBe('45,000.50');
    expect(formatPrice(0.00001234, 8)).toBe('0.00001234');
    expect(formatPrice(1234.6, 0)).toBe('1,235');
  });

  it('shows an en dash for an unknown price, never zero', () => {
    expect(formatPrice(null, 2)).toBe('–');
  });

  it('keeps a small price visible while its decimals are not known', () => {
    expect(formatPrice(0.00001234, null)).toBe('0.00001234');
    expect(formatPrice(67_412.5, null)).toBe('67,412.50');
  });
});

describe('formatPercent', () => {
  it('always shows the sign, with a true minus', () => {
    expect(formatPercent(2.5)).toBe('+2.50%');
    expect(formatPercent(-0.81)).toBe('−0.81%');
    expect(formatPercent(0)).toBe('0.00%');
    expect(formatPercent(null)).toBe('–');
  });

  it('points nowhere for zero and for unknown', () => {
    expect([1, -1, 0, null].map(directionOf)).toEqual(['up', 'down', 'flat', 'flat']);
  });
});

describe('splitAge', () => {
  it('shows tenths only below ten seconds', () => {
    expect(splitAge(240)).toEqual({ value: '0.2', unit: 'seconds' });
    expect(splitAge(9999)).toEqual({ value: '9.9', unit: 'seconds' });
    expect(splitAge(12_900)).toEqual({ value: '12', unit: 'seconds' });
  });

  it('moves to the next unit when it is full, and never rounds up', () => {
    expect(splitAge(59_999)).toEqual({ value: '59', unit: 'seconds' });
    expect(splitAge(60_000)).toEqual({ value: '1', unit: 'minutes' });
    expect(splitAge(7_199_999)).toEqual({ value: '1', unit: 'hours' });
    expect(splitAge(3 * 86_400_000)).toEqual({ value: '3', unit: 'days' });
  });

  it('takes an age from a clock that runs behind as no age', () => {
    expect(splitAge(-500).value).toBe('0.0');
  });
});

describe('formatVolume', () => {
  it('is short', () => {
    expect([950, 1250, 3_400_000].map(formatVolume)).toEqual(['950', '1.25K', '3.4M']);
  });
});

describe('formatTime', () => {
  const noon = Date.UTC(2026, 0, 5, 12, 30);

  it('writes Gregorian years in both languages', () => {
    const style = { detail: 'full-day', isUtc: true } as const;
    expect(formatTime(noon, { ...style, language: 'en' })).toBe('5 Jan 2026');
    expect(formatTime(noon, { ...style, language: 'th' })).toContain('2026');
  });

  it('counts hours to 24', () => {
    const midnight = Date.UTC(2026, 0, 5);
    expect(formatTime(midnight, { language: 'en', detail: 'time', isUtc: true })).toBe('00:00');
  });
});

describe('symbolText', () => {
  it('tells contracts from the spot pair of the same name', () => {
    expect(symbolText('BTC/USDT')).toBe('BTC/USDT');
    expect(symbolText('BTC/USDT:USDT')).toBe('BTC/USDT PERP');
    expect(symbolText('BTC/USDT:USDT-260327')).toBe('BTC/USDT 0327');
    expect(symbolText('币安人生/USDT:USDT')).toBe('币安人生/USDT PERP');
  });
});

describe('formatFunding', () => {
  it('writes a fraction as percent with four decimals and its sign', () => {
    expect(formatFunding(0.0001)).toBe('+0.0100%');
    expect(formatFunding(-0.000375)).toBe('−0.0375%');
    expect(formatFunding(0)).toBe('0.0000%');
    expect(formatFunding(null)).toBe('–');
  });
});

describe('formatCountdown', () => {
  it('counts hours, minutes and seconds down to zero and not below', () => {
    expect(formatCountdown(3 * 3_600_000 + 12 * 60_000 + 44_001)).toBe('03:12:45');
    expect(formatCountdown(1)).toBe('00:00:01');
    expect(formatCountdown(-5000)).toBe('00:00:00');
    expect(formatCountdown(100 * 3_600_000)).toBe('100:00:00');
  });
});

describe('titleOf', () => {
  it('puts the price first, and before it the mark of a market that is not real', () => {
    const shown = { symbol: 'BTC/USDT', price: 45000.5, decimals: 2, isOld: false };
    expect(titleOf(shown, 'live')).toBe('45,000.50 BTC/USDT · Tickwatch');
    expect(titleOf(shown, 'demo')).toBe('DEMO · 45,000.50 BTC/USDT · Tickwatch');
    expect(titleOf(null, 'replay')).toBe('REPLAY · Tickwatch');
  });

  it('marks a price that may be old, and says which contract it is', () => {
    const shown = { symbol: 'BTC/USDT:USDT', price: 45000.5, decimals: 2, isOld: true };
    expect(titleOf(shown, 'live')).toBe('⚠ 45,000.50 BTC/USDT PERP · Tickwatch');
  });
});

describe('formatResult', () => {
  it('shows the sign and the decimals of the currency, and no sign for what rounds to zero', () => {
    expect(formatResult(1000.5, 'USDT')).toBe('+1,000.50');
    expect(formatResult(-0.0012, 'BTC')).toBe('−0.001200');
    expect(formatResult(-0.001, 'USDT')).toBe('0.00');
    expect(formatResult(null, 'USDT')).toBe('–');
    expect(formatMoney(1000.5, 'USDT')).toBe('1,000.50');
    expect(formatQuantity(0.00001)).toBe('0.00001');
  });
});

describe('splitDuration', () => {
  it('names the largest unit and what is left of the next', () => {
    const text = (ms: number) => splitDuration(ms).map(({ value, unit }) => `${value} ${unit}`);
    expect(text(3 * 86_400_000 + 4 * 3_600_000 + 59_000)).toEqual(['3 days', '4 hours']);
    expect(text(2 * 3_600_000)).toEqual(['2 hours']);
    expect(text(61_000)).toEqual(['1 minutes', '1 seconds']);
    expect(text(400)).toEqual(['0 seconds']);
  });
});
