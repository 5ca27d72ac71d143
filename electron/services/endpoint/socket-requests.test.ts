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
