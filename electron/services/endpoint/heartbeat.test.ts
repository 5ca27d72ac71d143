import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { Heartbeat } from './heartbeat';

test('is the time from a ping to its answer, whatever else is sent in between', () => {
  const [connection, clock] = [new EventEmitter(), new FakeClock()];
  const heartbeat = new Heartbeat(connection, clock);
  connection.emit('packetCreate', { type: 'ping' });
  expect(heartbeat.latencyMs).toBeNull();
  clock.advance(30);
  connection.emit('packetCreate', { type: 'message' });
  clock.advance(12);
  connection.emit('heartbeat');
  clock.advance(500);
  expect(heartbeat.latencyMs).toBe(42);
});
