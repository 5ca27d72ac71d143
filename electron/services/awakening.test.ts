import { beforeEach, expect, test } from 'vitest';
import { Awakening } from './awakening';
import { FakeClock } from './fake-clock';
import { silentLogger } from './logger';

/** A clock that goes on while the machine sleeps, at least on the wall. */
class SleepyClock extends FakeClock {
  slept = 0;

  override now(): number {
    return super.now() + this.slept;
  }
}

let clock: SleepyClock;
let restarts: string[];
let awakening: Awakening;

beforeEach(() => {
  clock = new SleepyClock();
  restarts = [];
  const restart = (reason: string) => void restarts.push(reason);
  awakening = new Awakening({ clock, logger: silentLogger, restart });
  awakening.start();
});

test('fault 35: one awakening connects anew once, however often it is told of', () => {
  clock.slept += 8 * 3_600_000;
  awakening.wake('The machine has slept');
  awakening.wake('The machine has slept');
  clock.advance(2000);
  awakening.wake('The machine has slept');
  expect(restarts).toEqual(['The machine has slept']);
});

test('fault 35: clocks that drifted apart are enough where the system says nothing', () => {
  clock.slept += 8 * 3_600_000;
  clock.advance(1000);
  expect(restarts).toHaveLength(1);
});

test('fault 35: a second sleep right after the first is another awakening', () => {
  awakening.wake('The machine has slept');
  awakening.sleep();
  awakening.wake('The machine has slept');
  expect(restarts).toHaveLength(2);
});

test('stopping leaves no timer behind', () => {
  awakening.stop();
  expect(clock.pending).toBe(0);
});
