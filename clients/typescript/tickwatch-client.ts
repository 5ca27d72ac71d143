import { io, type Socket } from 'socket.io-client';
import type {
  Envelope,
  ErrorBody,
  EventName,
  Reply,
  RequestInput,
  RequestName,
  RequestResult,
} from './contract';

export type { Envelope, EventName, RequestInput, RequestName, RequestResult };

const ANSWER_MS = 10_000;
/** Socket.IO gives up by itself when the service ends or refuses a connection. */
const RETRY_MS = 3000;
/** The service keeps a session for two minutes; a little less is sure. */
const SESSION_MS = 100_000;

/** What an event of one type brings: `data`, its number `seq`, and `market` off the real one. */
export type EnvelopeOf<N extends EventName> = Extract<Envelope, { type: N }>;
/** All that was missed, after the service has told that it was too much to replay. */
export type Snapshot = RequestResult<'get_snapshot'>;
/** `unauthorized`: no use in trying again without another token. */
export type ClientState = 'connecting' | 'connected' | 'lost' | 'unauthorized';

/** Why a request was refused or failed. */
export class TickwatchError extends Error {
  override readonly name = 'TickwatchError';
  readonly code: ErrorBody['code'];
  /** How long to wait before the next try, only with `RATE_LIMITED`. */
  readonly retryAfterMs: number | undefined;
  /** Fields at fault, only with `INVALID`. */
  readonly details: ErrorBody['details'];

  constructor({ code, message, retry_after_ms, details }: ErrorBody) {
    super(message);
    this.code = code;
    this.retryAfterMs = retry_after_ms;
    this.details = details;
  }
}

export interface ClientOptions {
  /** e.g. `http://127.0.0.1:8765`. */
  readonly url: string;
  /** Asked before each attempt to connect when it is a function. */
  readonly token: string | (() => string);
  /** 8–64 characters of `[A-Za-z0-9_-]`; made up when absent. Keep it to go on after a restart. */
  readonly session?: string;
  /** Number of the last event that was dealt with, to go on after a restart. */
  readonly lastSeq?: number;
}

type Follow = () => Promise<unknown>;

/**
 * A client of Tickwatch: typed by the contract, and made to last. It reconnects by itself, gets every
 * `alert` and `signal_reversal` it missed, in order and once, and follows again what it followed.
 */
export class TickwatchClient {
  readonly session: string;
  readonly #socket: Socket;
  readonly #heard = new Map<EventName, Set<(envelope: Envelope) => void>>();
  readonly #onSnapshot = new Set<(snapshot: Snapshot) => void>();
  readonly #onState = new Set<(state: ClientState) => void>();
  /** How to follow again what is followed. */
  readonly #follows = new Map<string, Follow>();
  #state: ClientState = 'connecting';
  #lastSeq: number | undefined;
  #lostAt: number | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor({ url, token, session = randomName(), lastSeq }: ClientOptions) {
    this.session = session;
    this.#lastSeq = lastSeq;
    this.#socket = io(url, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      auth: (send) => {
        const present = typeof token === 'string' ? token : token();
        const seen = this.#lastSeq === undefined ? {} : { last_seq: this.#lastSeq };
        send({ token: present, session, ...seen });
      },
    });
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', (reason) => this.#lost(reason !== 'io client disconnect'));
    this.#socket.on('connect_error', ({ message }) => {
      if (message === 'unauthorized') this.#enter('unauthorized');
      else this.#lost(true);
    });
    this.#socket.onAny((_type: string, envelope: Envelope) => this.#hear(envelope));
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Number of the newest event; undefined before the first. */
  get lastSeq(): number | undefined {
    return this.#lastSeq;
  }

  /** Hears every event of a type until the returned function is called. */
  on<N extends EventName>(type: N, listener: (envelope: EnvelopeOf<N>) => void): () => void {
    const listeners = this.#heard.get(type) ?? new Set();
    this.#heard.set(type, listeners);
    // Only envelopes of the type are ever passed to those who asked for it.
    const each = listener as (envelope: Envelope) => void;
    listeners.add(each);
    return () => void listeners.delete(each);
  }

  /** Hears the whole state when too much was missed to be told one by one. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    this.#onSnapshot.add(listener);
    return () => void this.#onSnapshot.delete(listener);
  }

  /** Hears the present state at once and each change after it. */
  onState(listener: (state: ClientState) => void): () => void {
    listener(this.#state);
    this.#onState.add(listener);
    return () => void this.#onState.delete(listener);
  }

  /**
   * Asks; before the first connection it waits for that. What was followed is followed for good.
   * @throws {TickwatchError} what the service says, or `UNAVAILABLE` without an answer in ten seconds.
   */
  async request<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
  ): Promise<RequestResult<N>> {
    const value = await this.#ask(name, params);
    const [, isEnd, what] = /^(un)?subscribe_(.+)$/.exec(name) ?? [];
    if (what === undefined) return value;
    // The result names the symbol as the service does, however the params spell it.
    const key = `${what} ${JSON.stringify(followed(value))}`;
    if (isEnd) this.#follows.delete(key);
    else this.#follows.set(key, () => this.#ask(name, params));
    return value;
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#socket.disconnect();
  }

  async #ask<N extends RequestName>(name: N, params: RequestInput<N>): Promise<RequestResult<N>> {
    const sent: Promise<unknown> = this.#socket.timeout(ANSWER_MS).emitWithAck(name, params);
    const message = 'No answer in time';
    const failed: Reply<never> = { ok: false, error: { code: 'UNAVAILABLE', message } };
    // The service makes its answer by the same contract.
    const reply = (await sent.catch(() => failed)) as Reply<RequestResult<N>>;
    if (reply.ok) return reply.value;
    throw new TickwatchError(reply.error);
  }

  #hear(envelope: Envelope): void {
    if (this.#lastSeq !== undefined && envelope.seq <= this.#lastSeq) return;
    this.#lastSeq = envelope.seq;
    for (const listener of this.#heard.get(envelope.type) ?? []) listener(envelope);
    if (envelope.type === 'resync') void this.#begin();
  }

  #connected(): void {
    const isForgotten = this.#lostAt !== null && Date.now() - this.#lostAt > SESSION_MS;
    this.#lostAt = null;
    this.#enter('connected');
    // Where something was heard, the service itself tells that it has forgotten the session.
    if (isForgotten && this.#lastSeq === undefined) void this.#followAgain();
  }

  /** Nothing more is told before a snapshot was asked for. */
  async #begin(): Promise<void> {
    try {
      await this.#followAgain();
      const snapshot = await this.#ask('get_snapshot', {});
      for (const listener of this.#onSnapshot) listener(snapshot);
    } catch {
      // Without it nothing goes on: another connection begins the same anew.
      this.#socket.disconnect().connect();
    }
  }

  async #followAgain(): Promise<void> {
    for (const follow of this.#follows.values()) {
      await follow().catch(async (error: unknown) => {
        if (!(error instanceof TickwatchError) || error.retryAfterMs === undefined) return;
        await new Promise((done) => setTimeout(done, error.retryAfterMs));
        await follow().catch(() => undefined);
      });
    }
  }

  #lost(isToBeTried: boolean): void {
    this.#lostAt ??= Date.now();
    this.#enter('lost');
    if (!isToBeTried || this.#socket.active) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#socket.connect(), RETRY_MS);
  }

  #enter(state: ClientState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#onState) listener(state);
  }
}

function followed(value: object): unknown[] {
  const { symbol = null, interval = null } = value as { symbol?: string; interval?: string };
  return [symbol, interval];
}

function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
