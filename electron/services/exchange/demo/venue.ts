import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { Market } from './market';
import { FUTURES_PREFIX } from './stream-target';
import { VenueAudit } from './venue-audit';
import { VenueConditions } from './venue-conditions';
import { VenueFaults } from './venue-faults';
import { futuresSide, spotSide, type VenueSide } from './venue-side';

export interface DemoVenueOptions {
  readonly market: Market;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 (the default) takes any free one. */
  readonly port?: number;
  /** Hands out the controls that break the venue; for tests. */
  readonly faults?: boolean;
}

/** Where a venue is reached; the futures part answers only for a market that has perpetuals. */
export interface DemoVenueUrls {
  readonly restUrl: string;
  readonly wsUrl: string;
  /** Base of the `/fapi` paths. */
  readonly futuresRestUrl: string;
  /** Base of `/market/ws`, `/market/stream`, `/public/…`. */
  readonly futuresWsUrl: string;
}

/** An exchange on this machine that speaks Binance's own protocol; serves one market, starts once. */
export class DemoVenue {
  /** How its clients behave. */
  readonly audit: VenueAudit;
  readonly #spot: VenueSide;
  readonly #futures: VenueSide | null;
  readonly #faults: VenueFaults | null;
  readonly #server: Server;
  #port: number;

  constructor(options: DemoVenueOptions) {
    const { market, clock, logger } = options;
    this.#port = options.port ?? 0;
    this.audit = new VenueAudit(clock);
    const conditions = new VenueConditions();
    const shared = { clock, logger, conditions, audit: this.audit };
    this.#spot = spotSide(market, shared);
    this.#futures = market.perpetuals && futuresSide(market.perpetuals, shared);
    this.#faults = options.faults ? this.#controls(clock, conditions) : null;
    this.#server = createServer((request, response) => {
      const { rest } = this.#sideOf(request.url?.startsWith('/fapi/') ?? false);
      void rest.handle(request, response);
    });
    this.#server.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head);
    });
  }

  /** The controls that break it. @throws when the venue was made without them. */
  get faults(): VenueFaults {
    if (!this.#faults) throw new Error('This venue was made without faults.');
    return this.#faults;
  }

  /** Opens the port on the loopback interface. */
  async start(): Promise<DemoVenueUrls> {
    await this.#listen();
    for (const { live, streams } of this.#sides()) {
      live.start();
      streams.start();
    }
    const address = `127.0.0.1:${this.#port}`;
    return {
      restUrl: `http://${address}`,
      wsUrl: `ws://${address}`,
      futuresRestUrl: `http://${address}`,
      futuresWsUrl: `ws://${address}${FUTURES_PREFIX}`,
    };
  }

  /** Closes the port and every connection; nothing is left open. */
  async stop(): Promise<void> {
    this.#faults?.stop();
    for (const { live, streams } of this.#sides()) {
      live.stop();
      streams.stop();
    }
    await this.#close();
  }

  #sides(): VenueSide[] {
    return this.#futures ? [this.#spot, this.#futures] : [this.#spot];
  }

  #sideOf(isFutures: boolean): VenueSide {
    return (isFutures && this.#futures) || this.#spot;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!(socket instanceof Socket)) {
      socket.destroy();
      return;
    }
    const url = request.url ?? '/';
    const isFutures = url.startsWith(`${FUTURES_PREFIX}/`);
    const path = isFutures && this.#futures ? url.slice(FUTURES_PREFIX.length) : url;
    this.#sideOf(isFutures).streams.upgrade({ request, path, socket, head });
  }

  #controls(clock: Clock, conditions: VenueConditions): VenueFaults {
    return new VenueFaults({
      clock,
      conditions,
      listings: this.#spot.listings,
      futuresListings: this.#futures?.listings ?? null,
      lines: () => this.#sides().flatMap(({ streams }) => streams.lines),
      openPort: () => this.#listen(),
      closePort: () => this.#close(),
    });
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
    for (const { streams } of this.#sides()) streams.cutAll();
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
