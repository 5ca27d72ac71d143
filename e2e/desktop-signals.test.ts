import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startDesktop } from './support/desktop';
import { tempFolder } from './support/temp-folder';

test('the desktop app replays the history of signals in its thread', async () => {
  const folder = await tempFolder();
  const { app } = await startDesktop(['--demo=signals', '--data-dir', folder]);
  onTestFinished(() => app.close());
  await vi.waitFor(
    async () => {
      const files = await readdir(join(folder, 'history'));
      expect(files.filter((name) => name.startsWith('signals-'))).not.toEqual([]);
    },
    { timeout: 40_000, interval: 250 },
  );
});
