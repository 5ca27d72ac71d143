import type { FeedState, Market } from '../../../shared/domain/feed-status';
import type { RequestResult } from '../../../shared/protocol/requests';

/** An alert as the menu lists it. */
interface RecentAlert {
  readonly id: number;
  readonly message: string;
  readonly isUnread: boolean;
}

/** A symbol and its change over 24 h, percent. */
interface Mover {
  readonly symbol: string;
  readonly change: number;
}

/** What the tray tells. */
export interface TrayFacts {
  readonly state: FeedState;
  readonly market: Market;
  readonly unread: number;
  readonly critical: number;
  /** Of everything open; null while nothing is open or known. */
  readonly pnl: { readonly amount: number; readonly currency: string } | null;
  /** The largest changes first; only of prices that are the present ones. */
  readonly movers: readonly Mover[];
  /** Newest first. */
  readonly recent: readonly RecentAlert[];
  readonly isMuted: boolean;
}

/** The answers that facts are made of; null where there was none. */
export interface TrayAnswers {
  readonly health: RequestResult<'get_health'> | null;
  readonly snapshot: RequestResult<'get_snapshot'> | null;
  readonly portfolio: RequestResult<'get_portfolio'> | null;
  readonly prices: RequestResult<'list_prices'> | null;
  readonly alerts: RequestResult<'list_alerts'> | null;
  readonly settings: RequestResult<'get_settings'> | null;
}

const MOVERS = 3;
/** The worst first. */
const STATES = ['offline', 'stale', 'connecting', 'live'] as const satisfies readonly FeedState[];

/** What the tray tells from what the services answer. @param now ms UTC. */
export function trayFacts(answers: TrayAnswers, now: number): TrayFacts {
  const unread = answers.snapshot?.alerts ?? [];
  return {
    state: worstOf(answers.snapshot),
    market: answers.health?.market ?? 'live',
    unread: unread.length,
    critical: unread.filter(({ severity }) => severity === 'critical').length,
    pnl: pnlOf(answers),
    movers: moversOf(answers.prices),
    recent: (answers.alerts?.items ?? []).map(({ alert_id: id, message, read }) => ({
      ...{ id, message },
      isUnread: !read,
    })),
    isMuted: answers.settings !== null && isMuted(answers.settings.alerts, now),
  };
}

/** Of the venues in use; nothing known is no live feed. */
function worstOf(snapshot: TrayAnswers['snapshot']): FeedState {
  const states = (snapshot?.status ?? []).map(({ status }) => status);
  return STATES.find((state) => states.includes(state)) ?? 'connecting';
}

function pnlOf({ portfolio, snapshot }: TrayAnswers): TrayFacts['pnl'] {
  if (!portfolio || !snapshot || snapshot.positions.length === 0) return null;
  // A sum with parts left out, or of old prices, is no figure to go by.
  const { unpriced, not_live: old, unconverted } = portfolio;
  if (unpriced.length + old.length + unconverted.length > 0) return null;
  return { amount: portfolio.unrealized_pnl, currency: portfolio.currency };
}

function moversOf(prices: TrayAnswers['prices']): Mover[] {
  return (prices?.items ?? [])
    .flatMap(({ symbol, change_24h: change, status }) =>
      change === null || status !== 'live' ? [] : [{ symbol, change }],
    )
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, MOVERS);
}

function isMuted(
  { muted, snoozed_until: until }: RequestResult<'get_settings'>['alerts'],
  now: number,
): boolean {
  return muted || Date.parse(until ?? '') > now;
}
