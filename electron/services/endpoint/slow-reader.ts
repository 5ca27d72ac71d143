/** Messages that may wait for a client before it counts as one that does not read. */
const MAX_PACKETS = 1000;
/**
 * Characters that may wait. Above the largest burst of answers that a client may ask for at once,
 * forty times a thousand candles, so that it only hits those who do not take what they asked for.
 */
const MAX_WAITING = 8 * 1024 * 1024;

/** What Engine.IO keeps of a connection but leaves out of its types; polling has no socket. */
interface Connection {
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: {
    readonly socket?: { readonly bufferedAmount?: number; terminate?(): void };
  };
  close(discard: boolean): void;
}

/**
 * Whether a client has left too much unread. What waits lies in two places: packets that Engine.IO
 * has not handed on yet, and bytes that the WebSocket could not send.
 * @param connection An Engine.IO socket.
 */
export function isSlowReader(connection: object): boolean {
  const { writeBuffer, transport } = connection as Connection;
  if (writeBuffer.length > MAX_PACKETS) return true;
  let waiting = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) if (typeof data === 'string') waiting += data.length;
  return waiting > MAX_WAITING;
}

/**
 * Messages that Engine.IO has not handed on yet.
 * @param connection An Engine.IO socket.
 */
export function waitingPackets(connection: object): number {
  return (connection as Connection).writeBuffer.length;
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
