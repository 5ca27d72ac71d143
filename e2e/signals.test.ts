import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { RequestResult } from '../shared/protocol/requests';
import { startHeadless, type Headless } from './support/headless';
import { tempFolder } from './support/temp-folder';

/** Two years of history are read here, beside whatever else a machine does. */
const PATIENCE_MS = 100_000;
vi.setConfig({ testTimeout: 3 * PATIENCE_MS });

let server: Headless;

afterEach(async () => {
  await server.end('SIGKILL');
});

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as T;
}

const start = async (folder: string): Promise<void> => {
  server = await startHeadless(['--demo=signals', '--data-dir', folder]);
};

const record = (query = '') =>
  call<RequestResult<'get_signal_record'>>('GET', `/signals/BTC-USDT/record${query}`);

/** Waits until one symbol on the longest candles has all its history. */
const wholeRecord = () =>
  vi.waitFor(
    async () => {
      const { items } = await call<RequestResult<'list_signals'>>('GET', '/signals');
      expect(items.map(({ status }) => status)).toEqual(['current']);
      return record();
    },
    { timeout: PATIENCE_MS, interval: 250 },
  );

async function firstStart(folder: string): Promise<RequestResult<'get_signal_record'>> {
  await start(folder);
  await vi.waitFor(async () => {
    const answer = await call<{ symbols?: string[] }>('PUT', '/watchlist', {
      symbols: ['BTCUSDT'],
    });
    expect(answer.symbols).toEqual(['BTC/USDT']);
  }, 15_000);
  await call('PATCH', '/settings', { signals: { intervals: ['4h'] } });
  return wholeRecord();
}

test('the record is there after the first start, a kill changes nothing of it, and other settings begin another', async () => {
  const folder = await tempFolder();
  const first = await firstStart(folder);
  expect(first.calls.length).toBeGreaterThan(50);
  expect(first.reliability['4h']?.n).toBeGreaterThan(30);
  expect(first.fault).toBeNull();
  await server.end('SIGKILL');
  await start(folder);
  expect(await wholeRecord()).toEqual(first);

  await call('PATCH', '/settings', { signals: { stop_ranges: 2 } });
  const second = await wholeRecord();
  // Not the last call's alone: one that claims nothing has no target.
  expect(second.calls.map(({ target }) => target)).not.toEqual(
    first.calls.map(({ target }) => target),
  );
  const { model_version: version, calls, reliability } = first;
  const [now, ...earlier] = second.models.map((model) => model.model_version);
  expect(now).toBe(second.model_version);
  expect(earlier).toContain(version);
  const old = await record(`?model_version=${version}`);
  expect(old).toMatchObject({ model_version: version, calls, reliability, fault: null });
  expect(await record('?model_version=none')).toMatchObject({ error: { code: 'NOT_FOUND' } });
});

test('an entry of the record that was tampered with is named at the start', async () => {
  const folder = await tempFolder();
  await firstStart(folder);
  await server.end('SIGTERM');
  const history = join(folder, 'history');
  const [name = ''] = (await readdir(history)).filter((each) => each.startsWith('signals-'));
  const lines = (await readFile(join(history, name), 'utf8')).split('\n');
  await writeFile(join(history, name), lines.filter((_, at) => at !== 4).join('\n'));
  await start(folder);
  const { fault } = await wholeRecord();
  expect(fault?.kind).toBe('missing');
  const { store } = await call<RequestResult<'get_health'>>('GET', '/health');
  expect(store.state).toBe('saved');
  expect(server.stderr()).toContain('The signal record was changed');
});
