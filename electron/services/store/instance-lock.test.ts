import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderLock, lockOwner } from './instance-lock';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-lock-'));
  file = join(folder, 'instance.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/** Takes the folder; returns what lets go of it. */
function lockDataDir(dataDir: string): () => void {
  const lock = folderLock(dataDir);
  lock.hold();
  return () => lock.release();
}

const plant = (owner: unknown): Promise<void> =>
  writeFile(file, typeof owner === 'string' ? owner : JSON.stringify(owner));

/** The number of a process that has just ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('a folder is held by one, who is named to the next, and is free when let go', async () => {
  const release = lockDataDir(folder);
  expect(lockOwner(folder)).toBe(process.pid);
  expect(() => lockDataDir(folder)).toThrow(`${folder} is in use by process ${process.pid}`);
  release();
  expect(lockOwner(folder)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
  lockDataDir(folder)();
});

test('a living process of another program is respected where its age is not known', async () => {
  await plant({ pid: process.ppid, born: null });
  expect(() => lockDataDir(folder)).toThrow(`process ${process.ppid}`);
});

test.each([
  ['of a dead process', async () => ({ pid: await deadPid(), born: null })],
  ['of an earlier process with our number', () => ({ pid: process.pid, born: 'x 1' })],
  ['of an earlier process with a number in use', () => ({ pid: process.ppid, born: 'x 1' })],
  ['cut short', () => '{"pid":4'],
  ['that is empty', () => ''],
])('a lock %s is taken over at once', async (_name, owner) => {
  await plant(await owner());
  const release = lockDataDir(folder);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
  expect(await readdir(folder)).toEqual(['instance.lock']);
  release();
});

/** Plants a dead lock, and a claim to replace it by the given owner. */
async function plantClaimed(owner: { pid: number; born: string | null }): Promise<void> {
  const dead = JSON.stringify({ pid: process.pid, born: 'x 1' });
  await plant(dead);
  const name = createHash('sha256').update(dead).digest('hex').slice(0, 16);
  await writeFile(`${file}.${name}.tmp`, JSON.stringify(owner));
}

test('a dead lock that a living process is about to replace is that one’s', async () => {
  await plantClaimed({ pid: process.ppid, born: null });
  expect(() => lockDataDir(folder)).toThrow(`in use by process ${process.ppid}`);
  expect(await readFile(file, 'utf8')).toContain('x 1');
});

test('a process that died while it replaced a dead lock is in nobody’s way', async () => {
  await plantClaimed({ pid: process.pid, born: 'x 2' });
  const release = lockDataDir(folder);
  expect(lockOwner(folder)).toBe(process.pid);
  expect(await readdir(folder)).toEqual(['instance.lock']);
  release();
});

test('a lock that others took in the meantime is not removed', async () => {
  const release = lockDataDir(folder);
  await plant({ pid: process.ppid, born: null });
  release();
  expect(lockOwner(folder)).toBe(process.ppid);
});

test('a lock that was taken away is put back, and with it a folder that is gone is told', async () => {
  const lock = folderLock(folder);
  lock.hold();
  await rm(file);
  expect(lock.isHeld()).toBe(false);
  lock.hold();
  expect(lockOwner(folder)).toBe(process.pid);
  await rm(folder, { recursive: true });
  expect(() => lock.hold()).toThrow('ENOENT');
  await mkdir(folder);
  lock.hold();
  expect(lock.isHeld()).toBe(true);
});

test('a folder that another process took meanwhile is not taken back', async () => {
  const lock = folderLock(folder);
  lock.hold();
  await plant({ pid: process.ppid, born: null });
  expect(() => lock.hold()).toThrow(`in use by process ${process.ppid}`);
  lock.release();
  expect(lockOwner(folder)).toBe(process.ppid);
});
