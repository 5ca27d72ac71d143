import { WebSocket } from 'ws';
import type { Clock } from '../../clock';
import { silentLogger } from '../../logger';
import type { Market } from './market';
import { createSyntheticMarket } from './synthetic-market';
import { DemoVenue } from './venue';

type Json = Record<string, unknown>;

/** A running demo venue with clients, for tests. */
export class VenueHarness {
  readonly venue: DemoVenue;
  readonly #clients: TestClient[] = [];
  #urls = { restUrl: '', wsUrl: '' };

  private constructor(
    readonly clock: Clock,
    market: Market,
  ) {
    this.venue = new DemoVenue({ market, clock, logger: silentLogger });
  }

  static async open<C extends Clock>(
    clock: C,
    market = createSyntheticMarket({ seed: '1', clock }),
  ): Promise<VenueHarness & { readonly clock: C }> {
    const harness = new VenueHarness(clock, market);
    harness.#urls = await harness.venue.start();
    return harness as VenueHarness & { readonly clock: C };
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.socket.terminate();
    await this.venue.stop();
  }

  /** Asks the REST interface for a path below `/api/v3/`. */
  async get(path: string): Promise<{ status: number; headers: Headers; body: Json & Json[] }> {
    const response = await fetch(`${this.#urls.restUrl}/api/v3/${path}`);
    const body = (await response.json()) as Json & Json[];
    return { status: response.status, headers: response.headers, body };
  }

  /** Opens a stream connection. @throws when the venue refuses it. */
  async connect(path: string): Promise<TestClient> {
    const client = new TestClient(new WebSocket(this.#urls.wsUrl + path));
    await client.opened;
    this.#clients.push(client);
    return client;
  }
}

/** A client that keeps all it receives and can wait for something. */
class TestClient {
  readonly received: Json[] = [];
  readonly opened: Promise<unknown>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #checks = new Set<() => void>();

  constructor(readonly socket: WebSocket) {
    this.opened = new Promise((resolve, reject) => {
      socket.once('open', resolve).once('error', reject);
    });
    this.closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Json);
      for (const check of this.#checks) check();
    });
  }

  /** Waits until what was received is enough. */
  until(isEnough: (received: Json[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isEnough(this.received)) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      check();
    });
  }

  /** Sends a command and waits for its answer. */
  async ask(id: number, method: string, params?: unknown): Promise<Json | undefined> {
    this.socket.send(JSON.stringify({ method, params, id }));
    await this.until((all) => all.some((each) => each.id === id));
    return this.received.find((each) => each.id === id);
  }
}
