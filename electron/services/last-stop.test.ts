import { expect, test, vi } from 'vitest';
import { AppError } from '../../shared/domain/errors';
import { FakeClock } from './fake-clock';
import { LastStop } from './last-stop';

function lastStop(done: string[] = []) {
  const clock = new FakeClock();
  const say = (line: string): void => void done.push(line.trim());
  const end = vi.fn(({ code }: { code: number }) => void done.push(`ended ${code}`));
  return { clock, end, stop: new LastStop({ clock, say, end }) };
}
const noRecord = (): void => undefined;
const asked = new AppError('INVALID', 'no such flag');

test('fault 49: what runs is stopped before the program ends', async () => {
  const done: string[] = [];
  const { clock, stop } = lastStop(done);
  stop.guard(async () => {
    await Promise.resolve();
    done.push('stopped');
  }, noRecord);
  stop.fail(asked);
  await vi.waitFor(() => expect(done).toEqual(['tickwatch: no such flag', 'stopped', 'ended 2']));
  clock.advance(10_000);
  expect(done).toHaveLength(3);
  expect(clock.pending).toBe(0);
});

test('fault 49: a stop that fails does not keep the program alive', async () => {
  const { stop, end } = lastStop();
  stop.guard(() => Promise.reject(new Error('as well')), noRecord);
  stop.fail(asked);
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
});

test('fault 49: a stop that never comes to an end does not keep the program alive', () => {
  const { clock, stop, end } = lastStop();
  stop.guard(() => new Promise(() => undefined), noRecord);
  stop.fail(asked);
  clock.advance(3999);
  expect(end).not.toHaveBeenCalled();
  clock.advance(1);
  expect(end).toHaveBeenCalledOnce();
});

test('a further fault while it ends is said, and ends nothing twice', async () => {
  const done: string[] = [];
  const { stop } = lastStop(done);
  stop.fail(asked);
  stop.fail(new AppError('INVALID', 'and another'));
  await vi.waitFor(() => expect(done).toContain('ended 2'));
  expect(done).toEqual(['tickwatch: no such flag', 'tickwatch: and another', 'ended 2']);
});

test('fault 49: a fault of the program itself is kept, before it stops; what the trader mends is not', async () => {
  const kept: string[] = [];
  const { stop, end } = lastStop();
  stop.guard(
    () => Promise.resolve(),
    (text) => void kept.push(text),
  );
  stop.fail(asked);
  expect(kept).toEqual([]);
  stop.fail(new Error('a fault of its own'));
  expect(kept).toEqual([expect.stringContaining('a fault of its own')]);
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
});

test('fault 49: a fault that cannot be kept is said, and the program ends all the same', async () => {
  const done: string[] = [];
  const { stop } = lastStop(done);
  stop.guard(
    () => Promise.resolve(),
    () => {
      throw new Error('ENOSPC');
    },
  );
  stop.fail(new Error('first'));
  await vi.waitFor(() => expect(done).toContain('ended 1'));
  expect(done).toContainEqual(expect.stringContaining('ENOSPC'));
});
