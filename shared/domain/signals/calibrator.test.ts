import { describe, expect, test } from 'vitest';
import { basisOf, Calibrator, confidenceOf, oddsOf, type Label } from './calibrator';
import { logit, sigmoid } from './numbers';

const DAY = 86_400_000;
const labels = (count: number, isHit: boolean, weight = 1): Label[] =>
  Array.from({ length: count }, () => ({ chance: 0.45, isHit, weight }));

test('costs make the target the less likely the narrower the barriers', () => {
  expect(oddsOf(0.015, 0)).toEqual({ chance: 0.5, breakeven: 0.5 });
  expect(oddsOf(0.015, 0.002).chance).toBeCloseTo(0.015 / 0.032, 12);
  expect(oddsOf(0.015, 0.002).breakeven).toBeCloseTo(0.017 / 0.032, 12);
  expect(oddsOf(0.001, 0.002)).toEqual({ chance: 0.25, breakeven: 0.75 });
});

test('one result moves the offset by one step of the filter', () => {
  const calibrator = new Calibrator();
  calibrator.learn([{ chance: 0.45, isHit: true, weight: 0.5 }], DAY);
  const { offset, variance, resolved } = calibrator.beliefAt(DAY);
  const spread = 1 + 0.5 * 0.45 * 0.55 * 0.04;
  expect(offset).toBeCloseTo((0.04 * 0.5 * 0.55) / spread, 12);
  expect(variance).toBeCloseTo(0.04 / spread, 12);
  expect(resolved).toBe(1);
});

test('many results bring the confidence to what was', () => {
  const calibrator = new Calibrator();
  for (let day = 1; day <= 500; day += 1) {
    calibrator.learn([...labels(6, true), ...labels(4, false)], day * DAY);
  }
  const belief = calibrator.beliefAt(500 * DAY);
  const { confidence, lowerBound } = confidenceOf({ chance: 0.45, breakeven: 0.55 }, belief);
  expect(confidence).toBeCloseTo(0.6, 2);
  expect(lowerBound).toBeLessThan(confidence);
});

test('results of the same candle count as one', () => {
  const many = new Calibrator();
  const one = new Calibrator();
  for (let day = 1; day <= 50; day += 1) {
    many.learn(labels(10, true, 0.1), day * DAY);
    one.learn(labels(1, true), day * DAY);
  }
  expect(many.beliefAt(50 * DAY).offset).toBeCloseTo(one.beliefAt(50 * DAY).offset, 1);
});

describe('the basis', () => {
  const believe = (count: number) => {
    const calibrator = new Calibrator();
    calibrator.learn(labels(count, true), DAY);
    return calibrator.beliefAt(DAY);
  };

  test.each([
    [0, 'prior'],
    [29, 'prior'],
    [30, 'learning'],
    [199, 'learning'],
    [200, 'calibrated'],
  ])('of %i results is %s', (count, basis) => {
    expect(basisOf(believe(count))).toBe(basis);
  });

  test('of a prior is the chance of the random walk, whatever the few results say', () => {
    expect(confidenceOf(oddsOf(0.015, 0.002), believe(29)).confidence).toBe(0.015 / 0.032);
  });

  test('of more is shrunk toward one half by what is not known', () => {
    const belief = believe(30);
    const said = confidenceOf({ chance: 0.45, breakeven: 0.55 }, belief).confidence;
    const shrink = Math.sqrt(1 + (Math.PI * belief.variance) / 8);
    expect(said).toBeCloseTo(sigmoid((logit(0.45) + belief.offset) / shrink), 12);
  });
});

test('what is asked about the past is answered with what was known by then', () => {
  const calibrator = new Calibrator();
  calibrator.learn(labels(40, true), 10 * DAY);
  const then = calibrator.beliefAt(10 * DAY);
  calibrator.learn(labels(40, false), 20 * DAY);
  calibrator.learn(labels(40, false), 21 * DAY);
  expect(calibrator.beliefAt(15 * DAY)).toEqual(then);
  expect(calibrator.beliefAt(9 * DAY).resolved).toBe(0);
  expect(calibrator.beliefAt(20.5 * DAY).resolved).toBe(80);
  expect(calibrator.beliefAt(30 * DAY).resolved).toBe(120);
});

test('results of long ago that become known now do not change what was believed then', () => {
  const calibrator = new Calibrator();
  calibrator.learn(labels(40, true), 10 * DAY);
  calibrator.learn(labels(40, true), 20 * DAY);
  const then = calibrator.beliefAt(15 * DAY);
  calibrator.learn(labels(40, false), 12 * DAY);
  expect(calibrator.beliefAt(15 * DAY)).toEqual(then);
  expect(calibrator.beliefAt(20 * DAY).resolved).toBe(120);
});

test('a saved calibrator goes on as it was', () => {
  const calibrator = new Calibrator();
  for (let day = 1; day <= 5; day += 1) calibrator.learn(labels(day, day % 2 === 0), day * DAY);
  const restored = new Calibrator(JSON.parse(JSON.stringify(calibrator.save())) as never);
  for (const it of [calibrator, restored]) it.learn(labels(3, true), 6 * DAY);
  expect(restored.save()).toEqual(calibrator.save());
});
