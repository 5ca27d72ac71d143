import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { Market } from './market';
import { VenueRest } from './venue-rest';
import { VenueStreams } from './venue-streams';

/** An exchange on this machine that speaks Binance's spot protocol; serves one market, starts once. */
export class DemoVenue {
  readonly #streams: VenueStreams;
  readonly #server: Server;
  readonly #port: number;

  /** @param options `port` 0 (the default) takes any free one. */
  constructor(options: { market: Market; clock: Clock; logger: Logger; port?: number }) {
    const { market, clock, logger } = options;
    this.#port = options.port ?? 0;
    this.#streams = new VenueStreams(market, clock);
    const rest = new VenueRest(market, logger, clock);
    this.#server = createServer((request, response) => void rest.handle(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#streams.upgrade(request, socket, head);
    });
  }

  /** Opens the port on the loopback interface. */
  async start(): Promise<{ restUrl: string; wsUrl: string }> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#streams.start();
    const { port } = this.#server.address() as AddressInfo;
    return { restUrl: `http://127.0.0.1:${port}`, wsUrl: `ws://127.0.0.1:${port}` };
  }

  /** Closes the port and every connection; nothing is left open. */
  async stop(): Promise<void> {
    this.#streams.stop();
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
