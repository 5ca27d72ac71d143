import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../shared/protocol/bridge';
import type { LinkState } from '../../shared/protocol/client';
import type { Envelope } from '../../shared/protocol/events';
import { IpcTransport } from './ipc-transport';
import { SocketTransport } from './socket-transport';

const status: Envelope = {
  type: 'watchlist_update',
  seq: 1,
  data: { symbols: [], timestamp: '2026-01-01T00:00:00.000Z' },
};

describe('SocketTransport', () => {
  let server: Server;
  let url: string;
  let transport: SocketTransport;
  const links: LinkState[] = [];
  const sockets: Socket[] = [];
  const until = (state: LinkState['state']) => vi.waitUntil(() => links.at(-1)?.state === state);

  beforeEach(() => {
    server = new Server().listen(0);
    server.use((socket, next) => {
      next(socket.handshake.auth['token'] === 'good' ? undefined : new Error('unauthorized'));
    });
    server.on('connection', (socket) => sockets.push(socket));
    const address = server.httpServer.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    url = `http://127.0.0.1:${address.port}`;
  });

  afterEach(async () => {
    transport.close();
    links.length = 0;
    sockets.length = 0;
    await server.close();
  });

  function connect(token: string): void {
    transport = new SocketTransport({ url, token: () => token });
    transport.onLink((link) => links.push(link));
  }

  it('sends a request by its name and hands over the answer', async () => {
    connect('good');
    await until('connected');
    sockets[0]!.on('get_watchlist', (params: unknown, answer: (reply: unknown) => void) => {
      answer({ ok: true, value: params });
    });
    const reply = await transport.request('get_watchlist', {});
    expect(reply).toEqual({ ok: true, value: {} });
  });

  it('posts what a message of the socket could not carry, with its token', async () => {
    const posted: { url: string | undefined; token: string | undefined; body: unknown }[] = [];
    server.httpServer.removeAllListeners('request');
    server.httpServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void text(request).then((body) => {
        const { url: path, headers } = request;
        posted.push({ url: path, token: headers.authorization, body: JSON.parse(body) });
        response.statusCode = posted.length === 1 ? 200 : 413;
        const error = { code: 'INVALID', message: 'Too large.' };
        response.end(JSON.stringify(posted.length === 1 ? { fills: 1 } : { error }));
      });
    });
    connect('good');
    const file = { text: 'x'.repeat(100_000) };
    const first = await transport.request('import_fills', file);
    expect(first).toEqual({ ok: true, value: { fills: 1 } });
    const second = await transport.request('import_fills', file);
    expect(second).toMatchObject({ ok: false, error: { code: 'INVALID', message: 'Too large.' } });
    expect(posted[0]).toEqual({ url: '/api/v1/imports/fills', token: 'Bearer good', body: file });
  });

  it('hands over events that carry an envelope of their name', async () => {
    connect('good');
    const heard: Envelope[] = [];
    transport.onEvent((envelope) => heard.push(envelope));
    await until('connected');
    sockets[0]!.emit('something_else', status);
    sockets[0]!.emit('watchlist_update', status);
    await vi.waitUntil(() => heard.length > 0);
    expect(heard).toEqual([status]);
  });

  it('asks for a snapshot and reads everything anew when it is told to have fallen behind', async () => {
    connect('good');
    await until('connected');
    const asked = vi.fn((_params: unknown, answer: (reply: object) => void) => {
      answer({ ok: true, value: {} });
    });
    sockets[0]!.on('get_snapshot', asked);
    sockets[0]!.emit('resync', { type: 'resync', data: {}, seq: 1 });
    await vi.waitUntil(() => links.length === 3);
    expect(asked).toHaveBeenCalledOnce();
    expect(links.map(({ state }) => state)).toEqual(['connecting', 'connected', 'connected']);
  });

  it('stops trying when its token is turned away', async () => {
    connect('bad');
    await until('unauthorized');
    expect(links.map(({ state }) => state)).toEqual(['connecting', 'unauthorized']);
  });

  it('answers at once while the line is broken, and comes back by itself', async () => {
    connect('good');
    await until('connected');
    sockets[0]!.conn.close();
    await until('lost');
    const reply = await transport.request('get_health', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
    await vi.waitUntil(() => links.at(-1)?.state === 'connected', { timeout: 5000 });
  });

  it('answers what was on its way when the line breaks', async () => {
    connect('good');
    await until('connected');
    const reply = transport.request('get_health', {});
    sockets[0]!.on('get_health', () => sockets[0]!.conn.close());
    expect(await reply).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
  });
});

describe('IpcTransport', () => {
  it('is connected from the start and hands over batches in order', async () => {
    let send: (batch: readonly Envelope[]) => void = () => undefined;
    const bridge: Bridge = {
      request: (name, params) => Promise.resolve({ ok: true, value: [name, params] }),
      onEvents: (listener) => {
        send = listener;
        return () => (send = () => undefined);
      },
      onCommand: () => () => undefined,
    };
    const transport = new IpcTransport(bridge);
    const links: LinkState[] = [];
    const heard: number[] = [];
    transport.onLink((link) => links.push(link));
    transport.onEvent(({ seq }) => heard.push(seq));
    send([status, { ...status, seq: 2 }]);
    expect(links).toEqual([{ state: 'connected' }]);
    expect(heard).toEqual([1, 2]);
    expect(await transport.request('get_health', {})).toEqual({
      ok: true,
      value: ['get_health', {}],
    });
    transport.close();
    send([status]);
    expect(heard).toEqual([1, 2]);
  });

  it('answers in place of a bridge that fails', async () => {
    const bridge: Bridge = {
      request: () => Promise.reject(new Error('The window is closing.')),
      onEvents: () => () => undefined,
      onCommand: () => () => undefined,
    };
    const error = { code: 'UNAVAILABLE', message: 'The window is closing.' };
    expect(await new IpcTransport(bridge).request('get_health', {})).toEqual({ ok: false, error });
  });
});
