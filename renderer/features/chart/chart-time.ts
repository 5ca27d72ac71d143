import { TickMarkType, type UTCTimestamp } from 'lightweight-charts';
import type { Interval } from '../../../shared/domain/interval';
import { formatTime, type TimeDetail } from '../../format/time';

const MINUTE_MS = 60_000;

const DETAILS: Record<TickMarkType, TimeDetail> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'time',
  [TickMarkType.TimeWithSeconds]: 'seconds',
};

/**
 * Time as the chart library takes it. It only knows UTC, so that intraday candles are moved by the
 * present offset to put midnight where the trader's midnight is; labels are made from the true time,
 * and stay right on the other side of a clock change.
 */
export class ChartTime {
  readonly #isUtc: boolean;
  readonly #offsetMs: number;

  constructor(
    interval: Interval,
    private readonly language: string,
    localOffsetMs = -new Date().getTimezoneOffset() * MINUTE_MS,
  ) {
    this.#isUtc = isDaily(interval);
    this.#offsetMs = this.#isUtc ? 0 : localOffsetMs;
  }

  /** From ms UTC. */
  toChart(time: number): UTCTimestamp {
    return ((time + this.#offsetMs) / 1000) as UTCTimestamp;
  }

  tickLabel(chartTime: number, type: TickMarkType): string {
    return this.#format(chartTime, DETAILS[type]);
  }

  crosshairLabel(chartTime: number): string {
    return this.#format(chartTime, this.#isUtc ? 'full-day' : 'full');
  }

  #format(chartTime: number, detail: TimeDetail): string {
    const style = { language: this.language, detail, isUtc: this.#isUtc };
    return formatTime(chartTime * 1000 - this.#offsetMs, style);
  }
}

/** True for candles of a day and longer. */
export function isDaily(interval: Interval): boolean {
  return /[dwM]$/.test(interval);
}
