import { INTERVALS } from '../../../shared/domain/interval';
import type { RequestInput, RequestResult } from '../../../shared/protocol/requests';

/** What of the signals is set. */
export type SignalSettings = RequestResult<'get_settings'>['signals'];
type Changes = NonNullable<RequestInput<'patch_settings'>['signals']>;

/** The numbers that can be set. */
export const SIGNAL_FIELDS = ['cost_spot', 'cost_futures', 'stop_ranges', 'horizon'] as const;
export type SignalField = (typeof SIGNAL_FIELDS)[number];

/** Bounds as they are typed: costs in percent, the stop in ATR, the time in candles. */
export const SIGNAL_BOUNDS: Readonly<Record<SignalField, readonly [low: number, high: number]>> = {
  cost_spot: [0, 10],
  cost_futures: [0, 10],
  stop_ranges: [0.1, 20],
  horizon: [2, 500],
};
/** An interval signals can follow. */
export type FollowedInterval = SignalSettings['intervals'][number];
/** The intervals signals can follow, short to long. */
export const SIGNAL_INTERVALS = INTERVALS.filter(
  (one): one is FollowedInterval => !/s$|^[13]m$|^3d|w$|M$/.test(one),
);
/** As many intervals of one symbol as the services follow. */
export const MOST_INTERVALS = 6;
const PERCENT = 100;
/** Whole digits of a percentage: 0.2 % is 0.002, not 0.0020000000000000005. */
const SCALE = 1e10;

/** What of the signals is set, while it is typed. */
export class SignalForm {
  readonly #before: SignalSettings;
  readonly texts = $state<Record<SignalField, string>>({
    cost_spot: '',
    cost_futures: '',
    stop_ranges: '',
    horizon: '',
  });
  #intervals = $state.raw<readonly string[]>([]);

  constructor(before: SignalSettings) {
    this.#before = before;
    for (const field of SIGNAL_FIELDS) this.texts[field] = String(typed(field, before[field]));
    this.#intervals = before.intervals;
  }

  get intervals(): readonly string[] {
    return this.#intervals;
  }

  toggle(interval: string): void {
    const isOn = this.#intervals.includes(interval);
    this.#intervals = SIGNAL_INTERVALS.filter((one) =>
      one === interval ? !isOn : this.#intervals.includes(one),
    );
  }

  /** Types what another form says. */
  takeFrom(other: SignalForm): void {
    for (const field of SIGNAL_FIELDS) this.texts[field] = other.texts[field];
    this.#intervals = other.intervals;
  }

  /** Whether it says the same as another. */
  isLike(other: SignalForm): boolean {
    return (
      SIGNAL_FIELDS.every((field) => Number(this.texts[field]) === Number(other.texts[field])) &&
      this.#intervals.join() === other.intervals.join()
    );
  }

  /** Whether what is typed in a field can be taken. */
  isGood(field: SignalField): boolean {
    const text = this.texts[field].trim();
    const [low, high] = SIGNAL_BOUNDS[field];
    const value = Number(text);
    const isWhole = field !== 'horizon' || Number.isInteger(value);
    return text !== '' && isWhole && value >= low && value <= high;
  }

  get hasIntervals(): boolean {
    return this.#intervals.length > 0 && this.#intervals.length <= MOST_INTERVALS;
  }

  /** What differs from what is set; null when some of it cannot be taken. */
  get changes(): Changes | null {
    if (!this.hasIntervals || !SIGNAL_FIELDS.every((field) => this.isGood(field))) return null;
    const numbers = SIGNAL_FIELDS.map((field) => [field, untyped(field, this.texts[field])]);
    const after = { ...Object.fromEntries(numbers), intervals: this.#intervals } as SignalSettings;
    const changed = Object.entries(after).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(this.#before[name as keyof SignalSettings]),
    );
    return Object.fromEntries(changed);
  }
}

const isCost = (field: SignalField): boolean => field.startsWith('cost');

const typed = (field: SignalField, value: number): number =>
  isCost(field) ? Math.round(value * PERCENT * SCALE) / SCALE : value;

function untyped(field: SignalField, text: string): number {
  const value = Number(text);
  return isCost(field) ? Math.round((value / PERCENT) * SCALE) / SCALE : value;
}
