import { afterEach, expect, test, vi } from 'vitest';
import { startHeadless, type Headless } from './support/headless';
import { tempFolder } from './support/temp-folder';

const ROWS = 20_000;
const HEADER = 'Date(UTC),Pair,Side,Price,Executed,Amount,Fee';

let server: Headless;

afterEach(() => server.end('SIGKILL'));

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Round trips of ten buys and a sale in two symbols, a minute each. */
function history(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const at = new Date(Date.UTC(2025, 0, 1) + n * 60_000).toISOString();
    const pair = n % 22 < 11 ? 'BTC' : 'ETH';
    const isSale = n % 11 === 10;
    const fill = isSale
      ? `SELL,${50_100 + (n % 97)},1${pair}`
      : `BUY,${50_000 + (n % 89)},0.1${pair}`;
    const time = at.replace('T', ' ').slice(0, 19);
    return `${time},${pair}USDT,${fill},0USDT,${n % 7 === 0 ? '0.0001BNB' : '0.5USDT'}`;
  });
  return [HEADER, ...lines, ''].join('\n');
}

async function start(folder: string): Promise<void> {
  server = await startHeadless(['--demo=import', '--data-dir', folder]);
  await vi.waitFor(
    async () => expect((await call('GET', '/prices/BTCUSDT')).status).toBe(200),
    15_000,
  );
}

const closedCount = async () => {
  const { body } = await call('GET', '/export');
  return (body['closed_positions'] as unknown[]).length;
};

test('a history of 20,000 fills is taken in whole, and is there after a kill in the next moment', async () => {
  const folder = await tempFolder();
  await start(folder);
  const text = history(ROWS);
  const preview = await call('POST', '/imports/fills/preview', { text });
  expect(preview).toMatchObject({
    status: 200,
    body: { rows: ROWS, fills: ROWS, error_count: 0, can_import: true },
  });
  expect(await call('POST', '/imports/fills', { text })).toMatchObject({
    status: 201,
    body: { fills: ROWS, duplicate_count: 0 },
  });
  await server.end('SIGKILL');
  await start(folder);
  expect(await closedCount()).toBe(Math.floor(ROWS / 11));
  const again = await call('POST', '/imports/fills', { text });
  expect(again.body).toMatchObject({ fills: 0, duplicate_count: ROWS, created: [] });
  expect((await call('GET', '/health')).body).toMatchObject({
    store: { state: 'saved', reason: null },
  });
}, 120_000);

test('one broken row among 20,000 is named, and nothing is imported', async () => {
  await start(await tempFolder());
  const lines = history(ROWS).split('\n');
  lines[15_000] = lines[15_000]!.replace('USDT,BUY', 'USDT,BYE').replace('USDT,SELL', 'USDT,BYE');
  const refused = await call('POST', '/imports/fills', { text: lines.join('\n') });
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'INVALID' } } });
  expect(JSON.stringify(refused.body)).toContain('Line 15001: side: \\"BYE\\" cannot be read');
  expect(await closedCount()).toBe(0);
});

test('a server killed amidst imports has all of a file or nothing of it', async () => {
  const folder = await tempFolder();
  const text = history(2200);
  for (let round = 0; round < 5; round++) {
    await start(folder);
    const before = await closedCount();
    expect([0, 200]).toContain(before);
    const importing = call('POST', '/imports/fills', { text }).catch(() => null);
    // Somewhere between the first byte and the answer.
    for (let n = 0; n < round * 6; n++) await call('GET', '/health').catch(() => null);
    await server.end('SIGKILL');
    await importing;
  }
  await start(folder);
  expect([0, 200]).toContain(await closedCount());
}, 120_000);

test('a body over the limit of its route is refused with that limit', async () => {
  await start(await tempFolder());
  const text = 'x'.repeat(8.5 * 1024 * 1024);
  expect(await call('POST', '/imports/fills', { text })).toMatchObject({
    status: 413,
    body: { error: { message: expect.stringContaining('8192 KiB') as string } },
  });
  expect(await call('POST', '/positions', { note: 'x'.repeat(70_000) })).toMatchObject({
    status: 413,
  });
});
