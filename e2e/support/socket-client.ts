import { io, type Socket } from 'socket.io-client';
import type { Envelope } from '../../shared/protocol/events';
import type { Reply } from '../../shared/protocol/reply';

/** A program that follows the service over Socket.IO and remembers what it hears. */
export class SocketClient {
  readonly heard: Envelope[] = [];
  /** Number of arguments each event came with; the contract says one. */
  readonly argumentCounts = new Set<number>();

  private constructor(readonly socket: Socket) {
    socket.onAny((_name: string, ...args: unknown[]) => {
      this.argumentCounts.add(args.length);
      this.heard.push(args[0] as Envelope);
    });
  }

  /** @throws {Error} whose message is what the server refused the connection with. */
  static async connect(
    url: string,
    token: string | undefined,
    options: Parameters<typeof io>[1] = {},
  ): Promise<SocketClient> {
    const socket = io(url, {
      auth: token === undefined ? {} : { token },
      reconnection: false,
      forceNew: true,
      ...options,
    });
    const client = new SocketClient(socket);
    await new Promise<void>((done, fail) => {
      socket.once('connect', done);
      socket.once('connect_error', fail);
    }).catch((error: unknown) => {
      socket.close();
      throw error;
    });
    return client;
  }

  /** @throws {Error} when there is no answer in a time that even a busy machine keeps. */
  ask(name: string, params: unknown): Promise<Reply<Record<string, unknown>>> {
    return this.socket.timeout(20_000).emitWithAck(name, params) as Promise<
      Reply<Record<string, unknown>>
    >;
  }

  /** Envelopes of one type heard so far. */
  of<T extends Envelope['type']>(type: T): Extract<Envelope, { type: T }>[] {
    return this.heard.filter(
      (envelope): envelope is Extract<Envelope, { type: T }> => envelope.type === type,
    );
  }

  close(): void {
    this.socket.close();
  }
}
