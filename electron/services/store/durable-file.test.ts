import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePrivateFolder, removeLeftovers, writeDurably } from './durable-file';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-durable-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a temporary file planted beside it is neither followed nor reused', async () => {
  const file = join(folder, 'state.json');
  const victim = join(folder, 'victim');
  await writeFile(victim, 'precious');
  await symlink(victim, `${file}.tmp`);
  await writeDurably(file, 'new');
  expect(await readFile(victim, 'utf8')).toBe('precious');
  await rm(`${file}.tmp`);
  await writeFile(`${file}.tmp`, 'old');
  await chmod(`${file}.tmp`, 0o666);
  await writeDurably(file, 'newer');
  expect(await readFile(file, 'utf8')).toBe('newer');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a write that fails leaves nothing behind', async () => {
  const file = join(folder, 'taken');
  await mkdir(join(file, 'inside'), { recursive: true });
  await expect(writeDurably(file, 'x')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['taken']);
});

test('what a crash left of a write is removed, and nothing else', async () => {
  const kept = ['state.json', 'notes.tmp', 'x.0123.tmp'];
  const left = ['state.json.0123456789abcdef.tmp', 'ban.json.ffffffffffffffff.tmp'];
  for (const name of [...kept, ...left]) await writeFile(join(folder, name), '');
  await removeLeftovers(folder);
  expect((await readdir(folder)).sort()).toEqual(kept.sort());
});

test('a folder is made with its parents, for its owner only', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  await makePrivateFolder(deep);
  await makePrivateFolder(deep);
  for (const each of [deep, join(folder, 'a')]) {
    expect((await stat(each)).mode & 0o777).toBe(0o700);
  }
});

test.runIf(process.platform === 'linux')(
  'a place where nothing can be made is refused at once',
  async () => {
    await expect(makePrivateFolder('/proc/nope/x')).rejects.toThrow();
  },
);
