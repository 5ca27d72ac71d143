import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { startDesktop } from './support/desktop';
import { tempFolder } from './support/temp-folder';

/** How often the connections were given up to be made anew. */
async function restarts(window: Page): Promise<number> {
  const text = await window.evaluate(async () => {
    interface Bridge {
      request(name: string, params: object): Promise<{ value: { text: string } }>;
    }
    const { tickwatch } = globalThis as never as { tickwatch: Bridge };
    return (await tickwatch.request('get_metrics', {})).value.text;
  });
  return Number(/stream_drops_total\{venue="spot",cause="restart"\} (\d+)/.exec(text)?.[1] ?? 0);
}

test('fault 35: an awakening of the machine, told twice, makes the connections anew once', async () => {
  const { app, window } = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  const state = window.getByTestId('connection-state');
  await state.getByText('Live', { exact: true }).waitFor();
  expect(await restarts(window)).toBe(0);
  await app.evaluate(
    ({ powerMonitor }) =>
      // A timer holds the promise: the inspector alone would let it be collected before its answer.
      new Promise<void>((resolve) => {
        setTimeout(() => {
          powerMonitor.emit('suspend');
          powerMonitor.emit('resume');
          powerMonitor.emit('resume');
          resolve();
        });
      }),
  );
  await vi.waitFor(async () => expect(await restarts(window)).toBe(1), 10_000);
  await state.getByText('Live', { exact: true }).waitFor();
  expect(await restarts(window)).toBe(1);
  await app.close();
});
