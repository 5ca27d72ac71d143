import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock';
import { CLIENT_ERRORS, errorText, parseCommand, type Command } from './stream-command';
import type { StreamRules } from './stream-rules';
import type { VenueAudit } from './venue-audit';
import type { Flow, VenueConditions } from './venue-conditions';

const MAX_STREAMS = 1024;
/** More names in one command are taken, but not for sure by the real venue. */
const SAFE_NAMES = 200;
const MESSAGE_WINDOW_MS = 1000;
/** A client that reads this much too slowly is cut off. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;
const POLICY_VIOLATION = 1008;

/** Where a connection leaves word of what its client wants. */
export interface StreamClaims {
  add(name: string, connection: StreamConnection): void;
  remove(name: string, connection: StreamConnection): void;
}

export interface StreamConnectionOptions {
  readonly claims: StreamClaims;
  readonly clock: Clock;
  readonly rules: StreamRules;
  readonly audit: VenueAudit;
  readonly conditions: VenueConditions;
  /** Whether payloads are wrapped with the name of their stream. */
  readonly combined: boolean;
}

/** One client of the stream endpoint: its subscriptions, its commands and its limits. */
export class StreamConnection {
  readonly #streams = new Set<string>();
  #windowStart: number;
  #messages = 0;
  #lastPong: number;
  #combined: boolean;
  #flow: Flow = 'normal';

  constructor(
    private readonly socket: WebSocket,
    private readonly options: StreamConnectionOptions,
  ) {
    const { clock } = options;
    this.#combined = options.combined;
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
      this.options.claims.add(name, this);
    }
    if (this.#streams.size <= MAX_STREAMS) return;
    this.options.audit.broke('streams');
    this.#send(errorText(CLIENT_ERRORS.tooManyStreams, null));
    this.close(POLICY_VIOLATION, 'Invalid request');
  }

  /** Sends an event of a stream; `payload` is JSON text. */
  deliver(stream: string, payload: string): void {
    if (this.#flow !== 'normal') return;
    const text = this.#combined
      ? `{"stream":${JSON.stringify(stream)},"data":${payload}}`
      : payload;
    this.#send(text);
  }

  /** Sends a frame as it is, whatever it may be; binary when it is a buffer. */
  sendRaw(data: string | Buffer): void {
    if (this.#isOpen()) this.socket.send(data);
  }

  /** Announces that the connection will end soon. @param time the venue's, ms UTC. */
  announceShutdown(time: number): void {
    const event = JSON.stringify({ e: 'serverShutdown', E: time });
    this.#send(this.#combined ? `{"stream":"!serverShutdown","data":${event}}` : event);
  }

  /** Changes what the line lets through; one that is held does not even read. */
  setFlow(flow: Flow): void {
    this.#flow = flow;
    if (flow === 'held') this.socket.pause();
    else this.socket.resume();
  }

  /** Asks for a sign of life; a client that gave none for too long is dropped. */
  ping(): void {
    if (this.#flow === 'held') return;
    const { clock, rules } = this.options;
    if (clock.monotonic() - this.#lastPong > rules.pongWithinMs) {
      this.socket.terminate();
      return;
    }
    if (this.#isOpen()) this.socket.ping(String(clock.now()));
  }

  /** Ends the connection in good order. */
  close(code: number, reason = ''): void {
    this.socket.close(code, reason);
    this.#release();
  }

  /** Ends the connection at once. */
  terminate(): void {
    this.socket.terminate();
  }

  #onMessage(data: RawData): void {
    if (!this.#countMessage() || this.options.conditions.commands === 'lost') return;
    const command = parseCommand(data);
    if ('error' in command) this.#send(errorText(command.error, command.id));
    else this.#obey(command);
  }

  #obey(command: Command): void {
    const { id } = command;
    if (this.options.conditions.commands === 'refuse') {
      this.#send(errorText(CLIENT_ERRORS.badRequest, id));
      return;
    }
    switch (command.method) {
      case 'SUBSCRIBE':
        this.#reply(null, id);
        if (command.params.length > SAFE_NAMES) this.options.audit.broke('subscribeNames');
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
        this.#combined = command.combined;
        this.#reply(null, id);
        break;
      case 'GET_PROPERTY':
        this.#reply(this.#combined, id);
        break;
    }
  }

  #unsubscribe(name: string): void {
    this.#streams.delete(name);
    this.options.claims.remove(name, this);
  }

  #reply(result: unknown, id: number | string | null): void {
    if (this.options.conditions.commands === 'unanswered') return;
    this.#send(JSON.stringify({ result, id }));
  }

  /** False once the client has sent too much, which ends the connection. */
  #countMessage(): boolean {
    const { clock, rules, audit } = this.options;
    const now = clock.monotonic();
    if (now - this.#windowStart >= MESSAGE_WINDOW_MS) {
      this.#windowStart = now;
      this.#messages = 0;
    }
    this.#messages += 1;
    if (this.#messages <= rules.messagesPerSecond) return true;
    audit.broke('messageRate');
    this.close(POLICY_VIOLATION, 'Too many requests');
    return false;
  }

  #send(text: string): void {
    if (this.#flow === 'held' || !this.#isOpen()) return;
    this.socket.send(text);
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.socket.terminate();
  }

  #release(): void {
    for (const name of this.#streams) this.options.claims.remove(name, this);
    this.#streams.clear();
  }

  #isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }
}
