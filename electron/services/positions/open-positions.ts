import type { FeedState } from '../../../shared/domain/feed-status';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import { EntryReader } from './entry-reader';
import { EquityCurve } from './equity-curve';
import { FillImport } from './fill-import';
import type { ImportServices } from './import-handlers';
import { importProgress } from './import-progress';
import type { EventHub } from '../event-hub';
import type { Exchange } from '../exchange/exchange';
import type { MarkPrices } from '../feed/mark-prices';
import type { MarketData } from '../feed/market-data';
import type { PositionServices } from './position-handlers';
import { portfolioFigures, type PortfolioServices } from './portfolio-handlers';
import { PortfolioService } from './portfolio-service';
import { isOpen, type TrackedPosition } from './position-book';
import { PositionFeed } from './position-feed';
import { PositionRates } from './position-rates';
import { PositionService } from './position-service';
import { PositionStore, type PositionStoreOptions } from './position-store';
import { closedFigures, openFigures } from './position-wire';
import type { IdSource } from '../store/id-source';
import type { StateStore } from '../store/state-store';

/** What positions need of the rest of the product. */
export interface PositionSurroundings {
  readonly positions: PositionStore;
  readonly curve: EquityCurve;
  readonly store: StateStore;
  readonly exchange: Exchange;
  readonly marketData: MarketData;
  readonly marks: MarkPrices;
  readonly hub: EventHub;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** How far the price of a wire symbol can be trusted. */
  readonly priceState: (symbol: string) => FeedState;
  /** Is waited for when a position has changed, before that is answered. */
  readonly onPosition?: (position: TrackedPosition, isThere: boolean) => Promise<void>;
}

/** Reads the positions and what they were worth together. @throws the file system's error. */
export async function openMoney(kept: PositionStoreOptions) {
  return { positions: await PositionStore.open(kept), curve: await EquityCurve.open(kept) };
}

/** The services of the trader's positions, not started yet. */
export function openPositionServices(
  surroundings: PositionSurroundings,
): PositionServices & PortfolioServices & ImportServices {
  const { positions, exchange, marketData, hub, ids, clock, priceState } = surroundings;
  const rates = new PositionRates(exchange);
  const feed = new PositionFeed({
    clock,
    watch: (symbol) => marketData.watch(symbol),
    price: (symbol) => marketData.price(symbol),
    isLive: (symbol) => priceState(symbol) === 'live',
    onValue: (position, price) =>
      hub.publish(EVERYONE, 'position_update', openFigures(position, price)),
    onExcursions: (changed) => positions.amend(changed),
  });
  const positionService = new PositionService({
    ...{ positions, feed, ids },
    entries: new EntryReader({ clock, rateAt: (...asked) => rates.at(...asked) }),
    onChange: async (position, change) => {
      const timestamp = new Date(clock.now()).toISOString();
      hub.publish(EVERYONE, 'position_changed', { position_id: position.id, change, timestamp });
      if (!isOpen(position) && change !== 'deleted') {
        hub.publish(EVERYONE, 'position_update', closedFigures(position));
      }
      await surroundings.onPosition?.(position, isOpen(position) && change !== 'deleted');
    },
  });
  const portfolio = new PortfolioService({
    ...{ positions, clock, store: surroundings.store, curve: surroundings.curve },
    price: (symbol) => marketData.price(symbol)?.price ?? null,
    isLive: (symbol) => priceState(symbol) === 'live',
    rateAt: (...asked) => rates.at(...asked),
    onUpdate: (view) => hub.publish(EVERYONE, 'portfolio_update', portfolioFigures(view)),
  });
  const onProgress = importProgress(hub, clock);
  const fillImport = new FillImport({ exchange, positions, clock, onProgress });
  return { ...surroundings, positionService, feed, portfolio, fillImport, onProgress };
}
