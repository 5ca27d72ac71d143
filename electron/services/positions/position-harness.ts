import type { FeedState } from '../../../shared/domain/feed-status';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import type { Envelope } from '../../../shared/protocol/events';
import type { RequestName, RequestResult } from '../../../shared/protocol/requests';
import { ClientSession } from '../client-session';
import { createDispatch } from '../dispatch';
import { EventHub } from '../event-hub';
import { FakeExchange, instrumentOf } from '../exchange/fake-exchange';
import { exportHandlers } from './export-handlers';
import { importHandlers } from './import-handlers';
import { FakeClock } from '../fake-clock';
import type { Handlers } from '../handler-map';
import { silentLogger } from '../logger';
import { MarkPrices } from '../feed/mark-prices';
import { MarketData } from '../feed/market-data';
import { EquityCurve } from './equity-curve';
import { openPositionServices } from './open-positions';
import { portfolioHandlers } from './portfolio-handlers';
import { positionHandlers } from './position-handlers';
import { PositionStore } from './position-store';
import { Histories } from '../store/histories';
import { IdSource } from '../store/id-source';
import { backupHandlers } from '../store/backup-handlers';
import { StateTransfer } from '../store/state-transfer';
import { StateStore } from '../store/state-store';
import type { SimulatedDisk } from '../store/simulated-disk';

const random = () => 0.5;

/** Positions over a simulated disk, a fake exchange and a clock that stands still. */
export class PositionHarness {
  readonly exchange = new FakeExchange();
  readonly heard: Envelope[] = [];
  state: FeedState = 'live';
  readonly #tradeIds = new Map<string, number>();
  #parts: Awaited<ReturnType<PositionHarness['open']>> | null = null;

  constructor(
    readonly disk: SimulatedDisk,
    readonly clock = new FakeClock(),
  ) {
    this.exchange.known = ['BTC/USDT', 'ETH/USDT', 'BNB/USDT', 'BTC/USDT:USDT'].map(instrumentOf);
  }

  /** Reads the folder as a start does. */
  async open() {
    const { clock, exchange } = this;
    const options = { clock, logger: silentLogger, random, dataDir: '/data', fs: this.disk };
    const store = await StateStore.open(options);
    const histories = await Histories.open({ ...options, store });
    const ids = new IdSource(store, options);
    await ids.start();
    const positions = await PositionStore.open({ ...options, store, histories, ids });
    const curve = await EquityCurve.open({ ...options, store, histories });
    let seq = 0;
    const hub = new EventHub(() => ++seq, 'live');
    hub.attach({ deliver: (_room, envelope) => void this.heard.push(envelope) });
    const marketData: MarketData = new MarketData({
      ...{ exchange, clock, random, logger: silentLogger },
      onWatch: (symbol) => marks.follow(symbol),
      onPrice: () => undefined,
      wants: () => false,
      onTrade: (trade) => parts.feed.onTrade(trade),
    });
    marketData.start();
    const marks = new MarkPrices({ exchange, onMark: () => undefined });
    const priceState = () => this.state;
    const shared = {
      store,
      positions,
      curve,
      exchange,
      marketData,
      hub,
      ids,
      clock,
      priceState,
      marks,
    };
    const services = openPositionServices(shared);
    const transfer = new StateTransfer({
      ...{ store, histories, ids, positions, clock, version: '1.0.0' },
      whileStill: (run) => services.positionService.replaceAll(run),
      onReplaced: () => services.portfolio.reload(),
    });
    const parts = { ...shared, histories, transfer, ...services };
    parts.positionService.start();
    parts.portfolio.start();
    this.#parts = parts;
    return parts;
  }

  /** Asks as a client does. @throws what the request answers with. */
  async ask<N extends RequestName>(name: N, params: object): Promise<RequestResult<N>> {
    const reply = await this.reply(name, params);
    if (reply.ok) return reply.value as RequestResult<N>;
    throw Object.assign(new Error(reply.error.message), reply.error);
  }

  reply(name: RequestName, params: object) {
    if (!this.#parts) throw new Error('not open');
    const handlers = {
      ...positionHandlers(this.#parts),
      ...portfolioHandlers(this.#parts),
      ...exportHandlers(this.#parts),
      ...importHandlers(this.#parts),
      ...backupHandlers(this.#parts),
    } as unknown as Handlers;
    const session = new ClientSession('write', 10, {
      join: () => undefined,
      leave: () => undefined,
    });
    return createDispatch(handlers, silentLogger)(name, params, session);
  }

  /** A trade of the venue. */
  trade(symbol: string, price: number): void {
    const id = (this.#tradeIds.get(symbol) ?? 0) + 1;
    this.#tradeIds.set(symbol, id);
    const time = this.clock.now();
    this.#parts?.marketData.onTrade({ symbol, id, lastTradeId: id, price, quantity: 1, time });
  }

  /** What a contract is valued at, as the venue tells it. */
  mark(mark: MarkPrice): void {
    this.#parts?.marks.onMark(mark);
  }

  /** Values told so far. */
  get updates() {
    return this.heard.flatMap((each) => (each.type === 'position_update' ? [each.data] : []));
  }
}
