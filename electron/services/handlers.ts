import { VENUES, type Market, type Venue } from '../../shared/domain/feed-status';
import { searchInstruments } from '../../shared/domain/instrument';
import type { RequestResult } from '../../shared/protocol/requests';
import { priceRoom } from '../../shared/protocol/rooms';
import { alertHandlers, unreadAlerts, type AlertServices } from './alerts/alert-handlers';
import { channelHandlers, type ChannelServices } from './channels/channel-handlers';
import type { ClientSession } from './client-session';
import type { Clock } from './clock';
import { desktopChoice, type Desktop } from './desktop-choice';
import type { Venues } from './exchange/venues';
import { klineHandlers, priceHandlers } from './feed/feed-handlers';
import type { FeedReport } from './feed/feed-report';
import type { Handlers } from './handler-map';
import { diagnosticsHandlers, type DiagnosticsServices } from './endpoint/diagnostics-handlers';
import { documentHandlers } from './endpoint/document-handlers';
import { tokenHandlers, type TokenServices } from './endpoint/token-handlers';
import { exportHandlers } from './positions/export-handlers';
import { importHandlers, type ImportServices } from './positions/import-handlers';
import { healthOf } from './health';
import type { KlineService } from './feed/kline-service';
import type { MarkPrices } from './feed/mark-prices';
import type { MarketData } from './feed/market-data';
import type { Metrics } from './metrics';
import { portfolioHandlers, type PortfolioServices } from './positions/portfolio-handlers';
import {
  openPositions,
  positionHandlers,
  type PositionServices,
} from './positions/position-handlers';
import { settingsHandlers, type SettingsServices } from './settings-handlers';
import { signalHandlers, signalStates, type SignalServices } from './signals/signal-handlers';
import { backupHandlers, type BackupServices } from './store/backup-handlers';
import type { Notices } from './store/notices';
import { updateHandlers, type UpdateServices } from './updates/update-handlers';
import type { VenueChoices } from './feed/venue-choices';
import type { Watchlist, WatchlistService } from './watchlist-service';
import { wire } from './wire';

export interface HandlerServices
  extends BackupServices, TokenServices, DiagnosticsServices, UpdateServices {
  readonly exchange: Venues;
  readonly venueChoices: VenueChoices;
  readonly marketData: MarketData;
  readonly marks: MarkPrices;
  readonly klines: KlineService;
  readonly watchlist: WatchlistService;
  readonly report: FeedReport;
  readonly metrics: Metrics;
  readonly alertServices: AlertServices;
  readonly positionServices: PositionServices & PortfolioServices & ImportServices;
  readonly channelServices: ChannelServices;
  readonly signalServices: SignalServices;
  readonly endpoint: SettingsServices['endpoint'];
  readonly desktop?: Desktop | undefined;
  readonly clock: Clock;
  readonly version: string;
  readonly market: Market;
  /** The newest event number. */
  readonly currentSeq: () => number;
  readonly notices: Notices;
  /** The store's status as it is published. */
  readonly storeStatus: () => RequestResult<'get_snapshot'>['store'];
}

export function createHandlers(services: HandlerServices): Handlers {
  return {
    ...priceHandlers({ ...services, freshness: services.report.freshness }),
    ...klineHandlers(services),
    ...watchlistHandlers(services),
    ...venueHandlers(services),
    ...stateHandlers(services),
    ...alertHandlers(services.alertServices),
    ...positionHandlers(services.positionServices),
    ...portfolioHandlers(services.positionServices),
    ...exportHandlers(services.positionServices),
    ...importHandlers(services.positionServices),
    ...channelHandlers(services.channelServices),
    ...backupHandlers(services),
    ...tokenHandlers(services),
    ...documentHandlers(services),
    ...diagnosticsHandlers(services),
    ...signalHandlers(services.signalServices),
    ...updateHandlers(services),
    ...settingsHandlers({
      outbox: services.alertServices.outbox,
      signals: services.signalServices,
      endpoint: services.endpoint,
      desktop: desktopChoice(services.store, services.desktop ?? null),
    }),
  };
}

function watchlistHandlers({ watchlist, exchange }: HandlerServices) {
  const body = ({ symbols, groups }: Watchlist): RequestResult<'get_watchlist'> => ({
    symbols: [...symbols],
    groups: Object.fromEntries(Object.entries(groups).map(([name, list]) => [name, [...list]])),
  });
  return {
    get_watchlist: () => body(watchlist.get()),
    put_watchlist: async (params) => body(await watchlist.put(params)),
    search_symbols: async ({ venue, query, limit }) => ({
      items: searchInstruments(await exchange.listed(venue), query, limit).map(wire.instrument),
      next: null,
    }),
  } satisfies Partial<Handlers>;
}

function venueHandlers({ exchange, venueChoices, report }: HandlerServices) {
  const present = (venue: Venue): RequestResult<'set_venue'> => {
    const isOff = venueChoices.whyOff(venue) !== null;
    const { rest, ws } = isOff ? { rest: null, ws: null } : venueChoices.urlsOf(venue);
    const until = exchange.unavailableUntil(venue);
    return {
      venue,
      choice: venueChoices.nameOf(venue),
      ...{ rest, ws },
      status: report.status(venue).status,
      reason: report.status(venue).reason,
      unavailable_until: until === null ? null : new Date(until).toISOString(),
      choices: [...venueChoices.choicesOf(venue)],
    };
  };
  return {
    list_venues: () => ({ items: VENUES.map(present), next: null }),
    set_venue: async ({ venue, choice }) => {
      if (await venueChoices.choose(venue, choice)) await exchange.replace(venue);
      return present(venue);
    },
  } satisfies Partial<Handlers>;
}

function stateHandlers(services: HandlerServices) {
  const { exchange, marketData, marks, report, clock } = services;
  const { freshness, catchUp } = report;
  const followed = (client: ClientSession): string[] =>
    marketData.watched().filter((symbol) => client.follows(priceRoom(symbol)));
  return {
    get_snapshot: (_params, client) => ({
      seq: services.currentSeq(),
      prices: followed(client).flatMap((symbol) => {
        const state = marketData.price(symbol);
        return state ? [wire.price(state)] : [];
      }),
      marks: followed(client).flatMap((symbol) => {
        const mark = marks.of(symbol);
        return mark ? [wire.markUpdate(mark)] : [];
      }),
      positions: openPositions(services.positionServices),
      alerts: unreadAlerts(services.alertServices),
      signals: signalStates(services.signalServices),
      status: exchange.awake().map((venue) => report.status(venue)),
      symbols: followed(client).map((symbol) =>
        wire.symbolStatus(freshness.of(symbol), clock.now()),
      ),
      catch_up: catchUp.progress && wire.catchUp(catchUp.progress, clock.now()),
      store: services.storeStatus(),
    }),
    dismiss_notice: ({ id }) => {
      services.notices.dismiss(id);
      return services.storeStatus();
    },
    get_health: healthOf(services),
    get_metrics: async () => ({ text: await services.metrics.text() }),
  } satisfies Partial<Handlers>;
}
