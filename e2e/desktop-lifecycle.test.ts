import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { electronBinary } from '../build/electron-binary.mjs';
import { repository, startHeadless } from './support/headless';
import { tempFolder } from './support/temp-folder';

interface Launched {
  readonly child: ChildProcess;
  readonly out: { stdout: string; stderr: string };
}

function launch(flags: readonly string[]): Launched {
  const args = ['--no-sandbox', '--disable-gpu', repository, ...flags];
  const child = spawn(electronBinary(), args);
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (out.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (out.stderr += data.toString()));
  return { child, out };
}

const exitOf = async ({ child }: Launched): Promise<unknown> => (await once(child, 'exit'))[0];

test('the desktop refuses a port in use before anything is written', async () => {
  const folder = await tempFolder();
  const server = await startHeadless(['--demo', '--data-dir', join(folder, 'server')]);
  const { port } = new URL(server.url);
  const dataDir = join(folder, 'desktop');
  const app = launch(['--demo', '--port', port, '--data-dir', dataDir]);
  expect(await exitOf(app)).toBe(2);
  expect(app.out.stderr).toMatch(new RegExp(`^tickwatch: Port ${port} `, 'm'));
  expect(await readdir(folder)).toEqual(['server']);
  await server.end();
});

test('the desktop refuses a folder that a server has, and names the server', async () => {
  const folder = await tempFolder();
  const server = await startHeadless(['--demo', '--data-dir', folder]);
  const app = launch(['--demo', '--port', '0', '--data-dir', folder]);
  expect(await exitOf(app)).toBe(2);
  expect(app.out.stderr).toContain(`${folder} is in use by process ${server.pid}`);
  await server.end();
});

test('an interrupt ends the desktop cleanly while it still starts', async () => {
  const folder = await tempFolder();
  const app = launch(['--demo', '--port', '0', '--data-dir', folder]);
  await vi.waitFor(async () => expect(await readdir(folder)).toContain('state.json'), 20_000);
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['chromium', 'instance.lock']));
  const exited = exitOf(app);
  app.child.kill('SIGINT');
  expect(await exited).toBe(0);
  expect(app.out.stderr).toContain('Stopping');
  expect(await readdir(folder)).not.toContain('instance.lock');
});

test('the desktop says its version and ends', async () => {
  const app = launch(['--version']);
  expect(await exitOf(app)).toBe(0);
  expect(app.out.stdout).toMatch(/^\d+\.\d+\.\d+$/m);
});
