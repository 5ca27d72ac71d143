import type { CallEntry } from '../../../shared/domain/signals/record';
import type { Events } from '../../../shared/protocol/events';
import { EVERYONE } from '../../../shared/protocol/rooms';
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
import { progressBody } from './signal-wire';
import { tellReversal, tellUntoldReversals } from './tell-reversals';

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
      for (const call of calls) tellReversal(hub, call);
    },
    onProgress: (progress) =>
      hub.publish(EVERYONE, 'signal_progress', progressBody(progress, clock.now())),
  });
  const reliability = new ReliabilityCache(() => signalRecord.tally, clock);
  return { ...surroundings, signalService, signalRecord, reliability };
}

/**
 * Starts the service of signals; first clients are owed what a crash kept from being told on this market.
 * @param told The reversals that earlier runs are known to have told.
 */
export async function startSignals(
  signalService: Pick<SignalService, 'start'>,
  surroundings: Pick<
    SignalSurroundings,
    'store' | 'histories' | 'hub' | 'clock' | 'logger' | 'marketOf'
  >,
  told: readonly Events['signal_reversal'][],
): Promise<void> {
  const { store, logger, marketOf } = surroundings;
  const { present } = store.state.signalBooks;
  const isSame = present?.market === marketOf(LEADING);
  signalService.start();
  if (!isSame) return;
  try {
    await tellUntoldReversals({ ...surroundings, book: present.id }, told);
  } catch (error) {
    logger.error('Reversals of the last run could not be told', { error: String(error) });
  }
}

/** A call as alert rules see it. */
const turnOf = ({ symbol, interval, confidence, timestamp, entry }: CallEntry) => ({
  ...{ symbol, interval, confidence },
  time: timestamp,
  price: entry,
});
