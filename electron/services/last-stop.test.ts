import { expect, test, vi } from 'vitest';
import { FakeClock } from './fake-clock';
import { stopAfterFault } from './last-stop';

test('fault 49: what runs is stopped before the program ends', async () => {
  const clock = new FakeClock();
  const done: string[] = [];
  const stop = async (): Promise<void> => {
    await Promise.resolve();
    done.push('stopped');
  };
  stopAfterFault(stop, clock, () => done.push('ended'));
  await vi.waitFor(() => expect(done).toEqual(['stopped', 'ended']));
  clock.advance(10_000);
  expect(done).toHaveLength(2);
  expect(clock.pending).toBe(0);
});

test('fault 49: a stop that fails or never comes to an end does not keep the program alive', async () => {
  const clock = new FakeClock();
  const end = vi.fn();
  stopAfterFault(() => Promise.reject(new Error('as well')), clock, end);
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
  stopAfterFault(() => new Promise(() => undefined), clock, end);
  clock.advance(1999);
  expect(end).toHaveBeenCalledOnce();
  clock.advance(1);
  expect(end).toHaveBeenCalledTimes(2);
});
