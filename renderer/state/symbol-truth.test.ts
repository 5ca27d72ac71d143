import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedState } from '../../shared/domain/feed-status';
import { Connection } from './connection.svelte';
import { Now } from './now.svelte';
import { SymbolTruth } from './symbol-truth.svelte';

const START = Date.UTC(2026, 0, 1);
const BTC = 'BTC/USDT';
const ETH = 'ETH/USDT';

describe('SymbolTruth', () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  const at = (ms = 0) => new Date(START + ms).toISOString();

  function open() {
    const now = new Now();
    const connection = new Connection(now);
    const truth = new SymbolTruth(connection, now);
    const feed = (status: FeedState) =>
      connection.setStatus({
        venue: 'spot',
        status,
        since: at(),
        reason: status === 'live' ? null : 'feed',
        timestamp: at(),
      });
    const say = (symbol: string, status: FeedState, data_age_ms: number | null = null) =>
      truth.receive({
        symbol,
        status,
        since: at(),
        reason: status === 'live' ? null : 'own',
        data_age_ms,
        timestamp: at(),
      });
    connection.setLink({ state: 'connected' });
    return { truth, connection, feed, say };
  }

  it('is what the venue is until something is said of the symbol itself', () => {
    const { truth, feed } = open();
    expect(truth.of(BTC).state).toBe('connecting');
    feed('live');
    expect(truth.of(BTC).state).toBe('live');
    feed('offline');
    expect(truth.of(BTC)).toEqual({ state: 'offline', reason: 'feed', cause: 'feed' });
  });

  it('holds one symbol back while the others are live', () => {
    const { truth, feed, say } = open();
    feed('live');
    say(BTC, 'stale', 90_000);
    expect(truth.of(BTC)).toEqual({ state: 'stale', reason: 'own', cause: 'symbol' });
    expect(truth.of(ETH).state).toBe('live');
    say(BTC, 'live');
    expect(truth.of(BTC).state).toBe('live');
  });

  it('calls nothing live behind a lost line, nor right after it has come back', () => {
    const { truth, connection, feed, say } = open();
    feed('live');
    say(BTC, 'live');
    connection.setLink({ state: 'lost', reason: 'gone' });
    expect(truth.of(BTC)).toEqual({ state: 'offline', reason: 'gone', cause: 'line' });
    connection.setLink({ state: 'connected' });
    expect(truth.of(BTC).state).toBe('connecting');
  });

  it('counts the age from the last price, or from the age that the services tell', () => {
    const { truth, say } = open();
    expect(truth.ageOf(BTC)).toBeNull();
    say(BTC, 'stale', 90_000);
    vi.advanceTimersByTime(5000);
    expect(truth.ageOf(BTC)).toBe(95_000);
    truth.heard(BTC);
    vi.advanceTimersByTime(3000);
    expect(truth.ageOf(BTC)).toBe(3000);
    truth.heardAt(BTC, START);
    expect(truth.ageOf(BTC)).toBe(3000);
  });

  it('never shows a negative age, and counts on when the clock has been set back', () => {
    const { truth } = open();
    truth.heard(BTC);
    vi.setSystemTime(START - 3_600_000);
    vi.advanceTimersByTime(1000);
    expect(truth.ageOf(BTC)).toBe(0);
    truth.heard(BTC);
    vi.advanceTimersByTime(4000);
    expect(truth.ageOf(BTC)).toBe(4000);
  });
});
