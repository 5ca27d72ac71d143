import type { CallResult } from '../../../shared/domain/signals/call-results';
import type { CallEntry, ResolutionEntry } from '../../../shared/domain/signals/record';
import type { ReliabilityBin } from '../../../shared/domain/signals/calibration-error';
import { wireSpelling } from '../../../shared/domain/instrument';
import { tidy } from '../../../shared/domain/signals/numbers';
import type { Reliability } from '../../../shared/domain/signals/reliability';
import type { SignalSettings } from '../../../shared/domain/signals/settings';
import type { Events } from '../../../shared/protocol/events';
import type { RequestParams, RequestResult } from '../../../shared/protocol/requests';
import type { SignalStateBody } from '../../../shared/protocol/signal-requests';
import type { State } from '../store/state-schema';
import type { Progress } from './signal-progress';
import type { SignalState } from './signal-states';

type RecordBody = RequestResult<'get_signal_record'>;
type SettingsBody = RequestResult<'get_settings'>['signals'];
/** What a request may change of them. */
export type SettingsChange = NonNullable<RequestParams<'patch_settings'>['signals']>;
/** What the trader has chosen. */
type Chosen = Pick<State, 'signals' | 'signalIntervals'>;

const iso = (time: number): string => new Date(time).toISOString();
const isoOrNull = (time: number | null): string | null => (time === null ? null : iso(time));

/** A call as the event tells it. */
export const reversalBody = (call: CallEntry): Events['signal_reversal'] => ({
  symbol: call.symbol,
  interval: call.interval,
  ...saidBody(call),
});

/** What was said of the signal's own series. */
const saidBody = (call: CallEntry): Omit<Events['signal_reversal'], 'symbol' | 'interval'> => ({
  previous_signal: call.previousSignal,
  new_signal: call.newSignal,
  confidence: call.confidence,
  breakeven: call.breakeven,
  basis: call.basis,
  target: call.target,
  stop: call.stop,
  expires_at: isoOrNull(call.expiresAt),
  n_resolved: call.resolvedCount,
  model_version: call.modelVersion,
  timestamp: iso(call.timestamp),
});

/** A call of the record. */
export const callBody = ({ call, resolution }: CallResult): RecordBody['calls'][number] => ({
  ...reversalBody(call),
  ...{ votes: call.votes, origin: call.origin, entry: call.entry },
  ...outcomeBody(resolution),
  ...{ number: call.number, hash: call.hash },
});

/** A present signal; `now` in ms UTC by the venue. */
export function stateBody(state: SignalState, now: number, isProven: boolean): SignalStateBody {
  const { symbol, interval, signal, status, asOf, call, resolution } = state;
  const known = { symbol, interval, signal, status, as_of: isoOrNull(asOf) };
  if (!call) return { ...known, call: null };
  return {
    ...known,
    call: {
      ...saidBody(call),
      ...{ votes: call.votes, origin: call.origin, entry: call.entry },
      age_ms: Math.max(0, Math.round(now - call.timestamp)),
      edge: call.confidence === null ? null : tidy(call.confidence - call.breakeven),
      edge_proven: isProven,
      ...outcomeBody(resolution),
    },
  };
}

/** How reliable calls are. */
export const reliabilityBody = (it: Reliability): NonNullable<RecordBody['reliability']['1h']> => ({
  ...{ n: it.n, said: it.said, was: it.was },
  ...{ ece: it.ece, ece_low: it.eceRange.low, ece_high: it.eceRange.high, null_ece: it.nullEce },
  ...{ brier: it.brier, brier_base_rate: it.brierBaseRate, vote_ece: it.voteEce },
  bins: it.bins.map(binBody),
  vote_bins: it.voteBins.map(binBody),
  tenths: it.tenths.map(({ from, to, n, was }) => ({ from, to, n, was })),
  origins: { live: { ...it.live }, replayed: { ...it.replayed } },
  net_move: { mean: it.netMove.mean, low: it.netMove.low, high: it.netMove.high },
  rolling: {
    ...{ n: it.rolling.n, said: it.rolling.said, was: it.rolling.was },
    drifting: it.rolling.isDrifting,
  },
});

/** How far the reading of history has come. */
export const progressBody = (progress: Progress, now: number): Events['signal_progress'] => ({
  ...progress,
  timestamp: iso(now),
});

/** What of the signals is set. */
export const settingsBody = ({ signals, signalIntervals }: Chosen): SettingsBody => ({
  cost_spot: signals.cost.spot,
  cost_futures: signals.cost.futures,
  stop_ranges: signals.stopRanges,
  horizon: signals.horizon,
  // Lists may hold no others: they come from the request's own.
  intervals: [...signals.intervals] as SettingsBody['intervals'],
  per_symbol: structuredClone(signalIntervals) as SettingsBody['per_symbol'],
});

/** Intervals of single symbols with what a request changes; spellings are folded into the wire's. */
export function changedIntervals(
  before: Chosen['signalIntervals'],
  change: SettingsChange['per_symbol'] = {},
): Chosen['signalIntervals'] {
  const changed = Object.entries(change).map(
    ([symbol, intervals]) => [wireSpelling(symbol) ?? symbol, intervals] as const,
  );
  const after = Object.entries({ ...before, ...Object.fromEntries(changed) });
  return Object.fromEntries(
    after.flatMap(([symbol, intervals]) => (intervals ? [[symbol, [...intervals]]] : [])),
  );
}

/** Settings with what a request changes. */
export function changedSettings(before: SignalSettings, change: SettingsChange): SignalSettings {
  return {
    cost: {
      spot: change.cost_spot ?? before.cost.spot,
      futures: change.cost_futures ?? before.cost.futures,
    },
    stopRanges: change.stop_ranges ?? before.stopRanges,
    horizon: change.horizon ?? before.horizon,
    intervals: change.intervals ?? before.intervals,
  };
}

const outcomeBody = (resolution: ResolutionEntry | null) => ({
  outcome: resolution?.outcome ?? null,
  resolved_at: resolution ? iso(resolution.timestamp) : null,
  net_move: resolution?.netMove ?? null,
});

const binBody = ({ low, high, said, was, n }: ReliabilityBin) => ({ low, high, said, was, n });
