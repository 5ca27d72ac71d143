import { expect, onTestFinished, test, vi } from 'vitest';
import type { Reply } from '../../../shared/protocol/reply';
import { silentLogger } from '../logger';
import { connected, EndpointHarness } from './endpoint-harness';

const ASKED = 400;

test.each(['websocket', 'polling'] as const)(
  'who asks far too much at once by %s is told so in every answer, and then put out, once',
  async (transport) => {
    const warnings: string[] = [];
    const service = await EndpointHarness.open({
      limits: { maxClients: 10, maxSubscriptions: 10, rate: 20, burst: 40 },
      logger: { ...silentLogger, warn: (message: string) => void warnings.push(message) },
    });
    onTestFinished(() => service.close());
    const socket = await connected(service.client({ token: await service.token() }, transport));
    onTestFinished(() => void socket.close());
    const replies: Reply<unknown>[] = [];
    for (let n = 0; n < ASKED; n++) {
      socket.emit('subscribe_signals', {}, (reply: Reply<unknown>) => void replies.push(reply));
    }
    await vi.waitFor(() => expect(socket.connected).toBe(false), 15_000);
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
    expect(replies.length - refused.length).toBeGreaterThanOrEqual(60);
    expect(refused.length).toBeGreaterThan(100);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['RATE_LIMITED']));
    expect(refused.every(({ retry_after_ms: ms = 0 }) => ms > 0)).toBe(true);
    expect(warnings).toEqual(['Client disconnected: it keeps breaking the rate limit']);
    expect([...service.traffic.refusals.entries()]).toEqual([['rate_limit', 1]]);
  },
);

test.each(['websocket', 'polling'] as const)(
  'an answer too long for the socket is refused by %s with where to get it, and nobody is put out',
  async (transport) => {
    const service = await EndpointHarness.open({
      dispatch: (_name, params) => {
        const { length } = params as { length: number };
        return Promise.resolve({ ok: true, value: { text: 'x'.repeat(length) } });
      },
    });
    onTestFinished(() => service.close());
    const socket = await connected(service.client({ token: await service.token() }, transport));
    onTestFinished(() => void socket.close());
    const ask = (name: string, params: object): Promise<Reply<unknown>> =>
      socket.timeout(20_000).emitWithAck(name, params);
    const message = 'The answer is over 6 MiB: ask for it over HTTP';
    const refused = { ok: false, error: { code: 'LIMIT', message } };
    expect(await ask('export_state', { length: 9_000_000 })).toEqual(refused);
    const query = { length: 9_000_000 };
    expect(await ask('request', { method: 'GET', path: '/export', query })).toEqual(refused);
    expect(await ask('export_state', { length: 6_000_000 })).toMatchObject({ ok: true });
    expect(socket.connected).toBe(true);
  },
);
