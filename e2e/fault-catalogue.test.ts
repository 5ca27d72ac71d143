import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './support/headless';

const FOLDERS = ['shared', 'electron', 'renderer', 'e2e'];
/**
 * Faults of the feed, the store, the desktop and the delivery. That a large store stays quick (46) is
 * the benchmark's to show; several machines over Redis (58) the product does not have.
 */
const CATALOGUE = [...range(1, 45), ...range(47, 57)];
/** The demo venue's own tests show that it can break, not what becomes of a client. */
const RIG = join('exchange', 'demo');
function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* testFiles(path);
    else if (/\.test\.ts$/.test(entry.name)) yield path;
  }
}

/** Numbers named in a text as `fault 3`, `fault 17 and 19`, `faults 1, 2, 20–22`. */
function faultsIn(text: string): number[] {
  const mentions = text.matchAll(/\bfaults? (\d+(?:(?:, | and |[–-])\d+)*)/g);
  return [...mentions].flatMap(([, list = '']) =>
    list.split(/, | and /).flatMap((part) => {
      const [from = NaN, to = from] = part.split(/[–-]/).map(Number);
      return range(from, to);
    }),
  );
}

test('numbers of faults are read from titles one by one, in lists and in ranges', () => {
  expect(faultsIn('fault 3: x; faults 1, 7–9 and 20-22: y; default 5')).toEqual([
    ...[3, 1, 7, 8, 9, 20, 21, 22],
  ]);
});

test('every fault of the catalogue has a test that names it', () => {
  const covered = new Set<number>();
  for (const folder of FOLDERS) {
    for (const file of testFiles(join(repository, folder))) {
      if (file.endsWith('fault-catalogue.test.ts') || file.includes(RIG)) continue;
      for (const fault of faultsIn(readFileSync(file, 'utf8'))) covered.add(fault);
    }
  }
  const missing = CATALOGUE.filter((fault) => !covered.has(fault));
  expect(missing).toEqual([]);
});
