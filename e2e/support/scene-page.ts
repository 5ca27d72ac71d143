import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import sirv from 'sirv';
import { build } from 'vite';
import manifest from '../../package.json' with { type: 'json' };
import { repository } from './headless';

/** The page with invented data where the services would be, on loopback. */
export interface ScenePage {
  /** Without a slash at the end; `/?fake=SCENE` is a scene. */
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the scene page unless it was built of these sources before, and serves it. */
export async function openScenePage(): Promise<ScenePage> {
  const serve = sirv(await buildScenes(), { etag: true });
  const server = createServer((request, response) => serve(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** @returns The folder of the built page; named after its sources, so that none is taken for another. */
async function buildScenes(): Promise<string> {
  const folder = resolve(repository, 'dist/scenes', digestSources());
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  await build({
    configFile: false,
    root: resolve(repository, 'renderer'),
    base: './',
    logLevel: 'error',
    plugins: [svelte({ configFile: resolve(repository, 'svelte.config.js') })],
    // The product leaves the invented data out; here they are the point.
    define: {
      __APP_VERSION__: JSON.stringify(manifest.version),
      'import.meta.env.DEV': 'true',
    },
    build: { outDir: draft, target: 'chrome130', minify: false, chunkSizeWarningLimit: 4000 },
  });
  // Another test file may have been as far at the same time.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return folder;
}

function digestSources(): string {
  const hash = createHash('sha256');
  for (const file of ['renderer', 'shared', 'package-lock.json'].flatMap(listFiles)) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function listFiles(path: string): string[] {
  const full = resolve(repository, path);
  if (statSync(full).isFile()) return full.endsWith('.test.ts') ? [] : [full];
  return readdirSync(full).flatMap((name) => listFiles(join(path, name)));
}
