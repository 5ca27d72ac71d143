import { WebSocket } from 'ws';
import type { Clock } from '../../clock';
import { silentLogger } from '../../logger';
import type { Market } from './market';
import { createSyntheticMarket } from './synthetic-market';
import { DemoVenue, type DemoVenueUrls } from './venue';

type Json = Record<string, unknown>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json & Json[];
}

/** A running demo venue with clients, for tests. */
export class VenueHarness {
  readonly venue: DemoVenue;
  readonly logger = silentLogger;
  readonly #clients: TestClient[] = [];
  #urls: DemoVenueUrls = { restUrl: '', wsUrl: '', futuresRestUrl: '', futuresWsUrl: '' };

  get restUrl(): string {
    return this.#urls.restUrl;
  }

  private constructor(
    readonly clock: Clock,
    readonly market: Market,
  ) {
    this.venue = new DemoVenue({ market, clock, logger: this.logger, faults: true });
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

  /** Asks the spot interface for a path below `/api/v3/`. */
  get(path: string): Promise<Answer> {
    return ask(`${this.#urls.restUrl}/api/v3/${path}`);
  }

  /** Asks the futures interface for a path below `/fapi/v1/`. */
  getFutures(path: string): Promise<Answer> {
    return ask(`${this.#urls.futuresRestUrl}/fapi/v1/${path}`);
  }

  /** Opens a stream connection. @throws when the venue refuses it. */
  async connect(path: string): Promise<TestClient> {
    const client = this.dial(path);
    await client.opened;
    return client;
  }

  /** Opens a stream connection to the futures endpoint. @throws when the venue refuses it. */
  async connectFutures(path: string): Promise<TestClient> {
    const client = this.#dial(this.#urls.futuresWsUrl + path);
    await client.opened;
    return client;
  }

  /** Begins to open a stream connection. */
  dial(path: string): TestClient {
    return this.#dial(this.#urls.wsUrl + path);
  }

  #dial(url: string): TestClient {
    const client = new TestClient(new WebSocket(url));
    this.#clients.push(client);
    return client;
  }
}

/** A client that keeps all it receives and can wait for something. */
class TestClient {
  /** Frames that hold JSON, parsed. */
  readonly received: Json[] = [];
  /** All frames as they came; binary ones in hexadecimal digits. */
  readonly frames: string[] = [];
  readonly opened: Promise<unknown>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #checks = new Set<() => void>();

  constructor(readonly socket: WebSocket) {
    this.opened = new Promise((resolve, reject) => {
      socket.once('open', resolve).once('error', reject);
    });
    this.closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('message', (data: Buffer, isBinary) => {
      this.frames.push(data.toString(isBinary ? 'hex' : 'utf8'));
      const value = parseJson(data.toString());
      if (value) this.received.push(value);
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

  /** Aggregate trades received on a combined stream, as they came. */
  get trades(): Json[] {
    const payloads = this.received.map(({ data }) => data as Json | undefined);
    return payloads.filter((data) => data?.e === 'aggTrade') as Json[];
  }

  /** Passes once everything sent before has arrived; a stalled line lets this through as well. */
  ponged(): Promise<void> {
    const answered = new Promise<void>((resolve) => this.socket.once('pong', () => resolve()));
    this.socket.ping();
    return answered;
  }

  /** Sends a command and waits for its answer. */
  async ask(id: number, method: string, params?: unknown): Promise<Json | undefined> {
    this.socket.send(JSON.stringify({ method, params, id }));
    await this.until((all) => all.some((each) => each.id === id));
    return this.received.find((each) => each.id === id);
  }
}

async function ask(url: string): Promise<Answer> {
  const response = await fetch(url);
  const body = (await response.json()) as Json & Json[];
  return { status: response.status, headers: response.headers, body };
}

function parseJson(text: string): Json | null {
  try {
    return JSON.parse(text) as Json | null;
  } catch {
    // Garbage is kept in `frames` alone.
    return null;
  }
}
