import { WebSocket, type ClientOptions, type RawData } from 'ws';
import { breakOf, closureOf, refusalOf, type StreamEnd } from './stream-end';

const MAX_FRAME_BYTES = 1024 * 1024;

/** What a socket tells. Nothing comes after `closed`, which always comes, once. */
export interface SocketListener {
  opened(): void;
  /** A text frame came, in UTF-8; to be read at once, since it lies in the block it came in. */
  text(bytes: Buffer): void;
  /** A binary frame came and was dropped: nothing the product asks for is binary. */
  binary(): void;
  /** A ping came and was answered. */
  pinged(): void;
  closed(end: StreamEnd): void;
}

/** A WebSocket as far as a stream connection needs one. */
export interface StreamSocket {
  send(text: string): void;
  /** Says goodbye; what is under way still arrives. */
  close(): void;
  /** Cuts the line at once. */
  terminate(): void;
}

/** Begins to connect. */
export type ConnectSocket = (url: string, listener: SocketListener) => StreamSocket;

/**
 * How sockets are opened. A name with IPv4 and IPv6 addresses is tried on both, so that a dead IPv6
 * route costs a quarter of a second; a frame above 1 MiB ends the connection.
 */
const SOCKET_OPTIONS = {
  autoSelectFamily: true,
  maxPayload: MAX_FRAME_BYTES,
  perMessageDeflate: false,
  followRedirects: false,
  // What is not UTF-8 does not read as a frame either; one check is enough.
  skipUTF8Validation: true,
} as const satisfies ClientOptions & { autoSelectFamily: boolean };

/** Opens a real socket. */
export const connectSocket: ConnectSocket = (url, listener) => {
  const socket = new WebSocket(url, SOCKET_OPTIONS);
  let end: StreamEnd | null = null;
  let hasOpened = false;
  socket.on('open', () => {
    hasOpened = true;
    listener.opened();
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) listener.binary();
    else listener.text(bytesOf(data));
  });
  socket.on('ping', () => listener.pinged());
  socket.on('unexpected-response', (_request, response) => {
    end = refusalOf(response.statusCode ?? 0, response.headers['retry-after']);
    socket.terminate();
  });
  socket.on('error', (error) => {
    end ??= breakOf(error, hasOpened);
  });
  socket.on('close', (code, text) => listener.closed(end ?? closureOf(code, text.toString())));
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(1000),
    terminate: () => socket.terminate(),
  };
};

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
