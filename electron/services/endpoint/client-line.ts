import type { Socket } from 'socket.io';
import type { Envelope } from '../../../shared/protocol/events';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { ClientSession } from '../client-session';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Logger } from '../logger';
import type { Traffic } from '../traffic';
import type { Grant } from './auth';
import { cutOff, onWritten, unsentBytes, waitingPackets } from './engine-connection';
import { subjectOf } from './superseding';
import { Heartbeat } from './heartbeat';
import type { Told, ToldLog } from './told-log';

/** From here on a client gets the newest of everything only, and all that happened. */
const LAG_PACKETS = 512;
const LAG_BYTES = 512 * 1024;
/** From here on, or after so long without catching up, it gets nothing before it asks anew. */
const BEHIND_PACKETS = 5000;
const BEHIND_MS = 5000;
/** How long it may take then to ask. */
const PATIENCE_MS = 30_000;
/**
 * Characters that may wait. Above the largest burst of answers that a client may ask for at once,
 * forty times a thousand candles, so that it only hits those who do not take what they asked for.
 */
const CUT_BYTES = 8 * 1024 * 1024;
/** What may be on its way when a client counts as one that has caught up. */
const RELIEVED_BYTES = 64 * 1024;

/** What travels from the services to a client. */
export type ToClient = Record<string, (envelope: Envelope) => void>;
/** A connection as Socket.IO has it. */
export type ClientSocket = Socket<
  Record<string, never>,
  ToClient,
  Record<string, never>,
  { grant: Grant; program: string }
>;

export interface LineOptions {
  readonly clock: Clock;
  readonly hub: EventHub;
  readonly logger: Logger;
  readonly told: ToldLog;
  readonly traffic: Traffic;
  /** Hears when it gets behind, and when it has caught up. */
  readonly onStrain: (line: ClientLine, isStrained: boolean) => void;
}

/** The way to one client: how much waits there, and what to leave out when it does not keep up. */
export class ClientLine {
  readonly heartbeat: Heartbeat;
  readonly #options: LineOptions;
  /** What it gets when it has caught up, by subject. */
  readonly #newest = new Map<string, Envelope>();
  #state: 'flowing' | 'lagging' | 'resyncing' | 'behind' = 'flowing';
  /** When the state began, by the monotonic clock. */
  #since = 0;
  /** Number of the newest event it got before it fell behind. */
  #upTo = 0;
  /** When the oldest message that is not written yet was handed over; null when all are. */
  #handedAt: number | null = null;
  /** Characters handed to Engine.IO since its last flush. */
  #waiting = 0;
  /** Messages handed over since the start. */
  sent = 0;
  /** Requests since the start. */
  received = 0;

  constructor(
    readonly socket: ClientSocket,
    readonly session: ClientSession,
    options: LineOptions,
  ) {
    this.#options = options;
    const { conn } = socket;
    this.heartbeat = new Heartbeat(conn, options.clock);
    conn.on('packetCreate', ({ data }: { readonly data?: unknown }) => this.#count(data));
    conn.on('flush', () => (this.#waiting = 0));
    onWritten(conn, () => this.#written());
  }

  /** Messages that wait to be sent. */
  get waitingPackets(): number {
    return waitingPackets(this.socket.conn);
  }

  /** About how many bytes wait to be sent. */
  get waitingBytes(): number {
    return this.#waiting + unsentBytes(this.socket.conn);
  }

  /** Whether it gets what is published to these rooms. */
  isIn(rooms: readonly string[]): boolean {
    return rooms.some((room) => this.socket.rooms.has(room));
  }

  /** Takes an event for a client that does not keep up. */
  hold(envelope: Envelope): void {
    if (this.#state === 'behind') return;
    const subject = subjectOf(envelope);
    if (subject !== null) {
      this.#newest.set(subject, envelope);
      return;
    }
    this.send(envelope);
    if (envelope.type !== 'resync') this.#upTo = envelope.seq;
    else if (this.#state === 'resyncing') this.#enter('behind');
  }

  send(envelope: Envelope): void {
    this.socket.emit(envelope.type, envelope);
  }

  /** Sends what it missed, oldest first; or that it missed too much. */
  replay(since: number): void {
    const missed = this.#options.told.since(since);
    if (!missed) this.resync();
    else for (const each of missed) if (this.#concerns(each)) this.send(each.envelope);
  }

  /** Sends nothing more before it has asked for a snapshot. */
  resync(): void {
    const { clock, hub } = this.#options;
    this.#upTo = hub.newest;
    this.#enter('resyncing');
    this.#options.onStrain(this, true);
    const timestamp = new Date(clock.now()).toISOString();
    hub.publish(this.socket.id, 'resync', { timestamp });
  }

  /** It has got a snapshot: what happened since it fell behind follows, and all goes on. */
  recover(): void {
    if (this.#state !== 'behind') return;
    this.#newest.clear();
    this.#relax();
    this.replay(this.#upTo);
  }

  /** To be called every now and then while it is strained. */
  check(): void {
    const elapsed = this.#options.clock.monotonic() - this.#since;
    if (this.#state === 'lagging') {
      if (this.waitingPackets === 0 && this.waitingBytes < RELIEVED_BYTES) this.#catchUp();
      else if (elapsed >= BEHIND_MS || this.waitingPackets > BEHIND_PACKETS) this.resync();
    } else if (elapsed >= PATIENCE_MS) this.#cut();
  }

  #written(): void {
    if (this.#handedAt === null || this.waitingPackets > 0) return;
    this.#options.traffic.delivery.observe(this.#options.clock.monotonic() - this.#handedAt);
    this.#handedAt = null;
  }

  #count(data: unknown): void {
    this.#handedAt ??= this.#options.clock.monotonic();
    this.sent++;
    this.#options.traffic.sent++;
    if (typeof data === 'string') this.#waiting += data.length;
    if (this.#state === 'flowing' && this.waitingPackets < LAG_PACKETS) {
      if (this.#waiting < LAG_BYTES) return;
    }
    const bytes = this.waitingBytes;
    if (bytes > CUT_BYTES) this.#cut();
    else if (this.#state === 'flowing' && (bytes > LAG_BYTES || this.waitingPackets >= LAG_PACKETS))
      this.#lag();
  }

  #lag(): void {
    this.#enter('lagging');
    this.#upTo = this.#options.hub.newest;
    this.#options.onStrain(this, true);
  }

  #catchUp(): void {
    this.#relax();
    const newest = [...this.#newest.values()];
    this.#newest.clear();
    // They were overtaken by what happened since: each needs a number of its own.
    for (const envelope of newest) this.#options.hub.repeat(this.socket.id, envelope);
  }

  #relax(): void {
    this.#enter('flowing');
    this.#options.onStrain(this, false);
  }

  #enter(state: 'flowing' | 'lagging' | 'resyncing' | 'behind'): void {
    this.#state = state;
    this.#since = this.#options.clock.monotonic();
  }

  #cut(): void {
    const { logger, traffic } = this.#options;
    const { conn, connected, id } = this.socket;
    if (!connected) return;
    logger.warn('Client disconnected: it does not read', { id });
    traffic.refusals.add('slow_reader');
    cutOff(conn);
  }

  #concerns({ rooms }: Told): boolean {
    return this.isIn(rooms) || rooms.includes(EVERYONE);
  }
}
