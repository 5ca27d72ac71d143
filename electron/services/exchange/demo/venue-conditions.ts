import { RestFaults } from './rest-faults';
import type { TradeScrambler } from './trade-scrambler';

/** How a line behaves: `stalled` sends no data but pings and answers, `held` sends nothing at all. */
export type Flow = 'normal' | 'stalled' | 'held';

/** What becomes of a request for a stream connection. */
export type Handshake =
  | 'accept'
  /** The connection opens and nothing is ever answered. */
  | 'hang'
  | { readonly delayMs: number }
  | { readonly status: number; readonly retryAfter?: string };

/** What becomes of a client's command: `lost` ones do nothing, `unanswered` ones work in silence. */
export type CommandFate = 'obey' | 'lost' | 'unanswered' | 'refuse';

const DAY_MS = 86_400_000;

/** The state of a venue's health; what is here from the start is a venue without any fault. */
export class VenueConditions {
  handshake: Handshake = 'accept';
  commands: CommandFate = 'obey';
  /** How stream connections begin. */
  newLines: Flow = 'normal';
  /** Stream connections end at this age by the venue's clock. */
  lifetimeMs = DAY_MS;
  /** Added to the times the venue tells: `/time` and `E`. */
  clockSkewMs = 0;
  scrambler: TradeScrambler | null = null;
  /** Venue symbols whose own streams are silent. */
  readonly silenced = new Set<string>();
  readonly rest = new RestFaults();
}
