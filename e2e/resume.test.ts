import { expect, test, vi } from 'vitest';
import { startHeadless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

/** Two servers start here, each with two years of history to replay beside it. */
const PATIENCE_MS = 60_000;

const rule = {
  ...{ symbol: 'BTC/USDT', mode: 'once', severity: 'info' },
  condition: { type: 'price_above', price: 1 },
};

test(
  'a client finds its session after kill -9: what fired meanwhile once, and its prices going on',
  { timeout: 4 * PATIENCE_MS },
  async () => {
    const flags = ['--demo', '--data-dir', await tempFolder()];
    const first = await startHeadless(flags);
    const auth = { token: first.token, session: 'my-program' };
    const client = await SocketClient.connect(first.url, first.token, { auth });
    await vi.waitFor(async () => {
      const reply = await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' });
      expect(reply.ok).toBe(true);
    }, PATIENCE_MS);
    await client.ask('create_alert_rule', rule);
    await vi.waitFor(() => expect(client.of('alert')).toHaveLength(1), PATIENCE_MS);
    const last = client.of('alert')[0]?.seq;
    client.close();

    const other = await SocketClient.connect(first.url, first.token);
    await other.ask('create_alert_rule', rule);
    await vi.waitFor(() => expect(other.of('alert')).toHaveLength(1), PATIENCE_MS);
    await first.end('SIGKILL');

    const second = await startHeadless(flags);
    const back = await SocketClient.connect(second.url, first.token, {
      auth: { ...auth, last_seq: last },
    });
    await vi.waitFor(() => {
      expect(back.of('alert').map(({ data }) => data.alert_id)).toEqual(
        other.of('alert').map(({ data }) => data.alert_id),
      );
      expect(back.of('price_update').length).toBeGreaterThan(3);
    }, PATIENCE_MS);
    const seqs = back.heard.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    back.close();
    await second.end();
  },
);
