import { describe, expect, it } from 'vitest';
import { SIGNAL_INTERVALS, SignalForm, type SignalSettings } from './signal-form.svelte';

const set: SignalSettings = {
  ...{ cost_spot: 0.002, cost_futures: 0.001, stop_ranges: 1.5, horizon: 24 },
  intervals: ['15m', '1h', '4h'],
  per_symbol: {},
};

describe('SignalForm', () => {
  it('shows costs in percent and changes nothing by itself', () => {
    const form = new SignalForm(set);
    expect(form.texts).toEqual({
      ...{ cost_spot: '0.2', cost_futures: '0.1', stop_ranges: '1.5', horizon: '24' },
    });
    expect(form.changes).toEqual({});
  });

  it('sends only what differs, costs as a part of the price', () => {
    const form = new SignalForm(set);
    form.texts.cost_spot = '0.15';
    form.toggle('1d');
    form.toggle('15m');
    expect(form.changes).toEqual({ cost_spot: 0.0015, intervals: ['1h', '4h', '1d'] });
  });

  it('takes neither what is out of bounds, no number, half a candle nor no interval', () => {
    const wrong = [
      ['cost_spot', '11'],
      ['stop_ranges', ''],
      ['horizon', '2.5'],
      ['cost_futures', 'a lot'],
    ] as const;
    for (const [field, text] of wrong) {
      const form = new SignalForm(set);
      form.texts[field] = text;
      expect([field, form.isGood(field), form.changes]).toEqual([field, false, null]);
    }
    const form = new SignalForm(set);
    for (const interval of set.intervals) form.toggle(interval);
    expect(form.changes).toBeNull();
  });

  it('offers the intervals the services take', () => {
    expect(SIGNAL_INTERVALS).toEqual([
      ...['5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d'],
    ]);
  });
});
