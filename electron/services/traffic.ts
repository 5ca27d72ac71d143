import { LatencyBuckets } from './latency-buckets';

/** Counts by a word; a number for each, kept where things happen and read when asked for. */
class Tally {
  readonly #counts = new Map<string, number>();

  add(word: string, count = 1): void {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + count);
  }

  entries(): Iterable<readonly [string, number]> {
    return this.#counts.entries();
  }
}

/** One client as it is at one moment. */
export interface ClientFigure {
  /** What its token is called. */
  readonly name: string;
  /** What its program calls itself. */
  readonly program: string;
  readonly transport: string;
  readonly address: string;
  readonly scope: 'read' | 'write';
  /** When it connected, ms UTC. */
  readonly since: number;
  /** Rooms it follows. */
  readonly following: number;
  /** Requests, and messages sent to it, since it connected. */
  readonly received: number;
  readonly sent: number;
  /** Messages and bytes that wait to be sent. */
  readonly waiting: number;
  readonly waitingBytes: number;
  /** How long it took to answer the last ping; null before the first answer. */
  readonly latencyMs: number | null;
}

/** How the clients of the local endpoint are at one moment. */
export interface ClientFigures {
  /** Clients by transport: `websocket`, `polling`. */
  readonly connections: Readonly<Record<string, number>>;
  /** Messages handed over but not yet sent. */
  readonly waiting: number;
  /** Rooms that anybody is in. */
  readonly rooms: number;
}

/** What has passed between the services and their clients since the start. */
export class Traffic {
  /** Requests by name; those that do not exist as `unknown`. */
  readonly requests = new Tally();
  /** Refused and failed requests by error code. */
  readonly errors = new Tally();
  /** Events published by type, each counted once however many clients get it. */
  readonly events = new Tally();
  /** Events handed to clients by type, each counted once a client. */
  readonly delivered = new Tally();
  /** Clients put out by cause: `slow_reader`, `rate_limit`; and turned away: `max_clients`. */
  readonly refusals = new Tally();
  /** Packets sent to clients. */
  sent = 0;
  /** Set by the endpoint when it opens. */
  clients: () => ClientFigures = () => ({ connections: {}, waiting: 0, rooms: 0 });
  /** Set by the endpoint as well: each client by itself. */
  lines: () => readonly ClientFigure[] = () => [];
  /** From handing a client messages to the last of them being written. */
  readonly delivery = new LatencyBuckets();
}
