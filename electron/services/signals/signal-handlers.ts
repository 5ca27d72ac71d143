import { INTERVALS, stepOpenTime, type Interval } from '../../../shared/domain/interval';
import type { Reliability } from '../../../shared/domain/signals/reliability';
import { modelVersionOf } from '../../../shared/domain/signals/settings';
import type { RequestResult } from '../../../shared/protocol/requests';
import { SIGNALS_ROOM } from '../../../shared/protocol/rooms';
import type { SignalStateBody } from '../../../shared/protocol/signal-requests';
import type { Exchange } from '../exchange/exchange';
import type { MarketData } from '../feed/market-data';
import type { Handlers } from '../handler-map';
import type { StateStore } from '../store/state-store';
import type { CallQuery } from './call-query';
import { sha256 } from './digest';
import type { RecordedModel } from './ended-records';
import type { ReliabilityCache } from './reliability-cache';
import type { SignalRecord } from './signal-record';
import { bookOf, intervalsOf, seriesKey } from './signal-schema';
import type { SignalService } from './signal-service';
import type { SignalState } from './signal-states';
import {
  callBody,
  changedIntervals,
  changedSettings,
  reliabilityBody,
  settingsBody,
  stateBody,
  type SettingsChange,
} from './signal-wire';

/** What requests about signals are answered from. */
export interface SignalServices {
  readonly signalService: SignalService;
  readonly signalRecord: SignalRecord;
  readonly reliability: ReliabilityCache;
  readonly store: StateStore;
  readonly exchange: Pick<Exchange, 'now'>;
  readonly marketData: Pick<MarketData, 'instrument'>;
}

/** What is needed to set them. */
export interface SignalChoice {
  readonly store: StateStore;
  readonly signalService: Pick<SignalService, 'reload' | 'refresh'>;
}

type RecordBody = RequestResult<'get_signal_record'>;

/** The present signals, of all symbols or of one. */
export function signalStates(services: SignalServices, symbol?: string): SignalStateBody[] {
  const { signalService, exchange } = services;
  return signalService
    .states(symbol)
    .map((state) => stateBody(state, exchange.now(state.symbol), isProven(services, state)));
}

/** What of the signals is set. */
export const signalSettingsBody = ({ store }: SignalChoice) => settingsBody(store.state);

/**
 * Changes what is set: another model begins, with a record of its own, unless only the intervals of
 * single symbols are others.
 * @throws what `StateStore.update` throws.
 */
export async function chooseSignals(
  { store, signalService }: SignalChoice,
  change: SettingsChange,
): Promise<void> {
  const { signals, signalIntervals } = store.state;
  const after = {
    signals: changedSettings(signals, change),
    signalIntervals: changedIntervals(signalIntervals, change.per_symbol),
  };
  try {
    await store.update(() => after);
  } catch (error) {
    store.updateLazily(() => ({ signals, signalIntervals }));
    throw error;
  }
  const isSame = modelVersionOf(signals, sha256) === modelVersionOf(after.signals, sha256);
  if (isSame) signalService.refresh();
  else await signalService.reload();
}

/** The handlers of requests about signals. */
export function signalHandlers(services: SignalServices) {
  const { marketData } = services;
  return {
    subscribe_signals: (_params, client) => {
      client.follow(SIGNALS_ROOM, () => () => undefined);
      return {};
    },
    unsubscribe_signals: (_params, client) => {
      client.unfollow(SIGNALS_ROOM);
      return {};
    },
    list_signals: () => ({ items: signalStates(services), next: null }),
    get_signal: async (params) => {
      const { symbol } = await marketData.instrument(params.symbol);
      return { symbol, items: signalStates(services, symbol), next: null };
    },
    get_signal_record: async ({ symbol, ...query }) => {
      const instrument = await marketData.instrument(symbol);
      return signalRecordBody(services, { ...query, symbol: instrument.symbol });
    },
  } satisfies Partial<Handlers>;
}

interface RecordQuery extends CallQuery {
  readonly model_version?: string | undefined;
}

/** The record of the present model, or of an earlier one. @throws {AppError} `NOT_FOUND` */
async function signalRecordBody(
  services: Pick<SignalServices, 'store' | 'signalRecord' | 'reliability'>,
  { model_version: version, ...query }: RecordQuery,
): Promise<RecordBody> {
  const { store, signalRecord } = services;
  const { symbol, interval } = query;
  const ended = await signalRecord.ended(version);
  const { reliability } = ended ?? services;
  const ofSymbol = ended ? ended.tally.intervalsOf(symbol) : recordedIntervals(store, symbol);
  const intervals = interval ? [interval] : ofSymbol;
  const calls = await (ended ?? signalRecord).calls(query);
  return {
    symbol,
    model_version: ended?.modelVersion ?? modelVersionOf(store.state.signals, sha256),
    calls: calls.map(callBody),
    reliability: await reliabilities(intervals, (each) => reliability.of(each, symbol)),
    all_symbols: await reliabilities(intervals, (each) => reliability.of(each)),
    models: signalRecord.models.map(modelBody),
    history: ended ? {} : historyOf(store, symbol, intervals),
    fault: ended ? ended.fault : signalRecord.fault,
  };
}

const modelBody = ({ modelVersion, entries, usedUntil }: RecordedModel) => ({
  ...{ model_version: modelVersion, entries },
  used_until: usedUntil === null ? null : iso(usedUntil),
});

async function reliabilities(
  intervals: readonly Interval[],
  of: (interval: Interval) => Promise<Reliability | null>,
): Promise<RecordBody['reliability']> {
  const known: RecordBody['reliability'] = {};
  for (const interval of intervals) {
    const reliability = await of(interval);
    if (reliability) known[interval] = reliabilityBody(reliability);
  }
  return known;
}

/** Intervals that are followed of a symbol, and those of which there is a record all the same. */
function recordedIntervals({ state }: StateStore, symbol: string): Interval[] {
  const followed = intervalsOf(state, symbol);
  const { anchors = {} } = state.signalBooks.present ?? {};
  return INTERVALS.filter(
    (each) => followed.includes(each) || anchors[seriesKey(symbol, each)] !== undefined,
  );
}

/** How much history has been used. */
function historyOf(
  { state }: StateStore,
  symbol: string,
  intervals: readonly Interval[],
): RecordBody['history'] {
  const { present } = state.signalBooks;
  const known: RecordBody['history'] = {};
  if (!present) return known;
  const { series } = bookOf(present);
  for (const interval of intervals) {
    const anchor = present.anchors[seriesKey(symbol, interval)];
    const last = series.find((it) => it.symbol === symbol && it.interval === interval);
    const to = last?.engine.openTime ?? null;
    if (!anchor || to === null) continue;
    known[interval] = { from: iso(anchor.from), to: iso(stepOpenTime(interval, to, 1) - 1) };
  }
  return known;
}

function isProven({ reliability }: SignalServices, { call }: SignalState): boolean {
  return call !== null && reliability.isProven(call);
}

const iso = (time: number): string => new Date(time).toISOString();
