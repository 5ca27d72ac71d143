import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { repository, runToEnd, startHeadless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

test('a second server on the same folder is refused with who has it, and the first goes on', async () => {
  const folder = await tempFolder();
  const first = await startHeadless(['--demo', '--data-dir', folder]);
  const second = await runToEnd(['--demo', '--port', '0', '--data-dir', folder]);
  expect(second).toMatchObject({ code: 2, stdout: '' });
  expect(second.stderr).toMatch(/^tickwatch: [^\n]+\n$/);
  expect(second.stderr).toContain(`${folder} is in use by process ${first.pid}`);
  expect((await fetch(`${first.url}/api/v1/health`)).status).toBe(200);
  expect((await first.end()).code).toBe(0);
  expect(await readdir(folder)).not.toContain('instance.lock');
});

test('of eight servers started at once on a folder whose owner was killed, one gets it', async () => {
  const folder = await tempFolder();
  await (await startHeadless(['--demo', '--data-dir', folder])).end('SIGKILL');
  const flags = ['--demo', '--data-dir', folder];
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => startHeadless(flags)));
  const running = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  expect(running).toHaveLength(1);
  for (const each of running) expect((await each.end()).code).toBe(0);
});

test('event numbers go on growing when the state file is found damaged', async () => {
  const folder = await tempFolder();
  const seq = async (): Promise<number> => {
    const server = await startHeadless(['--demo', '--data-dir', folder]);
    const client = await SocketClient.connect(server.url, server.token);
    const reply = await client.ask('get_snapshot', {});
    client.close();
    await server.end();
    return reply.ok ? (reply.value['seq'] as number) : Number.NaN;
  };
  const before = await seq();
  await writeFile(join(folder, 'state.json'), '{"schemaVersion":1,"seq');
  expect(await seq()).toBeGreaterThan(before);
});

test('a signal that comes before it is ready ends it cleanly too', async () => {
  const program = join(repository, 'dist/electron/headless.js');
  const folder = join(await tempFolder(), 'data');
  const child = spawn(process.execPath, [
    ...[program, '--demo', '--port', '0'],
    ...['--log-level', 'info', '--data-dir', folder],
  ]);
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  // The folder is made while it starts, before there is anything on stdout.
  await vi.waitFor(async () => expect(await readdir(folder)).not.toEqual([]), {
    timeout: 10_000,
    interval: 1,
  });
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(await readdir(folder)).not.toContain('instance.lock');
});

test('help and version are answered at once, on stdout, and nothing is written', async () => {
  const folder = await tempFolder();
  const env = { XDG_DATA_HOME: folder };
  const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(await runToEnd(['--version'], env)).toEqual({
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
  const help = await runToEnd(['--demo', '--help'], env);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('--data-dir DIR');
  expect(await readdir(folder)).toEqual([]);
});
