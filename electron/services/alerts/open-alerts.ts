import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { FeedState } from '../../../shared/domain/feed-status';
import { createIndicator } from '../../../shared/domain/indicators/create-indicator';
import { ALL } from '../../../shared/domain/rules/armed-rule';
import { Exact } from '../../../shared/domain/money';
import type { RulePorts } from '../../../shared/domain/rules/ports';
import type { ChannelDirectory } from '../channels/channel';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Exchange } from '../exchange/exchange';
import type { KlineService } from '../feed/kline-service';
import type { MarketData } from '../feed/market-data';
import type { Logger } from '../logger';
import { isOpen } from '../positions/position-book';
import type { PortfolioService } from '../positions/portfolio-service';
import type { PositionFeed } from '../positions/position-feed';
import type { PositionStore } from '../positions/position-store';
import type { Histories } from '../store/histories';
import type { IdSource } from '../store/id-source';
import type { StateStore } from '../store/state-store';
import type { Watchlist } from '../watchlist-service';
import type { AlertServices } from './alert-handlers';
import type { AlertLog } from './alert-log';
import { AlertService } from './alert-service';
import { BackCastService } from './back-cast-service';
import { CandleFeed } from './candle-feed';
import { ExactPositions } from './exact-positions';
import { FireRecorder } from './fire-recorder';
import { Outbox } from './outbox';
import { OutcomeService } from './outcome-service';
import { PositionTargets } from './position-targets';
import { symbolsOf } from './rule-facts';
import { RuleHost } from './rule-host';
import type { RuleWorld } from './rule-input';
import { RuleStore } from './rule-store';
import { tellAlert } from './tell-alerts';

const REACH_MS = 3000;
const REACH_EVERY_MS = 20;

/** What alerts need of the rest of the product. */
export interface AlertSurroundings {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly alertLog: AlertLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly hub: EventHub;
  readonly exchange: Exchange;
  readonly marketData: MarketData;
  readonly klines: KlineService;
  readonly positions: PositionStore;
  readonly feed: PositionFeed;
  readonly portfolio: Pick<PortfolioService, 'equity' | 'best' | 'recall'>;
  readonly watchlist: () => Watchlist;
  /** The ways out; null where nobody has set any up. */
  readonly channels: ChannelDirectory | null;
  /** How far the price of a wire symbol can be trusted. */
  readonly priceState: (symbol: string) => FeedState;
  /** Names the market that the trades of a wire symbol are of. */
  readonly marketOf: (symbol: string) => string;
}

/** Alerts and what keeps them in line with positions, not started yet. */
export interface OpenAlerts extends AlertServices {
  readonly targets: PositionTargets;
}

/** The services of alerts, not started yet. */
export function openAlerts(surroundings: AlertSurroundings): OpenAlerts {
  const { store, logger, hub, clock, marketData, klines, exchange, alertLog } = surroundings;
  const rules = new RuleStore(store, logger);
  const ports = portsOf(surroundings);
  const host = openHost(surroundings, rules, ports);
  const outbox = new Outbox({
    ...{ ...surroundings, rules },
    isRead: (alertId) => alertLog.isRead(alertId),
  });
  const outcomes = new OutcomeService(surroundings);
  const recorder = new FireRecorder({
    ...{ ...surroundings, host, rules },
    log: alertLog,
    plan: (alerts) => outbox.plan(alerts),
    onAlerts: (alerts) => {
      outbox.pump();
      outcomes.add(alerts);
      for (const alert of alerts) tellAlert(surroundings, alert);
    },
  });
  const candles = new CandleFeed({
    ...surroundings,
    engine: () => host.engine,
    follow: (symbol, interval) => klines.follow(symbol, interval),
    onFires: (fires) => recorder.take(fires),
  });
  const feedState = (symbol: string): FeedState => stateOf(surroundings, symbol);
  const alertService = new AlertService({
    ...{ ...surroundings, rules, host, candles, recorder, feedState },
    watch: (symbol) => marketData.watch(symbol),
    watched: () => marketData.watched(),
    reach: (symbol) => {
      const isLive = () => feedState(symbol) === 'live' && marketData.price(symbol) !== null;
      return reached(isLive, clock);
    },
    price: (symbol) =>
      marketData.tape(symbol)?.isFollowedOn === true ? marketData.price(symbol) : null,
    groups: () => surroundings.watchlist().groups,
    now: () => presentOf(exchange, host),
  });
  const targets = new PositionTargets({
    ...{ rules, logger, alerts: alertService },
    positions: () => surroundings.positions.all(),
  });
  const world = worldOf(surroundings);
  const backCasts = openBackCasts(surroundings, ports);
  return {
    ...{ alertService, rules, alertLog, outbox, outcomes, world, hub, clock, targets, backCasts },
  };
}

/** Takes up what an earlier run has left: targets of positions, and outcomes that are not on record. */
export async function startAlerts({ targets, outcomes }: OpenAlerts): Promise<void> {
  await targets.start();
  await outcomes.start();
}

/** To be called when the state has been replaced as a whole. */
export async function reloadAlerts(alerts: OpenAlerts): Promise<void> {
  const { alertService, alertLog, outcomes, targets } = alerts;
  alertService.reload();
  await alertLog.reload();
  await outcomes.reload();
  await targets.start();
}

function openHost(surroundings: AlertSurroundings, rules: RuleStore, ports: RulePorts): RuleHost {
  const { feed, positions, portfolio } = surroundings;
  const host: RuleHost = new RuleHost({
    ...{ ...surroundings, rules, ports },
    now: () => presentOf(surroundings.exchange, host),
    best: () => keptBest(portfolio.best),
    recall: ({ time, equity }) => {
      const exact = Exact.fromText(equity);
      if (exact) portfolio.recall({ time, equity: exact });
    },
    excursionsOf: (symbol) => feed.excursionsOf(symbol),
    rewind: (excursions) => {
      for (const [id, excursion] of Object.entries(excursions)) {
        const position = positions.find(Number(id));
        if (position && isOpen(position)) feed.rewind(position, excursion);
      }
    },
  });
  return host;
}

function keptBest(best: PortfolioService['best']) {
  return best && { time: best.time, equity: best.equity.toText() };
}

function portsOf({ positions, feed, portfolio, logger }: AlertSurroundings): RulePorts {
  return {
    positions: new ExactPositions({
      all: () => positions.all(),
      find: (id) => positions.find(id),
      bestOf: (position) => feed.excursion(position).best,
      equity: () => portfolio.equity(),
    }),
    createIndicator,
    report: ({ symbol, error }) =>
      logger.error('An alert rule could not be evaluated', { symbol, error: String(error) }),
  };
}

function worldOf({ marketData, watchlist, positions, exchange }: AlertSurroundings): RuleWorld {
  return {
    instrument: (input) => marketData.instrument(input),
    price: (symbol) => marketData.price(symbol),
    groups: () => watchlist().groups,
    isPosition: (id) => positions.find(id)?.record.position.closedAt === null,
    intervals: (symbol) => exchange.history(symbol).intervals,
  };
}

/** A rule on all symbols is tried on those of the watchlist. */
function openBackCasts({ exchange, watchlist }: AlertSurroundings, ports: RulePorts) {
  const symbolsOfRule = (rule: AlertRule): readonly string[] => {
    const { position_id: id, symbol } = rule;
    if (id === undefined)
      return symbol === ALL ? watchlist().symbols : symbolsOf(rule, watchlist().groups);
    const position = ports.positions.find(id);
    return position ? [position.symbol] : [];
  };
  return new BackCastService({ exchange, ports, symbolsOf: symbolsOfRule });
}

/** While history is fetched, the price that is known is not the newest. */
function stateOf({ marketData, priceState }: AlertSurroundings, symbol: string): FeedState {
  const state = priceState(symbol);
  const isFilling = marketData.tape(symbol)?.isFilling === true;
  return state === 'live' && isFilling ? 'connecting' : state;
}

/** Exchange time: that of the venue that is furthest behind among those that rules look at. */
function presentOf(exchange: Exchange, host: RuleHost): number {
  let present = exchange.now('BTC/USDT');
  for (const symbol of host.engine.watched()) present = Math.min(present, exchange.now(symbol));
  return present;
}

/** Resolves as soon as something is so, or after a few seconds. */
function reached(isSo: () => boolean, clock: Clock): Promise<void> {
  if (isSo()) return Promise.resolve();
  const end = clock.monotonic() + REACH_MS;
  return new Promise((done) => {
    const timer = clock.every(REACH_EVERY_MS, () => {
      if (!isSo() && clock.monotonic() < end) return;
      timer.cancel();
      done();
    });
  });
}
