import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { openState } from './open-state';

const DAY_MS = 86_400_000;
let folder: string;
const start = Date.UTC(2026, 5, 1);
const opened = (now: number) =>
  openState(folder, { clock: new FakeClock(now), logger: silentLogger, random: () => 0 });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-state-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lastOf = async (count: number): Promise<number> => {
  const state = await opened(start);
  for (let n = 1; n < count; n++) state.sequence.next();
  const last = state.sequence.next();
  await state.close();
  return last;
};

test.each([
  ['is damaged', '{"schemaVersion":1,"seqRes'],
  ['is of a newer version', '{"schemaVersion":2,"seqReserved":3}'],
  [
    'is from an old backup',
    '{"schemaVersion":1,"seqReserved":5,"watchlist":{"symbols":[],"groups":{}}}',
  ],
  [
    'holds a number that cannot be',
    '{"schemaVersion":1,"seqReserved":9007199254740991,"watchlist":{"symbols":[],"groups":{}}}',
  ],
])('event numbers go on growing when the state file %s', async (_name, text) => {
  const last = await lastOf(250_000);
  await writeFile(join(folder, 'state.json'), text);
  const state = await opened(start + 1000);
  const next = state.sequence.next();
  expect(next).toBeGreaterThan(last);
  expect(Number.isSafeInteger(next + 1e9)).toBe(true);
  await state.close();
});

test('event numbers go on growing when no reservation could be saved', async () => {
  const first = await opened(start);
  // The first backup may be on its way.
  await rm(folder, { recursive: true, maxRetries: 5 });
  await writeFile(folder, 'in the way');
  for (let n = 0; n < 500_000; n++) first.sequence.next();
  const last = first.sequence.next();
  await first.close().catch(() => undefined);
  await rm(folder);
  const second = await opened(start + 1000);
  expect(second.sequence.next()).toBeGreaterThan(last);
  await second.close();
});

test('event numbers go on growing when the clock was set back', async () => {
  const last = await lastOf(10);
  const state = await opened(start - DAY_MS);
  expect(state.sequence.next()).toBeGreaterThan(last);
  await state.close();
});

test('a folder in use is refused by one who leaves it as it is', async () => {
  const state = await opened(start);
  await expect(opened(start)).rejects.toMatchObject({ code: 'INVALID' });
  await state.close();
  await (await opened(start)).close();
});

test('a state that cannot be read lets go of the folder', async () => {
  await mkdir(join(folder, 'state.json'));
  await expect(opened(start)).rejects.toMatchObject({ code: 'INVALID' });
  await rm(join(folder, 'state.json'), { recursive: true });
  await (await opened(start)).close();
});

test('closing waits for the write that runs', async () => {
  const state = await opened(start);
  void state.store.update(() => ({ watchlist: { symbols: ['A/B'], groups: {} } }));
  await state.close();
  expect(await readFile(join(folder, 'state.json'), 'utf8')).toContain('A/B');
});
