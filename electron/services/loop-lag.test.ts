import { expect, onTestFinished, test, vi } from 'vitest';
import { FakeClock } from './fake-clock';
import { LoopLag } from './loop-lag';

const PATIENCE = { timeout: 4000, interval: 50 };

test('is measured from the first look on, and names the longest delay', async () => {
  const lag = new LoopLag(new FakeClock());
  expect(lag.read()).toBeNull();
  await vi.waitFor(() => expect(lag.read()).not.toBeNull(), PATIENCE);
  const stall = setInterval(() => {
    const until = performance.now() + 120;
    while (performance.now() < until) Math.sqrt(until);
  }, 200);
  onTestFinished(() => clearInterval(stall));
  await vi.waitFor(() => expect(lag.read()?.max).toBeGreaterThan(80), PATIENCE);
  lag.stop();
});

test('is measured no more when nobody has looked for half a minute', async () => {
  const clock = new FakeClock();
  const lag = new LoopLag(clock);
  lag.read();
  await vi.waitFor(() => expect(lag.read()).not.toBeNull(), PATIENCE);
  clock.advance(30_000);
  expect(lag.read()).toBeNull();
  lag.stop();
});
