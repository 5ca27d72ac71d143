import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { FakeClock } from '../../fake-clock';
import { StreamConnection } from './stream-connection';
import { SPOT_RULES } from './stream-rules';
import { VenueAudit } from './venue-audit';
import { VenueConditions } from './venue-conditions';

/** A socket whose client reads nothing: what is sent piles up. */
class StuckSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;

  send(text: string): void {
    this.bufferedAmount += text.length;
  }

  terminate(): void {
    this.readyState = 3;
    this.emit('close');
  }
}

it('cuts off a client that leaves more than 8 MiB unread, and forgets its streams', () => {
  const socket = new StuckSocket();
  const claimed = new Set<string>();
  const claims = {
    add: (name: string) => void claimed.add(name),
    remove: (name: string) => void claimed.delete(name),
  };
  const clock = new FakeClock();
  const connection = new StreamConnection(socket as unknown as WebSocket, {
    ...{ claims, clock, rules: SPOT_RULES, combined: false },
    audit: new VenueAudit(clock),
    conditions: new VenueConditions(),
  });
  connection.subscribe(['btcusdt@trade']);
  const payload = JSON.stringify('x'.repeat(1_000_000));
  for (let sent = 0; sent < 8; sent += 1) connection.deliver('btcusdt@trade', payload);
  expect([socket.readyState, claimed.size]).toEqual([1, 1]);
  connection.deliver('btcusdt@trade', payload);
  expect([socket.readyState, claimed.size]).toEqual([3, 0]);
  connection.deliver('btcusdt@trade', payload);
  expect(socket.bufferedAmount).toBeLessThan(10_000_000);
});
