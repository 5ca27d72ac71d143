import { describe, expect, it } from 'vitest';
import { FEED_STATES } from '../../shared/domain/feed-status';
import { freshnessOf, worstOf } from './freshness';

const connected = { state: 'connected' } as const;

describe('freshnessOf', () => {
  it.each(FEED_STATES)('says what the feed says behind a good line: %s', (state) => {
    const feed = { state, reason: 'because' };
    const expected = { state, ageMs: 200, reason: 'because', cause: 'feed' };
    expect(freshnessOf(connected, feed, 200)).toEqual(expected);
  });

  it('is connecting until the feed has been heard of', () => {
    expect(freshnessOf(connected, null, null).state).toBe('connecting');
  });

  it('is offline behind a broken line, whatever the feed last said', () => {
    const link = { state: 'lost', reason: 'transport close' } as const;
    const live = { state: 'live', reason: null } as const;
    const expected = { state: 'offline', ageMs: 5000, reason: 'transport close', cause: 'line' };
    expect(freshnessOf(link, live, 5000)).toEqual(expected);
    expect(freshnessOf({ state: 'unauthorized' }, live, 1).state).toBe('offline');
    expect(freshnessOf({ state: 'connecting' }, live, 1).state).toBe('connecting');
  });
});

describe('worstOf', () => {
  it('believes the worst of several venues', () => {
    const live = { state: 'live', reason: null } as const;
    const stale = { state: 'stale', reason: 'silence' } as const;
    expect(worstOf([live, stale, live])).toBe(stale);
    expect(worstOf([live])).toBe(live);
    expect(worstOf([])).toBeNull();
  });
});
