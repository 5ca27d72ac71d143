import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../shared/protocol/reply';
import { RequestQueue } from './request-queue';

const done: Reply<number> = { ok: true, value: 1 };
const tooFast = (ms: number): Reply<never> => ({
  ok: false,
  error: { code: 'RATE_LIMITED', message: 'Too fast.', retry_after_ms: ms },
});

describe('RequestQueue', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets only so many wait for their answer at once', async () => {
    const queue = new RequestQueue({ maxInFlight: 2, perSecond: 100, burst: 100 });
    const answers: ((reply: Reply<number>) => void)[] = [];
    const send = vi.fn(() => new Promise<Reply<number>>((answer) => answers.push(answer)));
    const all = [queue.run(send), queue.run(send), queue.run(send)];
    await vi.advanceTimersByTimeAsync(0);
    expect(send).toHaveBeenCalledTimes(2);
    answers[0]!(done);
    await vi.advanceTimersByTimeAsync(0);
    expect(send).toHaveBeenCalledTimes(3);
    answers.slice(1).forEach((answer) => answer(done));
    await expect(Promise.all(all)).resolves.toHaveLength(3);
  });

  it('keeps to the pace after a burst', async () => {
    const queue = new RequestQueue({ maxInFlight: 100, perSecond: 10, burst: 5 });
    const send = vi.fn(() => Promise.resolve(done));
    for (let count = 0; count < 20; count += 1) void queue.run(send);
    await vi.advanceTimersByTimeAsync(0);
    expect(send).toHaveBeenCalledTimes(5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(send.mock.calls.length).toBeGreaterThanOrEqual(14);
    expect(send.mock.calls.length).toBeLessThanOrEqual(15);
  });

  it('sends again what was refused for speed, after the time it was told', async () => {
    const queue = new RequestQueue();
    const send = vi.fn<() => Promise<Reply<number>>>();
    send.mockResolvedValueOnce(tooFast(700)).mockResolvedValueOnce(done);
    const reply = queue.run(send);
    await vi.advanceTimersByTimeAsync(690);
    expect(send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(20);
    await expect(reply).resolves.toEqual(done);
  });

  it('gives up when it is refused again and again', async () => {
    const queue = new RequestQueue();
    const send = vi.fn(() => Promise.resolve(tooFast(10)));
    const reply = queue.run(send);
    await vi.advanceTimersByTimeAsync(1000);
    await expect(reply).resolves.toEqual(tooFast(10));
    expect(send).toHaveBeenCalledTimes(5);
  });
});
