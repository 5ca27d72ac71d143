/**
 * What Engine.IO keeps of a connection but leaves out of its types; polling has no socket.
 * @see node_modules/engine.io/build/transports/websocket.js
 */
interface Transport {
  readonly name: string;
  send(packets: readonly unknown[]): void;
  on(event: 'drain', listener: () => void): unknown;
  readonly socket?: {
    readonly bufferedAmount?: number;
    terminate?(): void;
    on?(event: 'ping' | 'pong', listener: () => void): unknown;
    on?(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
    readonly _socket?: { cork(): void; uncork(): void };
  };
}

interface Packet {
  readonly type: string;
  readonly data?: unknown;
}

/** Socket.IO packets that carry a request; what limits requests counts them. */
const REQUESTS = ['2', '5'];

interface Connection {
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: Transport;
  on(event: 'upgrade', listener: (transport: Transport) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  on(event: 'packet', listener: (packet: Packet) => void): unknown;

  close(discard: boolean): void;
}

/** Messages that Engine.IO has not handed on yet. @param connection An Engine.IO socket. */
export function waitingPackets(connection: object): number {
  return (connection as Connection).writeBuffer.length;
}

/** Bytes that the WebSocket could not send yet. @param connection An Engine.IO socket. */
export function unsentBytes(connection: object): number {
  return (connection as Connection).transport.socket?.bufferedAmount ?? 0;
}

/**
 * Ends a connection at once: saying goodbye would wait for a client that does not read.
 * @param connection An Engine.IO socket.
 */
export function cutOff(connection: object): void {
  const known = connection as Connection;
  known.close(true);
  known.transport.socket?.terminate?.();
}

/**
 * Calls back each time that all messages handed to the transport are written.
 * @param connection An Engine.IO socket.
 */
export function onWritten(connection: object, listener: () => void): void {
  const known = connection as Connection;
  known.transport.on('drain', listener);
  known.on('upgrade', (transport) => void transport.on('drain', listener));
}

/** Calls back when a WebSocket ends over a message that is too long. @param connection An Engine.IO socket. */
export function onTooLong(connection: object, listener: () => void): void {
  const known = connection as Connection;
  const watch = ({ socket }: Transport): void => {
    socket?.on?.('error', ({ code }) => {
      if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') listener();
    });
  };
  watch(known.transport);
  known.on('upgrade', watch);
}

/** Calls back when a connection has ended. @param connection An Engine.IO socket. */
export function onClosed(connection: object, listener: () => void): void {
  (connection as Connection).on('close', listener);
}

/**
 * Calls back for each packet and control frame that carries no request.
 * @param connection An Engine.IO socket.
 */
export function onOddity(connection: object, listener: () => void): void {
  const known = connection as Connection;
  known.on('packet', (packet) => {
    if (!isRequest(packet)) listener();
  });
  listen(known.transport);
  known.on('upgrade', listen);

  function listen({ socket }: Transport): void {
    socket?.on?.('ping', listener);
    socket?.on?.('pong', listener);
  }
}

/** Whether it is a request, or bytes that one has announced. */
function isRequest({ type, data }: Packet): boolean {
  return type === 'message' && (typeof data !== 'string' || REQUESTS.includes(data.charAt(0)));
}

/**
 * Lets all messages that are due for a client leave in one system call instead of one each, which
 * is what most of a broadcast costs.
 * @param connection An Engine.IO socket.
 */
export function corkWrites(connection: object): void {
  const known = connection as Connection;
  cork(known.transport);
  known.on('upgrade', cork);
}

function cork(transport: Transport): void {
  const raw = transport.socket?._socket;
  if (!raw) return;
  const send = transport.send.bind(transport);
  transport.send = (packets) => {
    if (packets.length < 2) {
      send(packets);
      return;
    }
    raw.cork();
    try {
      send(packets);
    } finally {
      raw.uncork();
    }
  };
}
