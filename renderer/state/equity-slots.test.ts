import { describe, expect, it } from 'vitest';
import { equitySlots, type EquityHistory } from './equity-slots';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);
const iso = (time: number): string => new Date(time).toISOString();

/** One day after another, each with its equities at six-hour steps and its result. */
function history(days: readonly { at: number; equities: number[]; pnl: number }[]): EquityHistory {
  return {
    ...{ currency: 'USDT', next: null },
    items: days.flatMap(({ at, equities }) =>
      equities.map((equity, place) => ({
        ...{ equity, timestamp: iso(START + at * DAY + place * 6 * 3_600_000) },
      })),
    ),
    days: days.map(({ at, pnl }) => ({
      ...{ from: iso(START + at * DAY), to: iso(START + (at + 1) * DAY), pnl, percent: null },
    })),
  };
}

describe('equitySlots', () => {
  it('has one slot a day with its last equity, and empty ones for days without any', () => {
    const slots = equitySlots(
      history([
        { at: 0, equities: [100, 120], pnl: 20 },
        { at: 3, equities: [110], pnl: -10 },
      ]),
      false,
    );
    expect(slots.map(({ equity, pnl }) => [equity, pnl])).toEqual([
      ...[
        [120, 20],
        [null, null],
        [null, null],
        [110, -10],
      ],
    ]);
  });

  it('keeps the best equity as the peak, and what lies below it is the drawdown', () => {
    const slots = equitySlots(history([{ at: 0, equities: [100, 130, 90, 95], pnl: -5 }]), true);
    const known = slots.filter(({ equity }) => equity !== null);
    expect(known.map(({ peak }) => peak)).toEqual([100, 130, 130, 130]);
    expect(known.at(-1)?.pnl).toBe(-5);
  });

  it('takes a withdrawal for no drawdown and a deposit for no profit', () => {
    const slots = equitySlots(
      history([
        // 50 taken out in the second step, then 80 put in on the next day.
        { at: 0, equities: [100, 51, 52], pnl: 2 },
        { at: 1, equities: [130, 132], pnl: 0 },
      ]),
      true,
    );
    const known = slots.filter(({ equity }) => equity !== null);
    expect(known.map(({ peak }) => peak)).toEqual([100, 51, 52, 132, 132]);
  });
});
