import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { WeightGovernor, type Priority } from './weight-governor';

let clock: FakeClock;
let governor: WeightGovernor;
let granted: string[];

beforeEach(() => {
  clock = new FakeClock();
  governor = new WeightGovernor({ host: 'venue.test', clock, now: () => clock.now() });
  governor.setLimit(100);
  granted = [];
});

async function ask(name: string, weight: number, priority: Priority): Promise<void> {
  await governor.acquire(weight, priority).then(
    () => granted.push(name),
    (error: unknown) => granted.push(`${name} refused: ${(error as Error).message}`),
  );
}

/** Lets promises settle that need no time. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('upkeep gets half of the limit, what people wait for gets four fifths, the rest waits', async () => {
  void ask('upkeep 50', 50, 'background');
  void ask('upkeep 51', 1, 'background');
  void ask('user 80', 30, 'user');
  void ask('user 81', 1, 'user');
  await settle();
  expect(granted).toEqual(['upkeep 50', 'user 80']);
  expect(governor.used).toBe(80);
  clock.advance(60_000);
  await settle();
  expect(granted).toEqual(['upkeep 50', 'user 80', 'user 81', 'upkeep 51']);
  expect(clock.pending).toBe(0);
});

test('the minute is the venue’s, not ours', async () => {
  governor = new WeightGovernor({ host: 'venue.test', clock, now: () => clock.now() + 59_000 });
  governor.setLimit(100);
  void ask('first', 80, 'user');
  void ask('second', 80, 'user');
  await settle();
  clock.advance(999);
  await settle();
  expect(granted).toEqual(['first']);
  clock.advance(1);
  await settle();
  expect(granted).toEqual(['first', 'second']);
});

test('a clock set back by a moment begins no minute twice, one set back for long is followed', async () => {
  let now = 600_000;
  governor = new WeightGovernor({ host: 'venue.test', clock, now: () => now });
  await governor.acquire(70, 'user');
  now -= 50;
  expect(governor.used).toBe(70);
  now -= 300_000;
  expect(governor.used).toBe(0);
});

test('the venue’s own count is believed when it is larger, and only for its minute', async () => {
  const minute = await governor.acquire(1, 'user');
  governor.observe(minute, 80);
  expect(governor.used).toBe(80);
  governor.observe(minute, 7);
  expect(governor.used).toBe(80);
  clock.advance(60_000);
  governor.observe(minute, 95);
  expect(governor.used).toBe(0);
});

test('a request dearer than its share goes first in a minute rather than never', async () => {
  void ask('small', 1, 'background');
  void ask('huge', 500, 'background');
  await settle();
  expect(granted).toEqual(['small']);
  clock.advance(60_000);
  await settle();
  expect(granted).toEqual(['small', 'huge']);
});

test('fault 29: while the host is blocked nothing passes and what waits is refused', async () => {
  void ask('full', 80, 'user');
  void ask('waiting', 10, 'user');
  await settle();
  governor.block(30_000);
  void ask('late', 1, 'user');
  await settle();
  const until = new Date(clock.now() + 30_000).toISOString();
  const refusal = `refused: venue.test asked us to pause until ${until}`;
  expect(granted).toEqual(['full', `waiting ${refusal}`, `late ${refusal}`]);
  expect(governor.unavailableUntil).toBe(clock.now() + 30_000);
  governor.block(1000);
  clock.advance(29_999);
  expect(governor.unavailableUntil).not.toBeNull();
  clock.advance(1);
  expect(governor.unavailableUntil).toBeNull();
  expect(clock.pending).toBe(0);
});

test('stopping refuses what waits and leaves no timer', async () => {
  void ask('full', 80, 'user');
  void ask('waiting', 10, 'background');
  await settle();
  governor.stop();
  await settle();
  expect(granted).toEqual(['full', 'waiting refused: Tickwatch is stopping']);
  expect(clock.pending).toBe(0);
});
