import { describe, expect, it } from 'vitest';
import { byOrigin, tenthsOf } from './signal-figures';
import type { RecordedCall } from './signal-record.svelte';

const called = (
  confidence: number | null,
  outcome: RecordedCall['outcome'],
  origin: RecordedCall['origin'] = 'replayed',
) => ({ confidence, outcome, origin }) as RecordedCall;

describe('tenthsOf', () => {
  it('counts settled claims in the tenth of what was said, the bound in the upper one', () => {
    const calls = [
      called(0.4, 'hit'),
      called(0.499, 'timeout_hit'),
      called(0.45, 'miss'),
      called(0.5, 'timeout_miss'),
      called(0.46, null),
      called(null, null),
    ];
    const tenths = tenthsOf(calls).map(({ low, high, n, hits }) => [low, high, n, hits]);
    expect(tenths).toEqual([
      [40, 50, 3, 2],
      [50, 60, 1, 0],
    ]);
  });
});

describe('byOrigin', () => {
  it('keeps what was said before anybody knew apart from what was worked out later', () => {
    const counts = byOrigin([
      called(0.4, 'hit', 'live'),
      called(0.5, 'miss'),
      called(0.5, 'hit'),
      called(0.5, null, 'live'),
    ]);
    expect(counts.live).toEqual({ n: 1, hits: 1, said: 0.4 });
    expect(counts.replayed).toEqual({ n: 2, hits: 1, said: 1 });
  });
});
