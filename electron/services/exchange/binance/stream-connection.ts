import type { Clock, Timer } from '../../clock';
import { ControlPacer } from './control-pacer';
import { readControl } from './stream-control-frame';
import type { StreamEnd } from './stream-end';
import type { ConnectSocket, StreamSocket } from './stream-socket';
import { StreamWatchdog } from './stream-watchdog';
import type { VenueRules } from './venue-rules';

const GOODBYE_MS = 3000;
/** Without a canary nothing need ever arrive: then this long without a fault has to do for proof. */
const PROOF_BY_TIME_MS = 10_000;

/** How far a connection has come. `proven`: confirmed, and data has come since. */
export type ConnectionStage = 'connecting' | 'confirmed' | 'proven' | 'ended';

/** What a connection tells its shard. Nothing comes after `ended`, which comes once. */
export interface ConnectionListener {
  /** @param receivedAt Monotonic moment, ms. */
  frame(bytes: Buffer, receivedAt: number): void;
  /** Its stage has changed, but not to `ended`. */
  advanced(connection: StreamConnection): void;
  /** The venue is about to close this connection. */
  closing(connection: StreamConnection): void;
  /** The venue agreed to a SUBSCRIBE. */
  accepted(names: readonly string[]): void;
  rejected(name: string, error: string): void;
  ended(connection: StreamConnection, end: StreamEnd): void;
}

export interface StreamConnectionOptions {
  /** Where the streams are, e.g. `wss://stream.binance.com:9443`. */
  readonly base: string;
  readonly rules: VenueRules;
  readonly clock: Clock;
  readonly connect: ConnectSocket;
  /** Names it has to deliver, canary included; call `sync` after changes. */
  readonly wanted: ReadonlySet<string>;
  /** The back-off's round in which it was begun. */
  readonly round: number;
  readonly listener: ConnectionListener;
}

/** One socket from its first packet to its end. It never comes back: a shard opens another. */
export class StreamConnection {
  readonly #options: StreamConnectionOptions;
  readonly #socket: StreamSocket;
  readonly #pacer: ControlPacer;
  readonly #watchdog: StreamWatchdog;
  #stage: ConnectionStage = 'connecting';
  #timer: Timer | null = null;

  /** Begins to connect. */
  constructor(options: StreamConnectionOptions) {
    this.#options = options;
    const { rules, clock, wanted } = options;
    this.#pacer = new ControlPacer({
      rules,
      clock,
      wanted,
      send: (text) => this.#socket.send(text),
      onAccepted: (names) => this.#onAccepted(names),
      onRejected: (name, error) => this.#onRejected(name, error),
      // A name given up before its turn may have been all that was lacking.
      onIdle: () => this.#confirm(),
    });
    this.#watchdog = new StreamWatchdog({
      rules,
      clock,
      askedAt: () => this.#pacer.askedAt,
      onDead: (end) => this.end(end),
    });
    this.#socket = options.connect(`${options.base}/stream`, {
      opened: () => this.#onOpened(),
      text: (bytes) => this.#onText(bytes),
      binary: () => this.#watchdog.heard(),
      pinged: () => this.#onPinged(),
      closed: (end) => this.end(end),
    });
  }

  get round(): number {
    return this.#options.round;
  }

  /** The address it was made to. */
  get base(): string {
    return this.#options.base;
  }

  get stage(): ConnectionStage {
    return this.#stage;
  }

  /** Whether the venue has agreed to send a name on it. */
  carries(name: string): boolean {
    return this.#stage !== 'ended' && this.#pacer.isAccepted(name);
  }

  sync(): void {
    this.#pacer.sync();
  }

  /** Gives the subscription to a name up and takes it anew. */
  renewName(name: string): void {
    this.#pacer.renew(name);
  }

  /** Says goodbye: what is under way is still delivered, for three seconds at most. */
  retire(): void {
    this.#pacer.stop();
    this.#timer?.cancel();
    const end: StreamEnd = { cause: 'retired', reason: 'Replaced by another', holdMs: 0 };
    this.#timer = this.#options.clock.after(GOODBYE_MS, () => this.end(end));
    this.#socket.close();
  }

  /** Ends the connection at once; harmless when it has ended. */
  end(end: StreamEnd): void {
    if (this.#stage === 'ended') return;
    this.#stage = 'ended';
    this.#pacer.stop();
    this.#watchdog.stop();
    this.#timer?.cancel();
    this.#socket.terminate();
    this.#options.listener.ended(this, end);
  }

  #onOpened(): void {
    if (this.#stage === 'ended') return;
    this.#watchdog.opened();
    this.#pacer.start();
    this.#confirm();
  }

  #onPinged(): void {
    this.#watchdog.heard();
    this.#pacer.ponged();
  }

  #onText(bytes: Buffer): void {
    if (this.#stage === 'ended') return;
    const control = readControl(bytes);
    if (control === null) {
      // One look at the clock for everybody: it costs as much as reading a third of the frame.
      const receivedAt = this.#options.clock.monotonic();
      this.#watchdog.heardData(receivedAt);
      if (this.#stage === 'confirmed') this.#advance('proven');
      this.#options.listener.frame(bytes, receivedAt);
      return;
    }
    this.#watchdog.heard();
    if (control === 'shutdown') {
      this.#options.listener.closing(this);
    } else {
      this.#pacer.answered(control.id, control.error);
      this.#confirm();
    }
  }

  #onAccepted(names: readonly string[]): void {
    const { canary } = this.#options.rules;
    if (canary !== null && names.includes(canary)) this.#watchdog.expectData();
    this.#options.listener.accepted(names);
  }

  #onRejected(name: string, error: string): void {
    // A venue that refuses even this has a fault of its own, for which no name may be dropped.
    if (name === this.#options.rules.canary) {
      const reason = `The exchange refuses subscriptions: ${error}`;
      this.end({ cause: 'rejected', reason, holdMs: 0 });
    } else {
      this.#options.listener.rejected(name, error);
    }
  }

  #confirm(): void {
    if (this.#stage !== 'connecting' || !this.#pacer.isConfirmed) return;
    this.#advance('confirmed');
    const { clock, rules } = this.#options;
    if (rules.canary !== null) return;
    this.#timer = clock.after(PROOF_BY_TIME_MS, () => this.#advance('proven'));
  }

  #advance(stage: 'confirmed' | 'proven'): void {
    if (this.#stage === 'ended' || this.#stage === stage) return;
    this.#stage = stage;
    this.#options.listener.advanced(this);
  }
}
