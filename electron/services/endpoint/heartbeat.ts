import type { Clock } from '../clock';

/**
 * What is heard of Engine.IO's pings.
 * @see node_modules/engine.io/build/socket.js
 */
interface Connection {
  on(event: 'packetCreate', listener: (packet: { readonly type: string }) => void): unknown;
  on(event: 'heartbeat', listener: () => void): unknown;
}

/** How long a client takes to answer the pings that find dead connections. */
export class Heartbeat {
  #pingedAt: number | null = null;
  #latency: number | null = null;

  /** @param connection An Engine.IO socket. */
  constructor(connection: object, clock: Pick<Clock, 'monotonic'>) {
    const known = connection as Connection;
    known.on('packetCreate', ({ type }) => {
      if (type === 'ping') this.#pingedAt = clock.monotonic();
    });
    known.on('heartbeat', () => {
      if (this.#pingedAt !== null) this.#latency = clock.monotonic() - this.#pingedAt;
      this.#pingedAt = null;
    });
  }

  /** There and back in ms, at the last ping; null before the first answer. */
  get latencyMs(): number | null {
    return this.#latency;
  }
}
