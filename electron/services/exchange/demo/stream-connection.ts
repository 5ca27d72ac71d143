import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock';
import { CLIENT_ERRORS, errorText, parseCommand, type Command } from './stream-command';

const MAX_STREAMS = 1024;
const MAX_MESSAGES = 5;
const MESSAGE_WINDOW_MS = 1000;
const PONG_WITHIN_MS = 60_000;
/** A client that reads this much too slowly is cut off. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;
const POLICY_VIOLATION = 1008;

/** Where a connection leaves word of what its client wants. */
export interface StreamClaims {
  add(name: string, connection: StreamConnection): void;
  remove(name: string, connection: StreamConnection): void;
}

/** One client of the stream endpoint: its subscriptions, its commands and its limits. */
export class StreamConnection {
  readonly #streams = new Set<string>();
  #windowStart: number;
  #messages = 0;
  #lastPong: number;

  /** @param combined whether payloads are wrapped with the name of their stream. */
  constructor(
    private readonly socket: WebSocket,
    private readonly claims: StreamClaims,
    private readonly clock: Clock,
    private combined: boolean,
  ) {
    this.#windowStart = clock.monotonic();
    this.#lastPong = this.#windowStart;
    socket.on('message', (data) => this.#onMessage(data));
    socket.on('ping', () => this.#countMessage());
    socket.on('pong', () => {
      this.#lastPong = clock.monotonic();
      this.#countMessage();
    });
    socket.on('close', () => this.#release());
    // Without a listener a broken client would end the process; 'close' follows in any case.
    socket.on('error', () => socket.terminate());
  }

  /** Adds streams, known or not; too many end the connection. */
  subscribe(names: readonly string[]): void {
    for (const name of names) {
      this.#streams.add(name);
      this.claims.add(name, this);
    }
    if (this.#streams.size <= MAX_STREAMS) return;
    this.#send(errorText(CLIENT_ERRORS.tooManyStreams, null));
    this.#close('Invalid request');
  }

  /** Sends an event of a stream; `payload` is JSON text. */
  deliver(stream: string, payload: string): void {
    const text = this.combined ? `{"stream":${JSON.stringify(stream)},"data":${payload}}` : payload;
    this.#send(text);
  }

  /** Asks for a sign of life; a client that gave none for a minute is dropped. */
  ping(): void {
    if (this.clock.monotonic() - this.#lastPong > PONG_WITHIN_MS) {
      this.socket.terminate();
      return;
    }
    if (this.#isOpen()) this.socket.ping(String(this.clock.now()));
  }

  /** Ends the connection at once. */
  terminate(): void {
    this.socket.terminate();
  }

  #onMessage(data: RawData): void {
    if (!this.#countMessage()) return;
    const command = parseCommand(data);
    if ('error' in command) this.#send(errorText(command.error, command.id));
    else this.#obey(command);
  }

  #obey(command: Command): void {
    const { id } = command;
    switch (command.method) {
      case 'SUBSCRIBE':
        this.#reply(null, id);
        this.subscribe(command.params);
        break;
      case 'UNSUBSCRIBE':
        for (const name of command.params) this.#unsubscribe(name);
        this.#reply(null, id);
        break;
      case 'LIST_SUBSCRIPTIONS':
        this.#reply([...this.#streams], id);
        break;
      case 'SET_PROPERTY':
        this.combined = command.combined;
        this.#reply(null, id);
        break;
      case 'GET_PROPERTY':
        this.#reply(this.combined, id);
        break;
    }
  }

  #unsubscribe(name: string): void {
    this.#streams.delete(name);
    this.claims.remove(name, this);
  }

  #reply(result: unknown, id: number | string | null): void {
    this.#send(JSON.stringify({ result, id }));
  }

  /** False once the client has sent too much, which ends the connection. */
  #countMessage(): boolean {
    const now = this.clock.monotonic();
    if (now - this.#windowStart >= MESSAGE_WINDOW_MS) {
      this.#windowStart = now;
      this.#messages = 0;
    }
    this.#messages += 1;
    if (this.#messages <= MAX_MESSAGES) return true;
    this.#close('Too many requests');
    return false;
  }

  #send(text: string): void {
    if (!this.#isOpen()) return;
    this.socket.send(text);
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.socket.terminate();
  }

  #close(reason: string): void {
    this.socket.close(POLICY_VIOLATION, reason);
    this.#release();
  }

  #release(): void {
    for (const name of this.#streams) this.claims.remove(name, this);
    this.#streams.clear();
  }

  #isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }
}
