import type { Clock, Timer } from '../../clock';
import { GARBAGE, type GarbageKind } from './garbage-frames';
import type { Listings } from './listings';
import type { RestFault } from './rest-faults';
import { TradeScrambler, type Scrambling } from './trade-scrambler';
import type { CommandFate, Flow, Handshake, VenueConditions } from './venue-conditions';
import type { Line } from './venue-streams';

const ABNORMAL = 1006;
const GOING_AWAY = 1001;
const DAY_MS = 86_400_000;

/** What the controls of a venue take hold of. */
export interface VenueParts {
  readonly clock: Clock;
  readonly conditions: VenueConditions;
  /** What is listed; its methods halt, delist and rename symbols. */
  readonly listings: Listings;
  /** Null without futures. */
  readonly futuresListings: Listings | null;
  /** The stream connections there are. */
  lines(): readonly Line[];
  openPort(): Promise<void>;
  closePort(): Promise<void>;
}

/** Whether a fault of the lines meets the present connections only, or later ones as well. */
interface Reach {
  readonly alsoNew?: boolean;
}

/**
 * Breaks a running demo venue in every way a real one breaks, at any moment. For tests: it is an
 * object in the same process, and nothing on the network leads to it.
 */
export class VenueFaults {
  readonly #closings = new Set<Timer>();

  constructor(private readonly parts: VenueParts) {}

  /** Forgets what was still to come; the venue stops. */
  stop(): void {
    for (const closing of this.#closings) closing.cancel();
    this.#closings.clear();
  }

  /** The spot listings: halt, resume, delist, rename. */
  get listings(): Listings {
    return this.parts.listings;
  }

  /** The futures listings. @throws for a market without perpetuals. */
  get futuresListings(): Listings {
    if (!this.parts.futuresListings) throw new Error('This market has no futures.');
    return this.parts.futuresListings;
  }

  /** Resets all stream connections (TCP RST). */
  reset(): void {
    for (const { socket } of this.parts.lines()) socket.resetAndDestroy();
  }

  /** Ends all stream connections in good order; 1006 cuts them without a closing frame. */
  close(code: number, reason = ''): void {
    for (const { connection } of this.parts.lines()) {
      if (code === ABNORMAL) connection.terminate();
      else connection.close(code, reason);
    }
  }

  /**
   * TCP stays open, nothing is sent, read or answered until lifted. Later connections, where they
   * are meant too, get as far as their handshake; `handshake('hang')` stops them before.
   */
  blackHole(reach: Reach = {}): void {
    this.#setFlow('held', reach);
  }

  /** No data until lifted; pings and answers to commands go on. */
  stall(reach: Reach = {}): void {
    this.#setFlow('stalled', reach);
  }

  /** The symbol's own streams send nothing until lifted; rows about it in others go on. */
  silence(symbol: string): void {
    this.parts.conditions.silenced.add(symbol);
  }

  /** Mistreats trades until lifted; the returned object counts what it did. */
  scramble(scrambling: Scrambling): TradeScrambler {
    const { conditions } = this.parts;
    conditions.scrambler?.flush();
    conditions.scrambler = new TradeScrambler(scrambling);
    return conditions.scrambler;
  }

  /** Sends one frame of garbage to everyone. */
  garbage(kind: GarbageKind): void {
    const garbage = GARBAGE[kind];
    for (const { connection } of this.parts.lines()) {
      if ('raw' in garbage) connection.sendRaw(garbage.raw);
      else connection.deliver('btcusdt@aggTrade', garbage.event);
    }
  }

  /** Sends one frame of the given size to everyone. */
  oversize(bytes: number): void {
    const frame = 'x'.repeat(bytes);
    for (const { connection } of this.parts.lines()) connection.sendRaw(frame);
  }

  /** What becomes of later requests for a connection. */
  handshake(handshake: Handshake): void {
    this.parts.conditions.handshake = handshake;
  }

  /** What becomes of later commands. */
  commands(fate: CommandFate): void {
    this.parts.conditions.commands = fate;
  }

  /** Announces a shutdown to all connections and ends them after a while. */
  shutDown(options: { afterMs: number; code?: number }): void {
    const { clock } = this.parts;
    const lines = this.parts.lines();
    const time = Math.floor(clock.now()) + this.parts.conditions.clockSkewMs;
    for (const { connection } of lines) connection.announceShutdown(time);
    const closing = clock.after(options.afterMs, () => {
      this.#closings.delete(closing);
      for (const { connection } of lines) connection.close(options.code ?? GOING_AWAY);
    });
    this.#closings.add(closing);
  }

  /** How old connections opened from now on may become. */
  lifetime(ms: number): void {
    this.parts.conditions.lifetimeMs = ms;
  }

  /** Answers REST requests wrongly, until lifted or so many times. @param scope `path` is the whole path. */
  rest(fault: RestFault, scope: { path?: string; times?: number } = {}): void {
    this.parts.conditions.rest.add(fault, scope);
  }

  /** Lets the venue's clock, as it tells it, run ahead (behind when negative). */
  skewClock(ms: number): void {
    this.parts.conditions.clockSkewMs = ms;
  }

  /** Closes the port and all connections: who connects is refused. */
  down(): Promise<void> {
    return this.parts.closePort();
  }

  /** Opens the same port again. */
  up(): Promise<void> {
    return this.parts.openPort();
  }

  /** Ends all lasting faults but listings and a closed port; requests that hang stay unanswered. */
  lift(): void {
    const { conditions } = this.parts;
    conditions.handshake = 'accept';
    conditions.commands = 'obey';
    conditions.lifetimeMs = DAY_MS;
    conditions.clockSkewMs = 0;
    conditions.silenced.clear();
    conditions.rest.clear();
    conditions.scrambler?.flush();
    conditions.scrambler = null;
    this.#setFlow('normal', { alsoNew: true });
  }

  #setFlow(flow: Flow, { alsoNew = false }: Reach): void {
    for (const { connection } of this.parts.lines()) connection.setFlow(flow);
    if (alsoNew) this.parts.conditions.newLines = flow;
  }
}
