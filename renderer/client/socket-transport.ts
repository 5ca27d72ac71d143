import { io, type Socket } from 'socket.io-client';
import type { LinkState, Transport } from '../../shared/protocol/client';
import type { Envelope } from '../../shared/protocol/events';
import type { Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestName, RequestResult } from '../../shared/protocol/requests';
import { LARGE_REQUESTS } from '../../shared/protocol/rest-paths';
import { sendOverHttp } from './http-request';
import { Listeners } from './listeners';
import { RequestQueue } from './request-queue';
import { unavailable } from './unavailable';

const ANSWER_TIMEOUT_MS = 10_000;
/** Socket.IO gives up by itself when the server ends or refuses a connection. */
const RETRY_MS = 3000;

export interface SocketOptions {
  /** Origin of the services, `http://127.0.0.1:8765`. */
  readonly url: string;
  /** Asked before each attempt to connect. */
  readonly token: () => string;
}

/** The line to services elsewhere on this machine, over Socket.IO; reconnects until it is closed. */
export class SocketTransport implements Transport {
  readonly #options: SocketOptions;
  readonly #socket: Socket;
  readonly #queue = new RequestQueue();
  readonly #events = new Listeners<Envelope>();
  readonly #links = new Listeners<LinkState>();
  #link: LinkState = { state: 'connecting' };
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(options: SocketOptions) {
    const { url, token } = options;
    this.#options = options;
    this.#socket = io(url, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      auth: (send) => send({ token: token() }),
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
    });
    this.#socket.on('connect', () => this.#setLink({ state: 'connected' }));
    this.#socket.on('disconnect', (reason) => this.#lose(reason));
    this.#socket.on('connect_error', (error) => this.#refused(error));
    this.#socket.onAny((name: string, envelope: Envelope) => {
      if (name === 'resync') void this.#askAnew();
      else if (envelope.type === name) this.#events.emit(envelope);
    });
  }

  async request<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
  ): Promise<Reply<RequestResult<N>>> {
    const large = Object.entries(LARGE_REQUESTS).find(([each]) => each === name);
    if (!large) return this.#queue.run(() => this.#send(name, params));
    return this.#queue.run(() => sendOverHttp(this.#options, large[1], params));
  }

  onEvent(listener: (envelope: Envelope) => void): () => void {
    return this.#events.add(listener);
  }

  onLink(listener: (link: LinkState) => void): () => void {
    listener(this.#link);
    return this.#links.add(listener);
  }

  close(): void {
    if (this.#retry) clearTimeout(this.#retry);
    this.#events.clear();
    this.#links.clear();
    this.#socket.disconnect();
  }

  async #send<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
  ): Promise<Reply<RequestResult<N>>> {
    // Socket.IO would keep it and send it after a reconnection, when nobody waits any more.
    if (!this.#socket.connected) return unavailable('Not connected.');
    try {
      const reply: unknown = await this.#socket
        .timeout(ANSWER_TIMEOUT_MS)
        .emitWithAck(name, params);
      // The server derives its answer from the same contract.
      return reply as Reply<RequestResult<N>>;
    } catch {
      return unavailable('No answer in time.');
    }
  }

  /** Fallen behind, it is told nothing more before it asks; what it knows may be another by now. */
  async #askAnew(): Promise<void> {
    await this.request('get_snapshot', {});
    if (this.#socket.connected) this.#setLink({ state: 'connected' });
  }

  #refused(error: Error): void {
    if (error.message === 'unauthorized') {
      this.#socket.disconnect();
      this.#setLink({ state: 'unauthorized' });
      return;
    }
    this.#lose(error.message);
  }

  #lose(reason: string): void {
    // Closed by this side, after a refusal or by `close`.
    if (reason === 'io client disconnect') return;
    this.#setLink({ state: 'lost', reason });
    if (!this.#socket.active) this.#retryLater();
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      this.#socket.connect();
    }, RETRY_MS);
  }

  #setLink(link: LinkState): void {
    this.#link = link;
    this.#links.emit(link);
  }
}
