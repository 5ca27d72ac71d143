import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock, Timer } from '../../clock';
import { LiveStreams } from './live-streams';
import type { Market } from './market';
import { StreamConnection } from './stream-connection';

const PING_MS = 20_000;
const MAX_MESSAGE_BYTES = 64 * 1024;

/** Speaks Binance's spot stream protocol: `/ws[/a/b]` raw, `/stream[?streams=a/b]` combined. */
export class VenueStreams {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  readonly #connections = new Set<StreamConnection>();
  readonly #live: LiveStreams;
  #pinging: Timer | undefined;

  constructor(
    market: Market,
    private readonly clock: Clock,
  ) {
    this.#live = new LiveStreams(market, clock);
  }

  start(): void {
    this.#live.start();
    this.#pinging = this.clock.every(PING_MS, () => {
      for (const connection of this.#connections) connection.ping();
    });
  }

  /** Cuts off every client. */
  stop(): void {
    this.#live.stop();
    this.#pinging?.cancel();
    for (const connection of this.#connections) connection.terminate();
    this.#server.close();
  }

  /** Takes over a socket that asks for the WebSocket protocol; refuses unknown paths. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = targetOf(request.url ?? '/');
    if (!target) {
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => {
      const connection = new StreamConnection(client, this.#live, this.clock, target.combined);
      this.#connections.add(connection);
      client.on('close', () => this.#connections.delete(connection));
      connection.subscribe(target.streams);
    });
  }
}

/** What a path asks for; null for a path there is not. */
function targetOf(path: string): { combined: boolean; streams: string[] } | null {
  try {
    const url = new URL(path, 'ws://venue');
    if (url.pathname === '/stream') {
      return { combined: true, streams: namesIn(url.searchParams.get('streams') ?? '') };
    }
    const raw = /^\/ws(?:\/(.*))?$/.exec(url.pathname);
    return raw && { combined: false, streams: namesIn(decodeURIComponent(raw[1] ?? '')) };
  } catch {
    // A path that cannot be decoded leads nowhere.
    return null;
  }
}

const namesIn = (path: string): string[] => path.split('/').filter((name) => name !== '');
