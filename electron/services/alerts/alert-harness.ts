import type { FeedState } from '../../../shared/domain/feed-status';
import type { Trade } from '../../../shared/domain/trade';
import type { RequestName, RequestResult } from '../../../shared/protocol/requests';
import type { Envelope } from '../../../shared/protocol/events';
import type { ChannelDirectory } from '../channels/channel';
import { ClientSession } from '../client-session';
import { createDispatch } from '../dispatch';
import { EventHub } from '../event-hub';
import { FakeExchange, instrumentOf } from '../exchange/fake-exchange';
import type { Clock } from '../clock';
import { FakeClock } from '../fake-clock';
import { KlineService } from '../feed/kline-service';
import { MarkPrices } from '../feed/mark-prices';
import { MarketData } from '../feed/market-data';
import { followersOf } from '../followers';
import type { Handlers } from '../handler-map';
import { silentLogger } from '../logger';
import { EquityCurve } from '../positions/equity-curve';
import { openPositionServices } from '../positions/open-positions';
import { positionHandlers } from '../positions/position-handlers';
import { desktopChoice } from '../desktop-choice';
import { settingsHandlers, type SettingsServices } from '../settings-handlers';
import { PositionStore } from '../positions/position-store';
import { Histories } from '../store/histories';
import { IdSource } from '../store/id-source';
import { SimulatedDisk } from '../store/simulated-disk';
import { StateStore } from '../store/state-store';
import { WatchlistService } from '../watchlist-service';
import { alertHandlers } from './alert-handlers';
import { AlertLog } from './alert-log';
import { openAlerts, startAlerts } from './open-alerts';

const random = () => 0.5;
const TURNS = 60;

/** The symbol of tests that do not care. */
export const BTC = 'BTC/USDT';

/** What a harness is opened on; whatever is left out is new and empty. */
export interface HarnessGround {
  readonly disk?: SimulatedDisk;
  readonly exchange?: FakeExchange;
  readonly clock?: FakeClock;
  readonly channels?: ChannelDirectory;
  /** Wire symbols that the venue lists; those of the harness when left out. */
  readonly symbols?: readonly string[];
}

/** Starts alerts for the first time. */
export async function openHarness(ground: HarnessGround = {}): Promise<AlertHarness> {
  const { disk = new SimulatedDisk(), exchange, clock, channels = null, symbols } = ground;
  await disk.makeFolder('/data');
  const harness = new AlertHarness(disk, exchange, clock);
  harness.channels = channels;
  if (symbols) harness.exchange.known = symbols.map(instrumentOf);
  await harness.open();
  return harness;
}

/** Alerts over a simulated disk, a venue that does what a test says, and a clock that stands still. */
export class AlertHarness {
  readonly heard: Envelope[] = [];
  /** Whether the stream brings trades; history has them all. */
  isStreaming = true;
  state: FeedState = 'live';
  market = 'test';
  /** The ways out; set before a start. */
  channels: ChannelDirectory | null = null;
  /** Killed so far: what is left of an earlier one reaches no disk any more. */
  runs = 0;
  /** Of the newest event. */
  seq = 0;
  #run: Awaited<ReturnType<typeof openRun>> | null = null;

  constructor(
    readonly disk: SimulatedDisk,
    readonly exchange = new FakeExchange(),
    readonly clock = new FakeClock(),
  ) {
    this.exchange.known = [BTC, 'ETH/USDT', 'SOL/USDT', 'BTC/USDT:USDT'].map(instrumentOf);
    this.exchange.now = () => this.clock.now();
  }

  /** Starts as the product does, on what the disk holds. */
  async open(): Promise<void> {
    this.#run = await openRun(this);
    await this.#run.start();
  }

  get run() {
    if (!this.#run) throw new Error('not open');
    return this.#run;
  }

  /** Ends as a stop does. */
  async close(): Promise<void> {
    const { marketData, klines, alertService, outbox, outcomes, parts, store, histories, ids } =
      this.run;
    outbox.stop();
    outcomes.stop();
    for (const each of [alertService, parts.feed, parts.portfolio, klines, marketData]) each.stop();
    ids.stop();
    await store.close();
    await histories.close();
    this.#run = null;
  }

  /** Ends as kill -9 does: what is not on disk is gone. */
  kill(): void {
    const { marketData, klines, outbox, parts } = this.run;
    outbox.stop();
    for (const each of [parts.portfolio, klines, marketData]) each.stop();
    this.runs++;
    this.#run = null;
  }

  /** Asks as a client does. @throws what the request answers with. */
  async ask<N extends RequestName>(name: N, params: object): Promise<RequestResult<N>> {
    const handlers = this.run.handlers as unknown as Handlers;
    const session = new ClientSession('write', 10, {
      join: () => undefined,
      leave: () => undefined,
    });
    const answer = createDispatch(handlers, silentLogger)(name, params, session);
    const state = { isAnswered: false };
    void answer.then(() => (state.isAnswered = true));
    for (let n = 0; n < 400 && !state.isAnswered; n++) await this.pass(10);
    const reply = await answer;
    if (reply.ok) return reply.value as RequestResult<N>;
    throw Object.assign(new Error(reply.error.message), reply.error);
  }

  /** Arms a rule on BTC/USDT, every time, unless it says otherwise. */
  arm(draft: { readonly condition: object; readonly [field: string]: unknown }) {
    const scope = 'position_id' in draft ? {} : { symbol: BTC };
    return this.ask('create_alert_rule', {
      ...{ ...scope, mode: 'every_time', severity: 'info' },
      ...draft,
    });
  }

  /** Trades of the venue, a millisecond apart unless told otherwise. */
  async trade(prices: number | readonly number[], symbol = BTC, gapMs = 1): Promise<void> {
    for (const price of [prices].flat()) {
      this.clock.advance(gapMs);
      const id = 1 + (this.exchange.trades.findLast((each) => each.symbol === symbol)?.id ?? 0);
      const time = this.clock.now();
      const trade: Trade = { symbol, id, lastTradeId: id, price, quantity: 1, time };
      this.exchange.trades.push(trade);
      if (this.isStreaming) this.#run?.marketData.onTrade(trade);
    }
    await this.settle();
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settle();
  }

  /** Lets what is under way come to its end, as far as it needs no time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
  }

  /** Alerts told so far. */
  get alerts() {
    return this.heard.flatMap((each) => (each.type === 'alert' ? [each.data] : []));
  }
}

/** The services over one start. */
async function openRun(harness: AlertHarness) {
  const { exchange } = harness;
  const clock = clockOf(harness);
  const options = { clock, logger: silentLogger, random, dataDir: '/data', fs: diskOf(harness) };
  const store = await StateStore.open(options);
  const histories = await Histories.open({ ...options, store });
  const ids = new IdSource(store, options);
  await ids.start();
  const positions = await PositionStore.open({ ...options, store, histories, ids });
  const curve = await EquityCurve.open({ ...options, store, histories });
  const alertLog = await AlertLog.open({ ...options, store, histories });
  const hub = new EventHub(() => ++harness.seq, 'live');
  hub.attach({ deliver: (_room, envelope) => void harness.heard.push(envelope) });
  const followers = followersOf(() => ({ feed: parts.feed, alertService: alerts.alertService }));
  const marketData: MarketData = new MarketData({
    ...{ ...options, ...followers, exchange },
    onPrice: () => undefined,
  });
  const klines = new KlineService({
    ...{ ...options, ...followers, exchange },
    watch: (symbol) => marketData.watch(symbol),
  });
  const marks = new MarkPrices({ exchange, ...followers });
  const priceState = () => harness.state;
  const kept = { store, histories, ids, positions, curve, alertLog };
  const shared = { ...options, ...kept, exchange, marketData, marks, klines, hub, priceState };
  const parts = openPositionServices({
    ...shared,
    onPosition: (...changed) => alerts.targets.onPosition(...changed),
  });
  const watchlist = new WatchlistService({
    ...shared,
    onGroups: () => alerts.alertService.onGroups(),
  });
  const alerts = openAlerts({
    ...{ ...shared, feed: parts.feed },
    portfolio: parts.portfolio,
    watchlist: () => watchlist.get(),
    marketOf: () => harness.market,
    channels: harness.channels,
  });
  const start = async (): Promise<void> => {
    for (const each of [alerts.alertService, marketData, klines, watchlist]) each.start();
    parts.positionService.start();
    alerts.outbox.start();
    await startAlerts(alerts);
  };
  const handlers = handlersOf(alerts, parts, store);
  return { ...shared, ...alerts, parts, watchlist, handlers, start };
}

/** The time as one run of the program has it: a killed one is woken no more. */
function clockOf(harness: AlertHarness): Clock {
  const { clock, runs } = harness;
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (ms, run) =>
      clock.after(ms, () => {
        if (harness.runs === runs) run();
      }),
    every(ms, run) {
      const timer = clock.every(ms, () => {
        if (harness.runs === runs) run();
        else timer.cancel();
      });
      return timer;
    },
  };
}

/** The disk as one run of the program has it: for no longer than it lives. */
function diskOf(harness: AlertHarness): SimulatedDisk {
  const { disk, runs } = harness;
  return new Proxy(disk, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (harness.runs !== runs) throw new Error('this run was killed');
        return Reflect.apply(member, target, args);
      };
    },
  });
}

function handlersOf(
  alerts: ReturnType<typeof openAlerts>,
  positions: Parameters<typeof positionHandlers>[0],
  store: StateStore,
) {
  const signalService = { reload: () => Promise.resolve(), refresh: () => undefined };
  const signals = { store, signalService };
  const endpoint: SettingsServices['endpoint'] = {
    ...{ choice: { enabled: true, port: 0, lan: false }, fixed: [] },
    state: { state: 'open', fault: null, url: null, lan_urls: [] },
    change: () => Promise.resolve(),
  };
  return {
    ...alertHandlers(alerts),
    ...positionHandlers(positions),
    ...settingsHandlers({ ...alerts, signals, endpoint, desktop: desktopChoice(store, null) }),
  };
}
