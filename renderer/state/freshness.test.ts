import { describe, expect, it } from 'vitest';
import { FEED_STATES } from '../../shared/domain/feed-status';
import { standingOf, wayOf, worstOf } from './freshness';

const connected = { state: 'connected' } as const;
const live = { state: 'live', reason: null } as const;
const stale = { state: 'stale', reason: 'silence' } as const;
const offline = { state: 'offline', reason: 'halted' } as const;

describe('wayOf', () => {
  it.each(FEED_STATES)('says what the feed says behind a good line: %s', (state) => {
    const feed = { state, reason: 'because' };
    expect(wayOf(connected, feed)).toEqual({ state, reason: 'because', cause: 'feed' });
  });

  it('is connecting until the feed has been heard of', () => {
    expect(wayOf(connected, null).state).toBe('connecting');
  });

  it('is offline behind a broken line, whatever the feed last said', () => {
    const link = { state: 'lost', reason: 'transport close' } as const;
    const expected = { state: 'offline', reason: 'transport close', cause: 'line' };
    expect(wayOf(link, live)).toEqual(expected);
    expect(wayOf({ state: 'unauthorized' }, live).state).toBe('offline');
    expect(wayOf({ state: 'connecting' }, live).state).toBe('connecting');
  });
});

describe('standingOf', () => {
  it('takes the worse of the way and the symbol itself, and says which it was', () => {
    const way = wayOf(connected, live);
    expect(standingOf(way, null)).toEqual(way);
    expect(standingOf(way, live)).toEqual(way);
    expect(standingOf(way, stale)).toEqual({ ...stale, cause: 'symbol' });
    expect(standingOf(wayOf(connected, stale), live)).toEqual({ ...stale, cause: 'feed' });
    expect(standingOf(wayOf(connected, stale), offline)).toEqual({ ...offline, cause: 'symbol' });
  });

  it('never calls a symbol live behind a broken line', () => {
    const way = wayOf({ state: 'lost', reason: 'gone' }, live);
    for (const own of [live, stale, offline]) expect(standingOf(way, own)).toBe(way);
  });
});

describe('worstOf', () => {
  it('believes the worst of several venues', () => {
    expect(worstOf([live, stale, live])).toBe(stale);
    expect(worstOf([live])).toBe(live);
    expect(worstOf([])).toBeNull();
  });
});
