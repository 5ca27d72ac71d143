import type { Market, Venue } from '../../shared/domain/feed-status';
import { venueOf } from '../../shared/domain/instrument';
import type { SymbolStatus } from '../../shared/domain/symbol-status';
import type { RequestResult } from '../../shared/protocol/requests';
import type { Clock } from './clock';
import type { FeedReport, FeedSource } from './feed/feed-report';
import { statesOf } from './feed/symbol-counts';

/** So long a symbol may be without a first price. */
const CONNECTING_MS = 30_000;

type Health = RequestResult<'get_health'>;

export interface HealthServices {
  readonly exchange: FeedSource;
  readonly report: FeedReport;
  readonly clock: Clock;
  readonly version: string;
  readonly market: Market;
  /** The store's status as it is published. */
  readonly storeStatus: () => RequestResult<'get_snapshot'>['store'];
}

/** Answers whether the service is well; the uptime counts from this call on. */
export function healthOf(services: HealthServices): () => Health {
  const { exchange, report, clock, version, market } = services;
  const startedAt = clock.monotonic();
  return () => {
    const { state, reason, since } = services.storeStatus();
    const symbols = report.freshness.all();
    const venues = exchange
      .awake()
      .map((venue) => [venue, venueHealth(services, venue, symbols)] as const);
    const areLive = venues.every(([, { status }]) => status === 'live');
    const isWell =
      state === 'saved' && areLive && !symbols.some((each) => isOurFault(each, clock.now()));
    return {
      status: isWell ? 'ok' : 'degraded',
      version,
      uptime_s: Math.round(clock.monotonic() - startedAt) / 1000,
      market,
      venues: Object.fromEntries(venues),
      store: { state, reason, since },
    };
  };
}

function venueHealth(
  { exchange, report }: HealthServices,
  venue: Venue,
  symbols: readonly SymbolStatus[],
) {
  const { status, reason } = report.status(venue);
  const age = exchange.dataAge(venue);
  const figures = exchange.stats().find((each) => each.venue === venue);
  return {
    status,
    data_age_ms: age === null ? null : Math.round(age),
    reason,
    symbols: statesOf(symbols.filter(({ symbol }) => venueOf(symbol) === venue)),
    reconnects: figures?.reconnects ?? 0,
  };
}

/** A symbol that the venue itself has halted is not a fault of the feed. @param now ms UTC. */
function isOurFault({ state, since, isSuspended }: SymbolStatus, now: number): boolean {
  if (isSuspended || state === 'live') return false;
  return state !== 'connecting' || now - since >= CONNECTING_MS;
}
