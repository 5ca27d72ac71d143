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

/** How the clients of the local endpoint are at one moment. */
export interface ClientFigures {
  /** Clients by transport: `websocket`, `polling`. */
  readonly connections: Readonly<Record<string, number>>;
  /** Messages handed over but not yet sent. */
  readonly waiting: number;
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
  clients: () => ClientFigures = () => ({ connections: {}, waiting: 0 });
}
