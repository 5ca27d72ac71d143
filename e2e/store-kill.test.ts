import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from 'vite';
import { killWriters } from '../bench/soak-store';
import { repository, startHeadless, type Headless } from './support/headless';
import { tempFolder } from './support/temp-folder';

const SEED = 20_260_104;

/** Bundles the process that writes, as the long-run test does. */
async function bundleWriter(outDir: string): Promise<string> {
  await build({
    configFile: false,
    root: repository,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      target: 'node20.18',
      minify: false,
      rolldownOptions: { input: { writer: join(repository, 'bench/store-writer.ts') } },
    },
  });
  return join(outDir, 'writer.js');
}

test(`fault 38: 25 processes killed while they write (seed ${SEED}) lose nothing they acknowledged`, async () => {
  // Beside the modules it needs, which are not bundled.
  const outDir = await mkdtemp(join(repository, 'dist/kill-'));
  try {
    const writer = await bundleWriter(outDir);
    const results = await killWriters({ writer, rounds: 25, seed: SEED });
    expect(results).toMatchObject({ lost: 0, unreadable: 0 });
    expect(results.acknowledged).toBeGreaterThan(100);
  } finally {
    await rm(outDir, { recursive: true });
  }
});

const headers = (server: Headless) => ({
  Authorization: `Bearer ${server.token}`,
  'Content-Type': 'application/json',
});

async function putWatchlist(server: Headless, group: string): Promise<void> {
  const response = await fetch(`${server.url}/api/v1/watchlist`, {
    method: 'PUT',
    headers: headers(server),
    body: JSON.stringify({ symbols: [], groups: { [group]: [] } }),
  });
  expect(response.status).toBe(200);
}

test('fault 45: a server killed with kill -9 is followed by another on its folder, with all it had said', async () => {
  const folder = await tempFolder();
  for (let round = 0; round < 3; round++) {
    const server = await startHeadless(['--demo', '--data-dir', folder]);
    if (round > 0) {
      const list = await fetch(`${server.url}/api/v1/watchlist`, { headers: headers(server) });
      expect(await list.json()).toMatchObject({ groups: { [`round ${round - 1}`]: [] } });
    }
    await putWatchlist(server, `round ${round}`);
    await server.end('SIGKILL');
  }
});
