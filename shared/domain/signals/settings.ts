import { venueOf } from '../instrument';
import type { Interval } from '../interval';

/** Text to hex digest of a cryptographic hash, the same on every machine. */
export type Digest = (text: string) => string;

/** What of the model can be chosen. Any change is another model with a record of its own. */
export interface SignalSettings {
  /** Of a round trip, as a part of the price. */
  readonly cost: { readonly spot: number; readonly futures: number };
  /** Distance of the stop in average true ranges. */
  readonly stopRanges: number;
  /** Candles after which a claim is over. */
  readonly horizon: number;
  readonly intervals: readonly Interval[];
}

/** The settings all published figures are for. */
export const SIGNAL_SETTINGS: SignalSettings = {
  cost: { spot: 0.002, futures: 0.001 },
  stopRanges: 1.5,
  horizon: 24,
  intervals: ['15m', '1h', '4h', '1d'],
};

/** Counts the changes to votes, state machine, labels and calibrator: they, too, make another model. */
const MODEL = 1;
const VERSION_LENGTH = 12;

/** Names the model: equal for equal settings only. */
export function modelVersionOf(settings: SignalSettings, digest: Digest): string {
  const { cost, stopRanges, horizon, intervals } = settings;
  const choices = [MODEL, cost.spot, cost.futures, stopRanges, horizon, [...intervals].sort()];
  return digest(JSON.stringify(choices)).slice(0, VERSION_LENGTH);
}

/** Cost of a round trip in a symbol, as a part of the price. */
export const costOf = (symbol: string, { cost }: SignalSettings): number => cost[venueOf(symbol)];
