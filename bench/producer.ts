// A venue in a process of its own: it answers what a client asks at first and, when told to, sends
// frames as fast as they are taken or at a steady pace.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { BASE_ASSETS, FrameSource, START } from './frame-source';
import type { Order, Report } from './producer-messages';

const CHUNK_BYTES = 64 * 1024;
const ROOM_FOR_A_FRAME = 1024;
const PACE_MS = 1;

let socket: Duplex | null = null;
/** One for each connection, so that its trades are numbered without a hole. */
let source: FrameSource | null = null;
const names = new Set<string>();

const sockets = new WebSocketServer({ noServer: true });
const server = createServer((request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(answerTo(new URL(request.url ?? '/', 'http://venue').pathname)));
});

server.on('upgrade', (request, stream, head) => {
  sockets.handleUpgrade(request, stream, head, (client) => {
    // Frames are written past the library, which would cost more here than they do over there.
    socket = stream;
    source = null;
    names.clear();
    client.on('message', (data: Buffer) => {
      const { method, params, id } = JSON.parse(data.toString()) as Control;
      if (method === 'SUBSCRIBE') for (const name of params) names.add(name);
      const result = method === 'LIST_SUBSCRIPTIONS' ? [...names] : null;
      client.send(JSON.stringify({ result, id }));
      tell({ kind: 'subscribed', names: names.size });
    });
    client.on('error', () => undefined);
  });
});

server.listen(0, '127.0.0.1', () => {
  tell({ kind: 'ready', port: (server.address() as AddressInfo).port });
});

process.on('message', (order: Order) => {
  if (!socket) throw new Error('nobody listens');
  source ??= new FrameSource(order.seed);
  if (order.rate === null) void flood(socket, source, order.frames);
  else pace(socket, source, order.frames, order.rate);
});
process.on('disconnect', () => process.exit(0));

interface Control {
  readonly method: string;
  readonly params: readonly string[];
  readonly id: number;
}

function tell(report: Report): void {
  process.send?.(report);
}

function answerTo(path: string): unknown {
  if (path === '/api/v3/time') return { serverTime: source?.time ?? START };
  if (path !== '/api/v3/exchangeInfo') return [];
  return {
    symbols: BASE_ASSETS.map((baseAsset) => ({
      symbol: `${baseAsset}USDT`,
      status: 'TRADING',
      baseAsset,
      quoteAsset: 'USDT',
      filters: [],
    })),
  };
}

async function flood(to: Duplex, source: FrameSource, frames: number): Promise<void> {
  const before = source.trades;
  for (let left = frames; left > 0;) {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let at = 0;
    for (; left > 0 && at < CHUNK_BYTES - ROOM_FOR_A_FRAME; left--) {
      at = putFrame(buffer, at, source.next('0.00100000'));
    }
    if (!to.write(buffer.subarray(0, at)))
      await new Promise((resolve) => to.once('drain', resolve));
  }
  tell({ kind: 'sent', trades: source.trades - before });
}

function pace(to: Duplex, source: FrameSource, frames: number, rate: number): void {
  const before = source.trades;
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(frames, Math.floor(((performance.now() - startedAt) * rate) / 1000));
    const buffer = Buffer.allocUnsafe((due - sent) * ROOM_FOR_A_FRAME);
    let at = 0;
    for (; sent < due; sent++) at = putFrame(buffer, at, source.next(`${microseconds()}.0`));
    if (at > 0) to.write(buffer.subarray(0, at));
    if (sent < frames) return;
    clearInterval(timer);
    tell({ kind: 'sent', trades: source.trades - before });
  }, PACE_MS);
}

/** Of a clock that all processes of the machine share. */
const microseconds = (): bigint => process.hrtime.bigint() / 1000n;

/** Writes an unmasked text frame; returns where the next one goes. */
function putFrame(buffer: Buffer, at: number, text: string): number {
  buffer[at] = 0x81;
  if (text.length < 126) {
    buffer[at + 1] = text.length;
    return at + 2 + buffer.write(text, at + 2, 'latin1');
  }
  buffer[at + 1] = 126;
  buffer.writeUInt16BE(text.length, at + 2);
  return at + 4 + buffer.write(text, at + 4, 'latin1');
}
