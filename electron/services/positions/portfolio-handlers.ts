import { evaluateJournal } from '../../../shared/domain/journal';
import type { Exact } from '../../../shared/domain/money';
import type { AssetAmount } from '../../../shared/domain/money-rates';
import type { PortfolioTotals } from '../../../shared/domain/portfolio';
import type { Events } from '../../../shared/protocol/events';
import type { RequestParams, RequestResult } from '../../../shared/protocol/requests';
import type { Handlers } from '../handler-map';
import type { PortfolioService, PortfolioView } from './portfolio-service';
import type { TrackedPosition } from './position-book';
import type { PositionStore } from './position-store';

/** What requests about all positions together are answered from. */
export interface PortfolioServices {
  readonly portfolio: PortfolioService;
  readonly positions: PositionStore;
}

type Statistics = RequestResult<'get_journal'>['all'];

/** The portfolio as it is published. */
export function portfolioFigures(view: PortfolioView): Events['portfolio_update'] {
  const { totals, drawdown } = view;
  return {
    currency: totals.equity.currency,
    equity: totals.equity.amount.toNumber(),
    unrealized_pnl: totals.unrealizedPnl.amount.toNumber(),
    settled_pnl: totals.settledPnl.amount.toNumber(),
    pnl_today: numberOf(view.pnlToday),
    exposure: exposureBody(totals.exposure),
    drawdown: drawdown && {
      current: drawdown.current.toNumber(),
      deepest: drawdown.deepest.toNumber(),
      deepest_percent: drawdown.deepestPercent.rounded(2).toNumber(),
      peak: drawdown.peak.toNumber(),
    },
    timestamp: new Date(view.time).toISOString(),
  };
}

/** The handlers of requests about all positions together. */
export function portfolioHandlers({ portfolio, positions }: PortfolioServices) {
  return {
    get_portfolio: () => body(portfolio),
    patch_portfolio: async (params) => {
      const { currency, day } = portfolio.kept;
      const [hours = 0, minutes = 0] = (params.day_starts_at ?? clockOf(day.minute))
        .split(':')
        .map(Number);
      const chosen = { zone: params.day_zone ?? day.zone, minute: hours * 60 + minutes };
      await portfolio.choose(params.currency ?? currency, chosen);
      return body(portfolio);
    },
    add_transfer: async ({ amount, asset }) => {
      await portfolio.transfer(amount, asset);
      return body(portfolio);
    },
    get_equity: ({ from, to }) => {
      const { points, days } = portfolio.curve(timeOr(from, 0), timeOr(to, Infinity));
      return {
        currency: portfolio.kept.currency,
        items: points.map(({ time, equity }) => ({
          equity: equity.toNumber(),
          timestamp: iso(time),
        })),
        days: days.map(({ day, pnl, percent }) => ({
          ...{ from: iso(day.start), to: iso(day.end), pnl: pnl.toNumber() },
          percent: percent?.rounded(2).toNumber() ?? null,
        })),
        next: null,
      };
    },
    get_journal: (params) => {
      const chosen = [...positions.all()].filter((each) => isWanted(each, params));
      const entries = chosen.map(({ record, notes }) => ({
        position: record.position,
        tags: notes.tags,
      }));
      const { all, bySymbol, byTag } = evaluateJournal(entries);
      return {
        all: statisticsBody(all),
        by_symbol: mapped(bySymbol, statisticsBody),
        by_tag: mapped(byTag, statisticsBody),
      };
    },
  } satisfies Partial<Handlers>;
}

function body(portfolio: PortfolioService): RequestResult<'get_portfolio'> {
  const view = portfolio.view();
  const { day } = portfolio.kept;
  return {
    ...portfolioFigures(view),
    exposure_by_symbol: mapped(view.totals.exposureBySymbol, exposureBody),
    capital: amountsBody(view.capital),
    unconverted: amountsBody(view.totals.equity.unconverted),
    unvalued: amountsBody(view.totals.unvalued),
    unpriced: [...view.totals.unpriced],
    not_live: [...view.notLive],
    day_zone: day.zone,
    day_starts_at: clockOf(day.minute),
  };
}

function exposureBody({ long, short, gross, net }: PortfolioTotals['exposure']) {
  return {
    long: long.amount.toNumber(),
    short: short.amount.toNumber(),
    gross: gross.amount.toNumber(),
    net: net.amount.toNumber(),
  };
}

function statisticsBody(statistics: ReturnType<typeof evaluateJournal>['all']): Statistics {
  return statistics.map((each) => ({
    currency: each.currency,
    count: each.count,
    wins: each.wins,
    losses: each.losses,
    win_rate: each.winRate.rounded(2).toNumber(),
    net: each.net.toNumber(),
    average_win: numberOf(each.averageWin),
    average_loss: numberOf(each.averageLoss),
    profit_factor: numberOf(each.profitFactor),
    expectancy: each.expectancy.toNumber(),
    best: each.best.toNumber(),
    worst: each.worst.toNumber(),
    average_duration_ms: each.averageDurationMs,
    incomplete: each.incomplete,
  }));
}

function isWanted(
  { record, notes }: TrackedPosition,
  params: RequestParams<'get_journal'>,
): boolean {
  const { symbol, side, closedAt } = record.position;
  if (closedAt === null) return false;
  const isNamed = (params.symbol?.toUpperCase() ?? symbol) === symbol;
  const isOnSide = (params.side ?? side) === side;
  const isTagged = params.tag === undefined || notes.tags.includes(params.tag);
  const isWithin = closedAt >= timeOr(params.from, 0) && closedAt < timeOr(params.to, Infinity);
  return isNamed && isOnSide && isTagged && isWithin;
}

const timeOr = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : Date.parse(text);

const iso = (time: number): string => new Date(time).toISOString();

function mapped<T, R>(map: ReadonlyMap<string, T>, convert: (value: T) => R): Record<string, R> {
  return Object.fromEntries([...map].map(([key, value]) => [key, convert(value)]));
}

const numberOf = (exact: Exact | null): number | null => exact?.toNumber() ?? null;

const amountsBody = (amounts: readonly AssetAmount[]) =>
  amounts.map(({ asset, amount }) => ({ asset, amount: amount.toNumber() }));

function clockOf(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
