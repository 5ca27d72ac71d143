import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { FakeClock } from '../../fake-clock';
import { StreamConnection } from './stream-connection';

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
  const connection = new StreamConnection(
    socket as unknown as WebSocket,
    claims,
    new FakeClock(),
    false,
  );
  connection.subscribe(['btcusdt@trade']);
  const payload = JSON.stringify('x'.repeat(1_000_000));
  for (let sent = 0; sent < 8; sent += 1) connection.deliver('btcusdt@trade', payload);
  expect([socket.readyState, claimed.size]).toEqual([1, 1]);
  connection.deliver('btcusdt@trade', payload);
  expect([socket.readyState, claimed.size]).toEqual([3, 0]);
  connection.deliver('btcusdt@trade', payload);
  expect(socket.bufferedAmount).toBeLessThan(10_000_000);
});
