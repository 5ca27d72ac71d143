import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adxFold } from './adx';
import { atrFold } from './atr';
import { bollingerFold } from './bollinger';
import { INDICATORS } from './catalog';
import { closeFold } from './close';
import { donchianFold } from './donchian';
import { emaFold } from './ema';
import { LONGEST_WARM_UP, type Bar, type Fold } from './fold';
import { macdFold } from './macd';
import { momentumFold } from './momentum';
import { rsiFold } from './rsi';
import { smaFold } from './sma';
import { Study, type LiveStudy } from './study';
import { supertrendFold } from './supertrend';

/** A fold whose states nobody looks into. */
interface Case {
  readonly name: string;
  readonly warmUp: number;
  /** The lines at the end of a run; `save` is done to the state after every candle. */
  readonly run: (bars: readonly Bar[], save?: (state: unknown) => unknown) => string;
  readonly study: () => LiveStudy;
}

function caseOf<State>(name: string, fold: Fold<State>): Case {
  return {
    name,
    warmUp: fold.warmUp,
    run: (bars, save = (state) => state) => {
      const end = bars.reduce((state, bar) => fold.next(save(state) as State, bar), fold.start);
      return JSON.stringify(fold.read(end));
    },
    study: () => new Study(fold),
  };
}

const cases: readonly Case[] = [
  caseOf('close', closeFold),
  caseOf('sma', smaFold(5)),
  caseOf('ema', emaFold(5)),
  caseOf('macd', macdFold({ fast: 3, slow: 6, signal: 4 })),
  caseOf('rsi', rsiFold(5)),
  caseOf('atr', atrFold(5)),
  caseOf('adx', adxFold(5)),
  caseOf('supertrend', supertrendFold(5, 2)),
  caseOf('donchian', donchianFold(5)),
  caseOf('momentum', momentumFold({ length: 4, window: 7 })),
  caseOf('bollinger', bollingerFold(5, 2)),
];

const bar = fc
  .record({ close: fc.integer({ min: 50, max: 150 }), up: fc.nat(9), down: fc.nat(9) })
  .map(({ close, up, down }): Bar => ({ close, high: close + up, low: close - down }));

/** A price that wanders, the same every time. */
const wander = (count: number): Bar[] => {
  let close = 100;
  let bits = 7;
  return Array.from({ length: count }, () => {
    bits = Math.imul(bits, 1_664_525) + 1_013_904_223;
    close *= 1 + (((bits >>> 8) % 2001) - 1000) / 50_000;
    return { close, high: close * 1.01, low: close * 0.995 };
  });
};

test('every indicator of the catalog is in the contract suite', () => {
  expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(INDICATORS).sort());
});

describe.each(cases)('$name', ({ run, study, warmUp, name }) => {
  test('replacing the last candle is the same as never having seen it', () => {
    const last = fc.array(bar, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 30 }), last, bar, (past, glimpses, closed) => {
        const watched = study();
        for (const it of past) watched.update(it);
        const before = JSON.stringify(watched.lines);
        glimpses.forEach((it, at) => {
          if (at === 0) watched.update(it);
          else watched.replace(it);
        });
        watched.replace(closed);
        expect(JSON.stringify(watched.lines)).toBe(run([...past, closed]));
        expect(before).toBe(run(past));
      }),
      { numRuns: 50 },
    );
  });

  test('a state that went through JSON at every candle goes on the same', () => {
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 30 }), (bars) => {
        expect(run(bars, (state) => JSON.parse(JSON.stringify(state)))).toBe(run(bars));
      }),
      { numRuns: 50 },
    );
  });

  test('has no value until its formula is satisfied, then always one, at the warm-up latest', () => {
    const live = study();
    const has = wander(warmUp + 20).map((it) => {
      live.update(it);
      return live.lines !== null;
    });
    const first = has.indexOf(true);
    expect(first).toBeLessThan(warmUp);
    expect(has.slice(first)).not.toContain(false);
  });

  test('started at its warm-up it shows what the whole history shows', () => {
    const bars = wander(3 * warmUp + 100);
    const whole = JSON.parse(run(bars)) as Record<string, number>;
    const late = JSON.parse(run(bars.slice(-warmUp))) as Record<string, number>;
    for (const [line, value] of Object.entries(whole)) {
      // A breakout is remembered for as long as there is no other.
      if (line !== 'breakout') expect(Math.abs(late[line]! - value)).toBeLessThan(0.01);
    }
  });

  test('a price that stands still gives finite numbers', () => {
    const still = Array.from({ length: warmUp + 5 }, () => ({ close: 7, high: 7, low: 7 }));
    const lines = JSON.parse(run(still)) as Record<string, number | null>;
    expect(Object.values(lines).every((value) => Number.isFinite(value))).toBe(true);
  });

  test('gives the lines that the catalog names, in lists of any length allowed', () => {
    const entry = INDICATORS[name]!;
    const most = Object.fromEntries(
      Object.entries(entry.params).map(([key, { max }]) => [key, max]),
    );
    for (const params of [{}, most]) {
      const made = entry.create(params);
      expect(made.warmUp).toBeLessThanOrEqual(LONGEST_WARM_UP);
      for (const it of wander(made.warmUp)) made.update(it);
      expect(Object.keys(made.lines ?? {}).sort()).toEqual([...entry.outputs].sort());
    }
  });
});
