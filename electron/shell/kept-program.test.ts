import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bringBack, keepProgram } from './kept-program';

let folder: string;
let present: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickwatch-test-'));
  present = join(folder, 'tickwatch-1.0.0.AppImage');
  writeFileSync(present, 'older');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a program is kept beside itself, and comes back when it is gone', () => {
  const kept = keepProgram(present, null);
  expect([kept, readFileSync(kept, 'utf8')]).toEqual([`${present}.old`, 'older']);
  rmSync(present);
  bringBack(present, kept);
  expect([readFileSync(present, 'utf8'), existsSync(kept)]).toEqual(['older', false]);
});

test('a newer one in its place stays there', () => {
  const kept = keepProgram(present, null);
  rmSync(present);
  writeFileSync(present, 'newer');
  bringBack(present, kept);
  expect([present, kept].map((file) => readFileSync(file, 'utf8'))).toEqual(['newer', 'older']);
});

test('the one kept last time is taken away, and nothing else ever is', () => {
  const previous = join(folder, 'tickwatch-0.9.0.AppImage.old');
  const other = join(folder, 'diary');
  for (const file of [previous, other]) writeFileSync(file, 'x');
  keepProgram(present, other);
  keepProgram(present, join(folder, 'further', '..', 'none.old'));
  expect([previous, other].map((file) => existsSync(file))).toEqual([true, true]);
  keepProgram(present, previous);
  expect(existsSync(previous)).toBe(false);
});

test('who has gone back to the older one keeps it', () => {
  const back = `${present}.old`;
  writeFileSync(back, 'older');
  expect(keepProgram(back, back)).toBe(`${back}.old`);
  expect(readFileSync(back, 'utf8')).toBe('older');
});
