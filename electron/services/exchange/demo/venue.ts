import { createServer, type Server } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import { Listings } from './listings';
import { LiveStreams } from './live-streams';
import type { Market } from './market';
import { RestRouter } from './rest-router';
import { readSpotName } from './stream-name';
import { SPOT_RULES } from './stream-rules';
import { VenueAudit } from './venue-audit';
import { VenueConditions } from './venue-conditions';
import { VenueFaults } from './venue-faults';
import { VenueRest } from './venue-rest';
import { spotTargetOf, VenueStreams } from './venue-streams';
import { WireFormat } from './wire-format';

const SPOT_BEAT_MS = 1000;

export interface DemoVenueOptions {
  readonly market: Market;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 (the default) takes any free one. */
  readonly port?: number;
  /** Hands out the controls that break the venue; for tests. */
  readonly faults?: boolean;
}

/** An exchange on this machine that speaks Binance's own protocol; serves one market, starts once. */
export class DemoVenue {
  /** How its clients behave. */
  readonly audit: VenueAudit;
  readonly #faults: VenueFaults | null;
  readonly #live: LiveStreams;
  readonly #streams: VenueStreams;
  readonly #server: Server;
  #port: number;

  constructor(private readonly options: DemoVenueOptions) {
    const { market, clock } = options;
    this.#port = options.port ?? 0;
    const conditions = new VenueConditions();
    const listings = new Listings(market.instruments, (each) => new WireFormat(each));
    this.audit = new VenueAudit(clock);
    const shared = { ...options, conditions, audit: this.audit };
    this.#live = new LiveStreams({
      ...{ ...shared, listings, board: null },
      readName: readSpotName,
      beatMs: SPOT_BEAT_MS,
    });
    const live = this.#live;
    this.#streams = new VenueStreams({
      ...{ ...shared, live },
      rules: SPOT_RULES,
      targetOf: spotTargetOf,
    });
    const rest = new RestRouter(new VenueRest(market, listings, conditions), shared);
    this.#server = createServer((request, response) => void rest.handle(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      if (socket instanceof Socket) this.#streams.upgrade(request, socket, head);
      else socket.destroy();
    });
    this.#faults = options.faults
      ? new VenueFaults({
          ...{ clock, conditions, listings, futuresListings: listings },
          lines: () => this.#streams.lines,
          openPort: () => this.#listen(),
          closePort: () => this.#close(),
        })
      : null;
  }

  /** The controls that break it. @throws when the venue was made without them. */
  get faults(): VenueFaults {
    if (!this.#faults) throw new Error('This venue was made without faults.');
    return this.#faults;
  }

  /** Opens the port on the loopback interface. */
  async start(): Promise<{ restUrl: string; wsUrl: string }> {
    await this.#listen();
    this.#live.start();
    this.#streams.start();
    const address = `127.0.0.1:${this.#port}`;
    return { restUrl: `http://${address}`, wsUrl: `ws://${address}` };
  }

  /** Closes the port and every connection; nothing is left open. */
  async stop(): Promise<void> {
    this.#live.stop();
    this.#streams.stop();
    await this.#close();
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async #close(): Promise<void> {
    this.#streams.cutAll();
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
