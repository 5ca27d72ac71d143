import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Now } from './now.svelte';
import { phaseOf, type SignalCall, type SignalState } from './signal-state';
import { Signals } from './signals.svelte';
import { lastTurns } from './turns';

const AT = '2026-03-01T12:59:59.999Z';
const store = { getItem: () => null, setItem: () => undefined };

const call: SignalCall = {
  ...{ previous_signal: 'NEUTRAL', new_signal: 'LONG', confidence: 0.46, breakeven: 0.54 },
  ...{ basis: 'calibrated', n_resolved: 900, target: 102, stop: 99, expires_at: AT },
  ...{ model_version: 'm', timestamp: AT, votes: 0.8, origin: 'live', entry: 100 },
  ...{ age_ms: 60_000, edge: -0.08, edge_proven: false },
  ...{ outcome: null, resolved_at: null, net_move: null },
};
const long: SignalState = {
  ...{ symbol: 'BTC/USDT', interval: '1h', signal: 'LONG', status: 'current', as_of: AT, call },
};

let items: SignalState[];
let signals: Signals;
let transport: FakeTransport;

beforeEach(async () => {
  vi.useFakeTimers();
  items = [long, { ...long, interval: '4h' }];
  transport = new FakeTransport().answer('list_signals', () => ({
    ok: true,
    value: { items, next: null },
  }));
  signals = new Signals({ transport, store, now: new Now() });
  await signals.connect();
});
afterEach(() => {
  signals.stop();
  vi.useRealTimers();
});

const asked = () => transport.asked.filter(({ name }) => name === 'list_signals').length;

describe('Signals', () => {
  it('shows the usual interval, and the first one that is followed when it is not', async () => {
    expect([signals.intervals, signals.interval]).toEqual([['1h', '4h'], '1h']);
    items = [{ ...long, interval: '4h' }];
    await signals.load();
    expect(signals.interval).toBe('4h');
    expect(signals.of('BTC/USDT', '1h')).toBeUndefined();
  });

  it('counts what it knows as old when the line is lost, candles are late or answers fail', async () => {
    expect(signals.isOld(long)).toBe(false);
    expect(signals.isOld({ ...long, status: 'behind' })).toBe(true);
    transport.answer('list_signals', () => ({
      ok: false,
      error: { code: 'UNAVAILABLE', message: '' },
    }));
    await vi.advanceTimersByTimeAsync(99_000);
    expect(signals.isOld(long)).toBe(false);
    await vi.advanceTimersByTimeAsync(3000);
    expect([signals.isOld(long), signals.status]).toEqual([true, 'ready']);
  });

  it('is old at once without the line', () => {
    signals.disconnect();
    expect(signals.isOld(long)).toBe(true);
  });

  it('lets the age of a call go on between two answers', async () => {
    await vi.advanceTimersByTimeAsync(10_000);
    expect(signals.ageOf(long)).toBe(70_000);
  });

  it('asks once for the turns that come together', async () => {
    const before = asked();
    const turn = { ...call, symbol: 'BTC/USDT', interval: '1h' } as const;
    signals.hear(turn);
    signals.hear({ ...turn, interval: '4h' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked() - before).toBe(1);
    expect(signals.heard.map(({ interval }) => interval)).toEqual(['4h', '1h']);
  });

  it('forgets progress when all history has been read', () => {
    const data = { done: 1, total: 2, share: 0.4, timestamp: AT };
    signals.hearProgress(data);
    expect(signals.progress).toEqual(data);
    signals.hearProgress({ ...data, done: 2, share: 1 });
    expect(signals.progress).toBeNull();
  });
});

describe('phaseOf', () => {
  it('shows no signal out of the middle of history', () => {
    expect(phaseOf({ ...long, status: 'reading' })).toBe('reading');
  });

  it('tells a claim from one that is settled and from none', () => {
    expect(phaseOf(long)).toBe('claim');
    expect(phaseOf({ ...long, call: { ...call, outcome: 'miss' } })).toBe('over');
    expect(phaseOf({ ...long, signal: 'NEUTRAL' })).toBe('neutral');
    expect(phaseOf(undefined)).toBe('off');
  });
});

describe('lastTurns', () => {
  it('lists a turn once that was both heard and loaded, newest first', () => {
    const heard = { ...call, symbol: 'BTC/USDT', interval: '1h' } as const;
    const newer = { ...heard, timestamp: '2026-03-01T13:59:59.999Z' };
    const turns = lastTurns([long], [newer, heard], 10);
    expect(turns.map(({ timestamp }) => timestamp)).toEqual([newer.timestamp, AT]);
  });
});
