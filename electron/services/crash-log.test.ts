import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { noteCrash } from './crash-log';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tickwatch-crash-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}
const crash = (text: string) => ({ at: Date.UTC(2026, 0, 2), version: '1.2.3', text });

test('fault 49: each fault is a line that only its owner can read', async () => {
  const dir = await folder();
  noteCrash(dir, crash('Error: one\n  at x'));
  noteCrash(dir, crash('two'));
  const lines = (await readFile(join(dir, 'crash.log'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { at: '2026-01-02T00:00:00.000Z', version: '1.2.3', text: 'Error: one\n  at x' },
    { at: '2026-01-02T00:00:00.000Z', version: '1.2.3', text: 'two' },
  ]);
  expect((await stat(join(dir, 'crash.log'))).mode & 0o777).toBe(0o600);
});

test('fault 49: a program that always fails does not fill the disk', async () => {
  const dir = await folder();
  for (let n = 0; n < 20; n++) noteCrash(dir, crash('x'.repeat(50_000)));
  const sizes = await Promise.all(
    ['crash.log', 'crash.log.1'].map(async (name) => (await stat(join(dir, name))).size),
  );
  expect(Math.max(...sizes)).toBeLessThan(200_000);
  expect(await readFile(join(dir, 'crash.log'), 'utf8')).toMatch(/\}\n$/);
});
