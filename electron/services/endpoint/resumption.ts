import { z } from 'zod';
import type { Events } from '../../../shared/protocol/events';
import { requestOfRoom, symbolOfPriceRoom } from '../../../shared/protocol/rooms';
import { ClientSession } from '../client-session';
import type { Clock } from '../clock';
import type { Dispatch } from '../dispatch';
import type { EventHub } from '../event-hub';
import type { Grant } from './auth';
import type { ClientLine, ClientSocket } from './client-line';
import type { Session, SessionRegister } from './session-register';

/** How long to wait with a venue that cannot answer yet. */
const RETRY_MS = 2000;

const wish = z.object({
  session: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/)
    .nullish(),
  last_seq: z.number().int().nonnegative().nullish(),
});

/** What a client says of its earlier connection. */
export interface Wish {
  /** Its own name for its session; null for one that ends with its connection. */
  readonly name: string | null;
  /** Number of the last event it has; null when it has none. */
  readonly lastSeq: number | null;
}

/** Reads it from the handshake; null when it makes no sense. */
export function readWish(auth: unknown): Wish | null {
  const { data } = wish.safeParse(auth);
  return data ? { name: data.session ?? null, lastSeq: data.last_seq ?? null } : null;
}

export interface ResumptionOptions {
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly hub: EventHub;
  readonly sessions: SessionRegister;
  /** The present price of a wire symbol; null when there is none. */
  readonly present: (symbol: string) => Events['price_update'] | null;
  /** Rooms a client may follow. */
  readonly maxSubscriptions: number;
}

/** A client's session, new or found again. */
export interface Resumed {
  readonly client: ClientSession;
  readonly session: Session | null;
  readonly isKnown: boolean;
}

/** Gives clients that come back their session, and what they missed meanwhile. */
export class Resumption {
  constructor(private readonly options: ResumptionOptions) {}

  /** The session of a connection; takes it away from an earlier connection that still has it. */
  take({ grant, name }: { readonly grant: Grant; readonly name: string | null }): Resumed {
    const { sessions, hub, maxSubscriptions } = this.options;
    const known = name === null ? null : sessions.find(grant, name);
    if (known) {
      if (known.end) {
        known.end();
        known.end = null;
        known.client.detach();
      }
      return { client: known.client, session: known, isKnown: true };
    }
    const { scope, tokenId } = grant;
    const client = new ClientSession(scope, maxSubscriptions, undefined, tokenId);
    if (name === null) return { client, session: null, isKnown: false };
    const since = hub.newest;
    const session: Session = { client, since, end: null };
    sessions.add(grant, name, session);
    return { client, session, isKnown: false };
  }

  /** Sends what was missed, then the present prices; a session nobody knows is told to ask anew. */
  catchUp(line: ClientLine, { client, session, isKnown }: Resumed, { lastSeq }: Wish): void {
    if (!isKnown || !session) {
      if (lastSeq !== null && lastSeq > 0) line.resync();
      return;
    }
    line.replay(Math.max(lastSeq ?? 0, session.since));
    const { hub, present } = this.options;
    for (const room of client.rooms()) {
      const symbol = symbolOfPriceRoom(room);
      const price = symbol === null ? null : present(symbol);
      if (price) hub.publish(line.socket.id, 'price_update', price);
    }
    for (const room of client.unopened()) void this.#reopen(line.socket, client, room);
  }

  /** After a restart nobody follows the room yet; it is asked for as the client once did. */
  async #reopen(socket: ClientSocket, client: ClientSession, room: string): Promise<void> {
    const { dispatch, clock } = this.options;
    const request = requestOfRoom(room);
    if (!request || !socket.connected || !client.unopened().includes(room)) return;
    const reply = await dispatch(request.name, request.params, client);
    if (reply.ok) return;
    if (reply.error.code !== 'UNAVAILABLE') client.unfollow(room);
    else clock.after(RETRY_MS, () => void this.#reopen(socket, client, room));
  }
}
