import { WebSocket, type RawData } from 'ws';
import { Backoff } from '../../backoff';
import type { Clock, Timer } from '../../clock';
import type { Logger } from '../../logger';

const CONNECT_TIMEOUT_MS = 10_000;
const STABLE_AFTER_MS = 60_000;
const MAX_FRAME_BYTES = 1024 * 1024;
/** Binance allows five messages a second, pongs included. */
const CONTROL_GAP_MS = 250;
const NAMES_PER_MESSAGE = 200;

export interface StreamClientOptions {
  /** WebSocket base, e.g. `wss://stream.binance.com:9443`. */
  readonly base: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly onFrame: (text: string) => void;
  readonly onOpen: () => void;
  /** The line is down; the next try comes by itself after `retryInMs`. */
  readonly onDown: (reason: string, retryInMs: number) => void;
}

type Method = 'SUBSCRIBE' | 'UNSUBSCRIBE';

/**
 * One combined-stream connection that is always open or on its way there, and always subscribed to
 * the names wanted of it. Control messages are merged and paced under the venue's limit.
 */
export class StreamClient {
  readonly #options: StreamClientOptions;
  readonly #wanted = new Set<string>();
  /** What the present socket has been asked for. */
  readonly #asked = new Set<string>();
  readonly #backoff: Backoff;
  readonly #timers = new Set<Timer>();
  #socket: WebSocket | null = null;
  #pacing = false;
  #stopped = true;
  #nextId = 1;

  constructor(options: StreamClientOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#socket?.terminate();
    this.#socket = null;
  }

  add(name: string): void {
    this.#wanted.add(name);
    this.#paceSoon();
  }

  remove(name: string): void {
    this.#wanted.delete(name);
    this.#paceSoon();
  }

  /** Gives the present socket up as dead; a new one follows at once. */
  restart(reason: string): void {
    this.#drop(this.#socket, reason);
  }

  #connect(): void {
    const { base, clock } = this.#options;
    const socket = new WebSocket(`${base}/stream`, {
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
    });
    this.#socket = socket;
    this.#asked.clear();
    let reason = 'the connection was closed';
    socket.on('open', () => {
      if (this.#socket !== socket) return;
      const stable = clock.after(STABLE_AFTER_MS, () => {
        if (this.#socket === socket) this.#backoff.reset();
      });
      this.#timers.add(stable);
      this.#options.onOpen();
      this.#pace();
    });
    socket.on('message', (data, isBinary) => {
      if (this.#socket === socket && !isBinary) this.#options.onFrame(textOf(data));
    });
    socket.on('error', (error) => (reason = describe(error)));
    socket.on('close', (code) => {
      const closed = code === 1006 ? reason : `the venue closed the connection (${code})`;
      this.#drop(socket, closed);
    });
  }

  #drop(socket: WebSocket | null, reason: string): void {
    if (!socket || this.#socket !== socket || this.#stopped) return;
    this.#socket = null;
    socket.terminate();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#pacing = false;
    const wait = this.#backoff.next();
    this.#options.logger.warn('Stream connection lost', { reason, retryInMs: wait });
    this.#options.onDown(reason, wait);
    this.#timers.add(this.#options.clock.after(wait, () => this.#connect()));
  }

  /** After the present turn, so that names asked for together travel together. */
  #paceSoon(): void {
    queueMicrotask(() => this.#pace());
  }

  /** Sends what is due now and comes back until nothing is. */
  #pace(): void {
    if (this.#pacing || this.#socket?.readyState !== WebSocket.OPEN) return;
    const message = this.#nextMessage();
    if (!message) return;
    this.#socket.send(JSON.stringify(message));
    this.#pacing = true;
    const timer = this.#options.clock.after(CONTROL_GAP_MS, () => {
      this.#timers.delete(timer);
      this.#pacing = false;
      this.#pace();
    });
    this.#timers.add(timer);
  }

  #nextMessage(): { method: Method; params: string[]; id: number } | null {
    const missing = [...this.#wanted].filter((name) => !this.#asked.has(name));
    if (missing.length > 0) {
      const params = missing.slice(0, NAMES_PER_MESSAGE);
      for (const name of params) this.#asked.add(name);
      return { method: 'SUBSCRIBE', params, id: this.#nextId++ };
    }
    const surplus = [...this.#asked].filter((name) => !this.#wanted.has(name));
    if (surplus.length === 0) return null;
    const params = surplus.slice(0, NAMES_PER_MESSAGE);
    for (const name of params) this.#asked.delete(name);
    return { method: 'UNSUBSCRIBE', params, id: this.#nextId++ };
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function describe(error: Error): string {
  // A refused connection to a name with several addresses carries its reason one level down.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) {
    return error.errors[0].message;
  }
  return error.message;
}
