import type { CallEntry } from '../../../shared/domain/signals/record';
import { EVERYONE, priceRoom, SIGNALS_ROOM } from '../../../shared/protocol/rooms';
import type { AlertService } from '../alerts/alert-service';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Exchange } from '../exchange/exchange';
import type { MarketData } from '../feed/market-data';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { IdSource } from '../store/id-source';
import type { StateStore } from '../store/state-store';
import { BookKeeper } from './book-keeper';
import { ReliabilityCache } from './reliability-cache';
import type { SignalServices } from './signal-handlers';
import type { Replayer } from './replay-thread';
import { SignalRecord } from './signal-record';
import { intervalsOf } from './signal-schema';
import { SignalService } from './signal-service';
import { progressBody, reversalBody } from './signal-wire';

/** What signals need of the rest of the product. */
export interface SignalSurroundings {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly replayer: Replayer;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly hub: EventHub;
  readonly exchange: Exchange;
  readonly marketData: Pick<MarketData, 'instrument'>;
  readonly alertService: Pick<AlertService, 'onSignals'>;
  /** Wire symbols of the watchlist. */
  readonly symbols: () => readonly string[];
  /** Names the market that the candles of a wire symbol are of. */
  readonly marketOf: (symbol: string) => string;
}

/** The record is of the market this one trades on. */
const LEADING = 'BTC/USDT';

/** The services of signals, not started yet. */
export function openSignals(surroundings: SignalSurroundings): SignalServices {
  const { store, hub, clock, alertService } = surroundings;
  const signalRecord = new SignalRecord(surroundings);
  const keeper = new BookKeeper({
    ...{ ...surroundings, record: signalRecord },
    market: () => surroundings.marketOf(LEADING),
    onCalls: (calls) => {
      for (const origin of ['backfill', 'live'] as const) {
        const own = calls.filter((call) => (call.origin === 'live') === (origin === 'live'));
        if (own.length > 0) alertService.onSignals(own.map(turnOf), origin);
      }
    },
  });
  const signalService = new SignalService({
    ...{ ...surroundings, keeper },
    intervals: (symbol) => intervalsOf(store.state, symbol),
    onReversals: (calls) => {
      for (const call of calls) {
        hub.publish([priceRoom(call.symbol), SIGNALS_ROOM], 'signal_reversal', reversalBody(call));
      }
    },
    onProgress: (progress) =>
      hub.publish(EVERYONE, 'signal_progress', progressBody(progress, clock.now())),
  });
  const reliability = new ReliabilityCache(() => signalRecord.tally, clock);
  return { ...surroundings, signalService, signalRecord, reliability };
}

/** A call as alert rules see it. */
const turnOf = ({ symbol, interval, confidence, timestamp, entry }: CallEntry) => ({
  ...{ symbol, interval, confidence },
  time: timestamp,
  price: entry,
});
