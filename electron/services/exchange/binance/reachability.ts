import type { Clock, Timer } from '../../clock';
import type { LineState, ProbeLine } from './line-probe';
import type { EndCause, StreamEnd } from './stream-end';

/** From one look to the next while nothing comes through. */
const EVERY_MS = 2000;
/** A wait that is over sooner needs no look. */
const SHORT_MS = 1000;

const CUT: ReadonlySet<EndCause> = new Set([
  ...(['unreachable', 'handshake-timeout', 'closed', 'silent', 'stalled', 'ack-timeout'] as const),
]);

export interface ReachabilityOptions {
  readonly base: string;
  readonly clock: Clock;
  readonly probe: ProbeLine;
  /** Whether the venue may be asked anything. */
  readonly mayAsk: () => boolean;
  /** The venue could not be reached, and now it can. */
  readonly onBack: () => void;
}

/**
 * Notices that a network is back which was away: waiting times that are meant to spare a venue spare
 * nobody while it cannot be reached. Where the first look finds the venue there was no cut, and
 * whatever ended the connection has to be waited for as it is.
 */
export class Reachability {
  readonly #options: ReachabilityOptions;
  #giveUp: (() => void) | null = null;
  #timer: Timer | null = null;
  #asks = false;
  #wasAway = false;

  constructor(options: ReachabilityOptions) {
    this.#options = options;
  }

  /** A connection ended, and the next one comes in so many ms. */
  lost({ cause }: StreamEnd, retryInMs: number): void {
    if (!CUT.has(cause)) return;
    if (cause === 'handshake-timeout') this.#asks = true;
    else if (cause !== 'unreachable' && retryInMs < SHORT_MS) return;
    if (this.#giveUp === null && this.#timer === null) this.#look();
  }

  /** There is a connection, or none is wanted any more. */
  settled(): void {
    this.#giveUp?.();
    this.#timer?.cancel();
    this.#giveUp = this.#timer = null;
    this.#asks = this.#wasAway = false;
  }

  #look(): void {
    const { base, clock, probe, mayAsk } = this.#options;
    const next = clock.monotonic() + EVERY_MS;
    const asks = this.#asks && mayAsk();
    this.#timer = null;
    this.#giveUp = probe({ base, asks }, (state) => {
      this.#giveUp = null;
      if (isThrough(state, asks)) {
        this.#through();
        return;
      }
      this.#wasAway = true;
      this.#timer = clock.after(Math.max(0, next - clock.monotonic()), () => this.#look());
    });
  }

  #through(): void {
    const wasAway = this.#wasAway;
    this.settled();
    if (wasAway) this.#options.onBack();
  }
}

function isThrough(state: LineState, asks: boolean): boolean {
  return state === 'answering' || (state === 'open' && !asks);
}
