import { EVERYONE, klineRoom, priceRoom } from '../shared/protocol/rooms';
import type { AlertLog } from './services/alerts/alert-log';
import type { AlertService } from './services/alerts/alert-service';
import { marketName, type MarketSetting } from './services/alerts/market-name';
import { openAlerts, startAlerts } from './services/alerts/open-alerts';
import { openAlertLog } from './services/alerts/tell-alerts';
import { Awakening } from './services/awakening';
import type { ChannelServices } from './services/channels/channel-handlers';
import type { LocalChannels } from './services/channels/local-channel';
import { openChannels } from './services/channels/open-channels';
import { ClientSession, type SessionHooks } from './services/client-session';
import { atMost } from './services/at-most';
import type { Clock } from './services/clock';
import type { Config } from './services/config';
import { checkDataDir, checkTokenFile } from './services/data-dir';
import type { Desktop } from './services/desktop-choice';
import { createDispatch, type Dispatch } from './services/dispatch';
import { openEvents } from './services/endpoint/open-events';
import { issueToken } from './services/endpoint/token-file';
import { EndpointSwitch } from './services/endpoint/endpoint-switch';
import type { EventHub } from './services/event-hub';
import { CHOICES, type Markets } from './services/exchange/binance/endpoints';
import { openMarket, serveMarket } from './services/exchange/embedded-venue';
import { openVenues } from './services/exchange/open-venues';
import type { Venues } from './services/exchange/venues';
import type { Market as EmbeddedMarket } from './services/exchange/demo/market';
import { listenToExchange } from './services/feed/exchange-listener';
import { FeedReport } from './services/feed/feed-report';
import { followersOf, type Followers } from './services/followers';
import { createHandlers } from './services/handlers';
import { KlineService } from './services/feed/kline-service';
import type { Logger } from './services/logger';
import { MarkPrices } from './services/feed/mark-prices';
import { MarketData } from './services/feed/market-data';
import { startMetrics } from './services/metrics';
import type { EquityCurve } from './services/positions/equity-curve';
import { openMoney, openPositionServices } from './services/positions/open-positions';
import type { PositionStore } from './services/positions/position-store';
import type { Histories } from './services/store/histories';
import type { IdSource } from './services/store/id-source';
import { openSignals, startSignals } from './services/signals/open-signals';
import { ReplayThread } from './services/signals/replay-thread';
import type { SignalService } from './services/signals/signal-service';
import { openState } from './services/store/open-state';
import { openTransfer } from './services/store/open-transfer';
import { openUpdates } from './services/updates/open-updates';
import type { UpdateSource } from './services/updates/update-source';
import type { StateStore } from './services/store/state-store';
import { VenueChoices, type VenueSettings } from './services/feed/venue-choices';
import { WatchlistService } from './services/watchlist-service';
import { wire } from './services/wire';

/** How long a stop waits for a start; a large recording takes longer, but holds nothing to end. */
const START_GRACE_MS = 2000;

/** What the surroundings provide: the desktop, the server and the tests differ in these alone. */
export interface Ports {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly version: string;
  /** The built program of the thread in which history is replayed. */
  readonly replayProgram: URL;
  /** Public markets to choose from; Binance's when absent. */
  readonly markets?: Markets;
  /** Folder of the built page to serve at `/`; null serves none. */
  readonly pageDir: string | null;
  /** Notifications and sound of this machine; none when absent. */
  readonly localChannels?: LocalChannels;
  /** Whether there is another way in than the endpoint; none when absent. */
  readonly hasWindow?: boolean;
  /** The desktop it runs on; none when absent. */
  readonly desktop?: Desktop;
  /** Where newer versions of the program come from; it does not update itself when absent. */
  readonly updateSource?: UpdateSource;
}

/** The services at work. */
export interface Running {
  /** Address of the local endpoint at the start, e.g. `http://127.0.0.1:8765`; empty when it is not open. */
  readonly url: string;
  readonly dispatch: Dispatch;
  readonly hub: EventHub;
  /** Opens a session with all rights, for a client inside the same program. */
  openSession(hooks: SessionHooks): ClientSession;
  /** Tells that the machine goes to sleep, and that it is awake again; doubled messages do no harm. */
  readonly awakening: Pick<Awakening, 'sleep' | 'wake'>;
  /** A token with all rights, good for 30 days. */
  readonly token: string;
}

export interface App {
  /**
   * Starts everything; a venue that cannot be reached is no obstacle.
   * @throws {AppError} `INVALID` for a port, folder or recording that cannot be used; nothing runs then.
   */
  start(): Promise<Running>;
  /** Stops what runs, newest first, also while it starts; leaves no handle open. */
  stop(): Promise<void>;
}

/** Puts the product together; the only place that does. */
export function createApp(config: Config, ports: Ports): App {
  const started: Started = [];
  let starting: Promise<unknown> = Promise.resolve();
  const endAll = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  return {
    async start() {
      const running = startServices(config, ports, started);
      starting = running.catch(() => undefined);
      try {
        return await running;
      } catch (error) {
        await endAll();
        throw error;
      }
    },
    async stop() {
      await atMost(START_GRACE_MS, starting, ports.clock);
      await endAll();
    },
  };
}

type Started = (() => void | Promise<void>)[];

async function startServices(config: Config, ports: Ports, started: Started): Promise<Running> {
  checkDataDir(config.dataDir);
  if (config.tokenFile !== null) checkTokenFile(config.tokenFile, config.dataDir);
  const market = await embeddedMarket(config, ports.clock);
  const endpoint = await EndpointSwitch.start({ ...ports, config });
  started.push(() => endpoint.close());
  const state = await openState(config.dataDir, ports);
  const { store, auth, sequence } = state;
  store.onFolderRemade(() => endpoint.save());
  // Newest first is the rule, but whoever still stops may still write: the folder is let go last.
  started.unshift(() => state.close());
  const money = await openMoney({ ...state, ...ports });
  const embedded = market && (await serveMarket(market, ports, config.venues));
  if (embedded) started.push(() => embedded.stop());
  const { hub, traffic, resume } = await openEvents({ ...ports, ...config, sequence });
  // After the endpoint, whose clients it remembers, and before the folder.
  started.splice(1, 0, () => resume.close());
  const alertLog = await openAlertLog({ ...state, ...ports, hub }, resume.told.alerts());
  const settings = embedded?.settings ?? config.venues;
  const channelServices = await openChannels({ ...ports, ...config, store }, started);
  const made = { ports, settings, hub, market, marketSetting: config, started, channelServices };
  const services = wireServices({ ...state, ...config, ...made, ...money, alertLog, resume });
  const metrics = startMetrics({ ...services, ...ports, traffic }, started);
  const parts = { ...services, ...services.positionServices, ...state, ...ports, hub };
  const transfer = openTransfer(parts);
  const updates = await openUpdates({ ...state, ...ports, ...config, alertLog, hub }, started);
  const storeStatus = () => wire.storeStatus(state.status(), ports.clock.now());
  state.onStatus(() => hub.publish(EVERYONE, 'store_status', storeStatus()));
  const dispatch = createDispatch(
    createHandlers({
      ...services,
      ...{ auth, traffic, store, transfer, channelServices, metrics, storeStatus, endpoint },
      ...ports,
      ...{ updates, notices: store.notices, market: config.market },
      currentSeq: () => sequence.current,
    }),
    ports.logger,
    traffic,
  );
  endpoint.open({
    ...{ ...ports, ...config, ...resume, auth, dispatch, hub, traffic },
    present: (symbol) => wire.presentPrice(services.marketData.price(symbol)),
  });
  return {
    url: endpoint.state.url ?? '',
    dispatch,
    hub,
    awakening: services.awakening,
    openSession: (hooks) => new ClientSession('write', Number.MAX_SAFE_INTEGER, hooks),
    token: await issueToken(auth, config.tokenFile),
  };
}

/**
 * The embedded exchange, when that is what is watched. A recording is read before anything is written.
 * @throws {AppError} `INVALID` for a recording that cannot be used.
 */
function embeddedMarket({ market, replay, demoSeed: seed }: Config, clock: Clock) {
  if (replay) return openMarket({ kind: 'replay', ...replay }, clock);
  return market === 'demo' ? openMarket({ kind: 'demo', seed }, clock) : null;
}

interface Wiring {
  readonly ports: Ports;
  readonly dataDir: string;
  readonly settings: VenueSettings;
  readonly hub: EventHub;
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly positions: PositionStore;
  readonly curve: EquityCurve;
  readonly alertLog: AlertLog;
  readonly resume: Awaited<ReturnType<typeof openEvents>>['resume'];
  readonly channelServices: ChannelServices;
  readonly marketSetting: Omit<MarketSetting, 'startedAt'>;
  readonly market: EmbeddedMarket | null;
  readonly started: Started;
}

function wireServices(wiring: Wiring) {
  const { ports, dataDir, settings, hub, store, started } = wiring;
  const { clock, logger } = ports;
  const startedAt = clock.now();
  const venueChoices = new VenueChoices({ settings, store, markets: ports.markets ?? CHOICES });
  const exchange = openVenues({ ...ports, choices: venueChoices, dataDir });
  const followers = followersOf(() => ({ feed, alertService }));
  const { marks, klines, marketData } = wireMarket(wiring, exchange, followers);
  const watchlist = new WatchlistService({
    ...{ store, marketData, hub, clock, logger },
    onGroups: () => alertService.onGroups(),
  });
  const marketNote = wiring.market?.description ?? null;
  const report = new FeedReport({ ...ports, exchange, marketData, hub, marketNote });
  // After sleep every socket is dead, however open it looks.
  const awakening = new Awakening({ ...ports, restart: (reason) => exchange.restart(reason) });
  const priceState = (symbol: string) => report.freshness.of(symbol).state;
  const positionServices = openPositionServices({
    ...{ ...wiring, exchange, marketData, marks, clock, priceState },
    onPosition: (...changed) => alerts.targets.onPosition(...changed),
  });
  const { positionService, feed, portfolio } = positionServices;
  const marketOf = (symbol: string): string =>
    marketName(symbol, { ...wiring.marketSetting, startedAt }, venueChoices);
  const alerts = openAlerts({
    ...{ ...ports, ...wiring, exchange, marketData, klines, feed, priceState },
    channels: wiring.channelServices.channels,
    portfolio,
    watchlist: () => watchlist.get(),
    marketOf,
  });
  const { alertService, outbox, outcomes } = alerts;
  const market = { exchange, venueChoices, marketData, marks, klines, watchlist };
  const signalServices = openSignals({
    ...{ ...ports, ...wiring, ...market, alertService, marketOf },
    replayer: new ReplayThread(ports.replayProgram, ports.clock),
    symbols: () => watchlist.get().symbols,
  });
  const { signalService } = signalServices;
  // Rules first: they say where the tape of each symbol goes on.
  const first = [alertService, marketData, klines, watchlist, report, awakening];
  for (const service of [...first, positionService, portfolio, outbox]) service.start();
  const told = wiring.resume.told.reversals();
  void startSignals(signalService, { ...wiring, clock, logger, marketOf }, told);
  void startAlerts(alerts);
  listenToExchange({ ...market, report, onMoved: () => moved(alertService, signalService) });
  const running = [marketData, outbox, signalService, alertService, feed, portfolio, klines];
  const all = [outcomes, ...running, exchange, report, awakening];
  started.push(...all.map((service) => () => service.stop()));
  return { ...market, report, awakening, positionServices, alertServices: alerts, signalServices };
}

/** A venue is another market from now on. */
function moved(alertService: AlertService, signalService: SignalService): void {
  alertService.restart();
  void signalService.reload();
}

/** What knows the market. */
function wireMarket({ ports, hub }: Wiring, exchange: Venues, followers: Followers) {
  const marks = new MarkPrices({
    exchange,
    onMark: (mark) => {
      followers.onMark(mark);
      hub.publish(priceRoom(mark.symbol), 'mark_price_update', wire.markUpdate(mark));
    },
  });
  const klines = new KlineService({
    ...ports,
    exchange,
    watch: (symbol) => marketData.watch(symbol),
    onKline: (change) => {
      followers.onKline(change);
      const { symbol, interval } = change;
      hub.publish(klineRoom(symbol, interval), 'kline_update', wire.klineUpdate(change));
    },
  });
  const marketData: MarketData = new MarketData({
    ...{ ...ports, ...followers, exchange },
    onWatch: (symbol) => marks.follow(symbol),
    onPrice: (state) => hub.publish(priceRoom(state.symbol), 'price_update', wire.price(state)),
    onTrade: (trade, origin) => {
      klines.onTrade(trade);
      followers.onTrade(trade, origin);
    },
  });
  return { marks, klines, marketData };
}
