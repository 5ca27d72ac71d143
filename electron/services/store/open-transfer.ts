import { VENUES } from '../../../shared/domain/feed-status';
import { EVERYONE } from '../../../shared/protocol/rooms';
import { reloadAlerts, type OpenAlerts } from '../alerts/open-alerts';
import type { EventHub } from '../event-hub';
import type { Venues } from '../exchange/venues';
import type { PortfolioService } from '../positions/portfolio-service';
import type { PositionService } from '../positions/position-service';
import type { SignalServices } from '../signals/signal-handlers';
import type { WatchlistService } from '../watchlist-service';
import { StateTransfer, type StateTransferOptions } from './state-transfer';

/** What has to read the state anew after it was replaced as a whole. */
export interface TransferSurroundings extends Omit<
  StateTransferOptions,
  'whileStill' | 'onReplaced'
> {
  readonly positionService: PositionService;
  readonly portfolio: PortfolioService;
  readonly watchlist: WatchlistService;
  readonly alertServices: OpenAlerts;
  readonly signalServices: SignalServices;
  readonly exchange: Venues;
  readonly hub: EventHub;
}

/** What hands the whole state out and takes it in, with everything that follows from it. */
export function openTransfer(surroundings: TransferSurroundings): StateTransfer {
  const {
    positionService,
    portfolio,
    watchlist,
    exchange,
    hub,
    store,
    clock,
    alertServices,
    signalServices,
  } = surroundings;
  return new StateTransfer({
    ...surroundings,
    whileStill: (run) => positionService.replaceAll(run),
    onReplaced: async (reason, before) => {
      await portfolio.reload();
      watchlist.reload();
      await reloadAlerts(alertServices);
      await signalServices.signalService.reload();
      for (const venue of VENUES) {
        if (before.venues[venue] !== store.state.venues[venue]) await exchange.replace(venue);
      }
      const timestamp = new Date(clock.now()).toISOString();
      hub.publish(EVERYONE, 'state_replaced', { reason, timestamp });
    },
  });
}
