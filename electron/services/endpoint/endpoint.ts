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
import type { Clock } from '../clock';
import { serveDocs } from './docs-page';
import { EndpointGuard, type Refusal } from './endpoint-guard';
import { RateLimit } from './rate-limit';
import { createRestEndpoint, type RestOptions } from './rest-endpoint';
import { SocketEndpoint, type SocketOptions } from './socket-endpoint';

export interface EndpointOptions
  extends Omit<RestOptions, 'rateLimit'>, Omit<SocketOptions, 'guard' | 'rateLimit'> {
  readonly host: string;
  readonly port: number;
  /** Folder of the built page, served at `/`; null serves none. */
  readonly pageDir: string | null;
}

/** How long clients may take to say goodbye; the whole program has five seconds. */
const GOODBYE_MS = 1000;

/** A port that is taken but not yet open to the public. */
export class Endpoint {
  readonly #server: HttpServer;
  readonly #connections = new Set<Socket>();
  #clock: Clock | null = null;
  #sockets: SocketEndpoint | null = null;

  private constructor(server: HttpServer) {
    this.#server = server;
    server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
    });
  }

  /**
   * Takes the port; every request is refused until `open`.
   * @throws {AppError} `INVALID` when the address cannot be bound, saying why.
   */
  static async bind(host: string, port: number): Promise<Endpoint> {
    const server = createServer({
      requestTimeout: 15_000,
      headersTimeout: 10_000,
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
    return new Endpoint(server);
  }

  /** e.g. `http://127.0.0.1:8765`. */
  get url(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  open(parts: EndpointOptions): void {
    const options = { ...parts, rateLimit: new RateLimit(parts.limits) };
    this.#clock = options.clock;
    const { port } = this.#server.address() as AddressInfo;
    const guard = new EndpointGuard(options.host, port);
    const rest = createRestEndpoint(options);
    const page = options.pageDir === null ? null : sirv(options.pageDir, { etag: true });
    this.#server.off('request', notOpen);
    this.#server.on('request', (request, response) => {
      setHeaders(response);
      const refusal = guard.check(request.headers);
      if (refusal) refuse(response, refusal);
      else if (request.url?.startsWith(`${API_ROOT}/`)) void rest(request, response);
      else if (!serveDocs(request, response)) servePage(page, request, response);
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

  /** Node does not count sockets among its connections any more once they are upgraded. */
  #cutConnections(): void {
    for (const connection of this.#connections) connection.destroy();
  }
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
  response.statusCode = 503;
  response.end();
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
