import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { repository, runToEnd, startHeadless } from './support/headless';
import { tempFolder } from './support/temp-folder';

const folder = join(repository, 'build/service');
const unit = readFileSync(join(folder, 'tickwatch.service'), 'utf8');
const image = readFileSync(join(folder, 'Dockerfile'), 'utf8');
const PATIENCE = { timeout: 30_000, interval: 100 };

/** What the image runs by an instruction that is written as a list. */
function listOf(instruction: string): string[] {
  const list = new RegExp(`${instruction} (\\[.*\\])$`, 'm').exec(image)?.[1];
  return JSON.parse(list ?? 'null') as string[];
}

/** The words after the program's own file in the unit, its folders in one of the test. */
function unitFlags(home: string): string[] {
  const command = /^ExecStart=\S+ \S+ (.*)$/m.exec(unit)?.[1] ?? '';
  return command.replaceAll(/%[St]/g, home).split(' ');
}

test.runIf(existsSync('/usr/bin/systemd-analyze'))(
  'systemd understands the unit, and finds little that it could do',
  async () => {
    const file = join(await tempFolder(), 'tickwatch.service');
    // Where Node lies is the machine's own matter.
    writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
    const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect([verified.status, verified.stderr]).toEqual([0, '']);
    const judged = execFileSync('systemd-analyze', ['security', '--offline=true', file], {
      encoding: 'utf8',
    });
    const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(judged)?.[1]);
    expect(exposure).toBeLessThan(2);
  },
);

test('the server runs by the words of the unit, keeps its token in a file and leaves with 0', async () => {
  const home = await tempFolder();
  for (const name of ['tickwatch', 'tickwatch/token']) expect(unit).toContain(name);
  mkdirSync(join(home, 'tickwatch'), { mode: 0o700 });
  const flags = unitFlags(home);
  expect(flags).toEqual(expect.arrayContaining(['--data-dir', '--token-file']));
  const server = await startHeadless([...flags, '--demo']);
  const token = flags[flags.indexOf('--token-file') + 1] ?? '';
  expect(readFileSync(token, 'utf8').trim()).toBe(server.token);
  expect(statSync(token).mode & 0o777).toBe(0o600);
  const { code, stderr } = await server.end('SIGTERM');
  expect(code).toBe(0);
  expect(stderr).not.toContain(server.token);
});

test('a wrong setting ends the server with the code that systemd does not start it again for', async () => {
  const { code } = await runToEnd(['--data-dir', await tempFolder()], { TICKWATCH_PORT: 'none' });
  expect(unit).toContain(`RestartPreventExitStatus=${code}\n`);
});

test('the health check of the image says yes to a server that runs, and no when it is gone', async () => {
  const server = await startHeadless(['--demo', '--data-dir', await tempFolder()]);
  const [, ...words] = listOf('  CMD');
  const check = async (): Promise<unknown> => {
    const env = { ...process.env, TICKWATCH_PORT: new URL(server.url).port };
    const [code] = (await once(spawn(process.execPath, words, { env }), 'close')) as [number];
    return code;
  };
  await vi.waitFor(async () => expect(await check()).toBe(0), PATIENCE);
  await server.end();
  expect(await check()).toBe(1);
});

test('what the image starts is the server itself: it prints nothing and obeys a signal', async () => {
  const home = await tempFolder();
  const token = join(home, 'token');
  const [shell = '', ...words] = listOf('ENTRYPOINT');
  const given = words.map((word) => word.replace('/data/token', token));
  const child = spawn(shell, [...given, '--demo', '--port', '0'], {
    cwd: repository,
    env: { ...process.env, TICKWATCH_DATA_DIR: home },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += data.toString()));
  child.stderr.resume();
  await vi.waitFor(() => expect(readFileSync(token, 'utf8')).not.toBe(''), PATIENCE);
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  expect([await closed, printed]).toEqual([[0, null], '']);
});

test('the image is built of what there is, and the user of its server is not root', () => {
  const sources = [...image.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, list = '']) =>
    list.split(' '),
  );
  expect(sources.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  const last = image.slice(image.lastIndexOf('FROM '));
  expect(/^USER (\S+)$/m.exec(last)?.[1]).toBe('node');
  expect(last.indexOf('USER ')).toBeLessThan(last.indexOf('ENTRYPOINT '));
  expect(last).toMatch(/^VOLUME \/data$/m);
});
