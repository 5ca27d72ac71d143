import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock';
import { WakeDetector } from './wake-detector';

/** A clock whose wall can be moved by hand. */
class JumpyClock extends FakeClock {
  jump = 0;

  override now(): number {
    return super.now() + this.jump;
  }
}

function started(): { clock: JumpyClock; jumps: number[]; detector: WakeDetector } {
  const clock = new JumpyClock();
  const jumps: number[] = [];
  const detector = new WakeDetector(clock, (jump) => jumps.push(jump));
  detector.start();
  return { clock, jumps, detector };
}

test('fault 35: eight hours of sleep are noticed within a second of waking, once', () => {
  const { clock, jumps } = started();
  clock.advance(10_000);
  clock.jump += 8 * 3_600_000;
  clock.advance(1000);
  expect(jumps).toEqual([8 * 3_600_000]);
  clock.advance(60_000);
  expect(jumps).toHaveLength(1);
});

test('fault 34: a wall clock set back or forth is noticed, a slow correction is not', () => {
  const { clock, jumps } = started();
  for (let n = 0; n < 100; n++) {
    clock.jump += 100;
    clock.advance(1000);
  }
  expect(jumps).toEqual([]);
  clock.jump -= 3_600_000;
  clock.advance(1000);
  expect(jumps).toEqual([-3_600_000]);
});

test('time that simply passes, also in one long step, is not sleep', () => {
  const { clock, jumps, detector } = started();
  clock.advance(3_600_000);
  expect(jumps).toEqual([]);
  detector.stop();
  expect(clock.pending).toBe(0);
});
