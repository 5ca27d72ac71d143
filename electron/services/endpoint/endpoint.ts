import {
  createServer,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import sirv from 'sirv';
import { AppError } from '../../../shared/domain/errors';
import { CONTENT_SECURITY_POLICY } from '../../../shared/protocol/content-security-policy';
import { API_ROOT } from '../../../shared/protocol/rest-paths';
import { STATUS_OF } from '../../../shared/protocol/rest-status';
import type { Clock } from '../clock';
import { AccessLog, type AccessLevel } from './access-log';
import { hostText } from './client-address';
import { ConnectionGate } from './connection-gate';
import { serveDocs } from './docs-page';
import type { Address } from './endpoint-choices';
import { EndpointGuard, type Refusal } from './endpoint-guard';
import { RateLimit } from './rate-limit';
import { createRestEndpoint, type Answered, type RestOptions } from './rest-endpoint';
import { SocketEndpoint, type SocketOptions } from './socket-endpoint';
import type { Traffic } from '../traffic';

export interface EndpointOptions
  extends Omit<RestOptions, 'rateLimit'>, Omit<SocketOptions, 'guard' | 'rateLimit' | 'access'> {
  /** Folder of the trader's own pages, served at `/pages/`; absent or null serves none. */
  readonly ownPages?: string | null;
  /** What of the visits is logged; who was refused when absent. */
  readonly accessLog?: AccessLevel;
  /** Folder of the built page, served at `/`; null serves none. */
  readonly pageDir: string | null;
}

/** Where this machine finds what listens at all its addresses. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const OWN_PAGES = '/pages/';
/** The root itself, too: whoever asks for it gets an error in the form of all others. */
const BELOW_API = new RegExp(`^${API_ROOT}(?:[/?]|$)`);
/** A token, and what browsers add. */
const MAX_HEADER_BYTES = 16 * 1024;
/** How long clients may take to say goodbye; the whole program has five seconds. */
const GOODBYE_MS = 1000;

/** A port that is taken but not yet open to the public. */
export class Endpoint {
  readonly #server: HttpServer;
  readonly #address: Address;
  readonly #connections = new Set<Socket>();
  #clock: Clock | null = null;
  #sockets: SocketEndpoint | null = null;

  private constructor(server: HttpServer, address: Address) {
    this.#server = server;
    this.#address = address;
    server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
    });
  }

  /**
   * Takes the port; every request is refused until `open`.
   * @throws {AppError} `INVALID` when the address cannot be bound, saying why.
   */
  static async bind(address: Address): Promise<Endpoint> {
    const { host, port } = address;
    const server = createServer({
      requestTimeout: 15_000,
      headersTimeout: 10_000,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Otherwise whoever sends a byte now and then is looked at twice a minute only.
      connectionsCheckingInterval: 2000,
    });
    server.on('request', notOpen);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    }).catch((error: unknown) => {
      throw new AppError('INVALID', bindFailure(host, port, error), { cause: error });
    });
    return new Endpoint(server, address);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where this machine finds it, e.g. `http://127.0.0.1:8765`. */
  get url(): string {
    const { address } = this.#server.address() as AddressInfo;
    return this.urlAt(LOOPBACK_OF[address] ?? address);
  }

  /** Where it is found at one of this machine's addresses. */
  urlAt(address: string): string {
    return `http://${hostText(address) ?? address}:${this.port}`;
  }

  open(parts: EndpointOptions): void {
    const { auth, clock, logger, accessLog: level = 'refused' } = parts;
    const access = new AccessLog({ clock, logger, level, nameOf: (id) => auth.nameOf(id) });
    const options = { ...parts, access, rateLimit: new RateLimit(parts.limits) };
    this.#clock = options.clock;
    const guard = new EndpointGuard(this.#address.host, this.port);
    this.#gate({ maxClients: options.limits.maxClients, traffic: options.traffic });
    const answer = this.#answers(guard, options);
    this.#server.off('request', notOpen);
    this.#server.on('request', (request, response) => {
      const startedAt = clock.monotonic();
      const { method, url: path, socket } = request;
      const address = socket.remoteAddress;
      void answer(request, response).then((answered) => {
        const { statusCode: status } = response;
        const visit = { kind: 'request', method, path, status, startedAt, address } as const;
        access.note({ ...visit, ...answered });
      });
    });
    this.#sockets = new SocketEndpoint(this.#server, { ...options, guard });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    const late = this.#clock?.after(GOODBYE_MS, () => this.#cutConnections());
    if (this.#sockets) await this.#sockets.close();
    else await new Promise((resolve) => this.#server.close(resolve));
    late?.cancel();
  }

  #answers(
    guard: EndpointGuard,
    options: RestOptions & Pick<EndpointOptions, 'pageDir' | 'ownPages'>,
  ) {
    const rest = createRestEndpoint(options);
    const page = filesOf(options.pageDir);
    const own = filesOf(options.ownPages ?? null);
    return async (request: IncomingMessage, response: ServerResponse): Promise<Answered> => {
      setHeaders(response);
      const refusal = guard.check(request);
      if (refusal) refuse(response, refusal);
      else if (BELOW_API.test(request.url ?? '')) return rest(request, response);
      else if (serveDocs(request, response)) return { tokenId: null, code: null };
      else if (takeOff(OWN_PAGES, request)) servePage(own, request, response);
      else servePage(page, request, response);
      return { tokenId: null, code: refusal?.code ?? null };
    };
  }

  #gate({ maxClients, traffic }: { readonly maxClients: number; readonly traffic: Traffic }): void {
    const gate = new ConnectionGate({ maxClients, isPrivate: this.#address.isPrivate });
    this.#server.on('connection', (connection) => {
      const { remoteAddress } = connection;
      if (gate.enter(remoteAddress)) connection.once('close', () => gate.leave(remoteAddress));
      else {
        traffic.refusals.add('connections');
        connection.destroy();
      }
    });
  }

  /** Node does not count sockets among its connections any more once they are upgraded. */
  #cutConnections(): void {
    for (const connection of this.#connections) connection.destroy();
  }
}

/** Serves what lies in a folder now; files that come later are not known. */
function filesOf(folder: string | null): ReturnType<typeof sirv> | null {
  return folder === null ? null : sirv(folder, { etag: true });
}

/** Takes a prefix off a path; false when the path has another one. */
function takeOff(prefix: string, request: IncomingMessage): boolean {
  if (!request.url?.startsWith(prefix)) return false;
  request.url = request.url.slice(prefix.length - 1);
  return true;
}

function servePage(
  page: ReturnType<typeof sirv> | null,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!page) {
    notFound(response);
    return;
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    page(request, response, () => notFound(response));
    return;
  }
  response.statusCode = 405;
  response.setHeader('Allow', 'GET, HEAD');
  response.end();
}

function setHeaders(response: ServerResponse): void {
  response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}

function refuse(response: ServerResponse, { status, message }: Refusal): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  const code = status === 400 ? 'INVALID' : 'FORBIDDEN';
  response.end(JSON.stringify({ error: { code, message } }));
}

function notOpen(_request: IncomingMessage, response: ServerResponse): void {
  response.statusCode = STATUS_OF.UNAVAILABLE;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  const error = { code: 'UNAVAILABLE', message: 'Tickwatch is starting' };
  response.end(JSON.stringify({ error }));
}

function notFound(response: ServerResponse): void {
  response.statusCode = 404;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end('There is nothing here.\n');
}

function bindFailure(host: string, port: number, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use; choose another with --port, or --port 0 for any`;
  }
  if (code === 'EACCES') return `Port ${port} may not be used by this user; choose one above 1023`;
  return `Cannot listen on ${host} port ${port} (${code ?? String(error)}); check --host`;
}
