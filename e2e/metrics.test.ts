import { expect, test, vi } from 'vitest';
import { startHeadless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

test('metrics are served as text over REST, and over the socket, to those with a token', async () => {
  const server = await startHeadless(['--demo', '--data-dir', await tempFolder()]);
  const path = `${server.url}/api/v1/metrics`;
  expect((await fetch(path)).status).toBe(401);
  const client = await SocketClient.connect(server.url, server.token);
  const scrape = () => fetch(path, { headers: { Authorization: `Bearer ${server.token}` } });
  await vi.waitFor(async () => {
    const text = await (await scrape()).text();
    expect(text).toMatch(/tickwatch_symbols\{venue="spot",state="live"\} [1-9]/);
    expect(text).toMatch(/^tickwatch_trades_total\{kind="live"\} [1-9]/m);
  }, 20_000);
  const response = await scrape();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  expect(text).toMatch(/^tickwatch_connections\{transport="\w+"\} 1$/m);
  expect(text).toMatch(/^tickwatch_feed_delay_seconds_count\{venue="spot"\} [1-9]/m);
  expect(text).toMatch(/^tickwatch_process_memory_bytes\{kind="rss"\} [1-9]/m);
  const reply = await client.ask('request', { method: 'GET', path: '/metrics' });
  expect(reply).toMatchObject({
    ok: true,
    value: { text: expect.stringContaining('# TYPE') as string },
  });
  client.close();
  await server.end();
});

test('health counts the symbols by state, and prices say how far they can be trusted', async () => {
  const server = await startHeadless(['--demo', '--data-dir', await tempFolder()]);
  await vi.waitFor(async () => {
    const health = (await (await fetch(`${server.url}/api/v1/health`)).json()) as object;
    expect(health).toMatchObject({
      status: 'ok',
      venues: {
        spot: { symbols: { live: 6, connecting: 0, stale: 0, offline: 0 }, reconnects: 0 },
      },
    });
  }, 20_000);
  const client = await SocketClient.connect(server.url, server.token);
  await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' });
  await vi.waitFor(() => {
    const [status] = client.of('symbol_status');
    expect(status?.data).toMatchObject({ symbol: 'BTC/USDT', status: 'live', reason: null });
  }, 5000);
  expect(await client.ask('get_price', { symbol: 'BTC/USDT' })).toMatchObject({
    value: { status: 'live', reason: null },
  });
  expect(await client.ask('get_snapshot', {})).toMatchObject({
    value: { symbols: [{ symbol: 'BTC/USDT', status: 'live' }], catch_up: null },
  });
  client.close();
  await server.end();
});
