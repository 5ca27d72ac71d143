import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { ConnectBudget } from './connect-budget';
import type { Alternates } from './endpoint-choice';
import type { ProbeLine } from './line-probe';
import type { EndCause } from './stream-end';
import type { ConnectSocket } from './stream-socket';
import type { VenueRules } from './venue-rules';

/** How the connections of a venue are, by the worst of them. */
export interface PoolState {
  /**
   * `open` means that the venue has confirmed every subscription, not that data comes. `connecting`
   * with a reason is a connection that was lost and is being tried anew.
   */
  readonly state: 'connecting' | 'open' | 'down';
  /** Why it is not open, for people; null before the first attempt has failed. */
  readonly reason: string | null;
  /** Time until the next attempt as of now; null while none is planned. */
  readonly retryInMs: number | null;
}

/** What has happened since the start. */
export interface PoolCounters {
  attempts: number;
  /** Connections lost or not reached that no successor stood in for. */
  reconnects: number;
  /** Connections replaced while they still worked. */
  renewals: number;
  /** SUBSCRIBE messages the venue agreed to. */
  acks: number;
  /** Ends of connections by cause. */
  readonly drops: Partial<Record<EndCause, number>>;
  /** Names the venue refuses; they are asked for anew on each new connection. */
  readonly rejected: Set<string>;
}

/** `PoolCounters` at one moment. */
export interface PoolStats extends Omit<PoolCounters, 'rejected'> {
  readonly ackTimeouts: number;
  readonly rejected: readonly string[];
  readonly connections: number;
}

export interface StreamPoolOptions {
  /** WebSocket base without a trailing slash, e.g. `wss://fstream.binance.com/market`. */
  readonly base: string;
  /** Where else the same market is streamed; what is known of the base when absent. */
  readonly alternates?: Alternates;
  readonly rules: VenueRules;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** One for the whole program. */
  readonly budget: ConnectBudget;
  /**
   * Every text frame but answers and notices of shutdown. While a connection is replaced both
   * deliver, so the same event may come twice; the canary comes once for each connection. The bytes
   * are UTF-8 and to be read at once; the moment is monotonic, in ms.
   */
  readonly onFrame: (bytes: Buffer, receivedAt: number) => void;
  readonly onState: (state: PoolState) => void;
  /** The venue could not be reached and now it can; connections are on their way. */
  readonly onBack?: () => void;
  /** Whether the venue may be asked anything but for connections; it may when absent. */
  readonly mayAsk?: () => boolean;
  /** Opens sockets; real ones when absent. */
  readonly connect?: ConnectSocket;
  /** Looks how far a line comes; with a real one when absent. */
  readonly probe?: ProbeLine;
}
