import { TickMarkType, type UTCTimestamp } from 'lightweight-charts';
import type { Interval } from '../../../shared/domain/interval';
import { formatTime, type TimeDetail } from '../../format/time';

const DETAILS: Record<TickMarkType, TimeDetail> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'time',
  [TickMarkType.TimeWithSeconds]: 'seconds',
};

/** Time as the chart library takes it, and in words. */
export class ChartTime {
  readonly isUtc: boolean;

  constructor(
    private readonly interval: Interval,
    private readonly language: string,
    isUtc: boolean,
  ) {
    this.isUtc = isUtc || isDaily(interval);
  }

  /** From ms UTC. */
  toChart(time: number): UTCTimestamp {
    return (time / 1000) as UTCTimestamp;
  }

  /** The options of the chart library that are about time. */
  options() {
    return {
      localization: { timeFormatter: (at: unknown) => this.crosshairLabel(Number(at)) },
      timeScale: {
        timeVisible: !isDaily(this.interval),
        secondsVisible: this.interval === '1s',
        tickMarkFormatter: (at: unknown, type: TickMarkType) => this.tickLabel(Number(at), type),
      },
    };
  }

  tickLabel(chartTime: number, type: TickMarkType): string {
    return this.#format(chartTime, DETAILS[type]);
  }

  crosshairLabel(chartTime: number): string {
    return this.#format(chartTime, isDaily(this.interval) ? 'full-day' : 'full');
  }

  #format(chartTime: number, detail: TimeDetail): string {
    return formatTime(chartTime * 1000, { language: this.language, detail, isUtc: this.isUtc });
  }
}

/** True for candles of a day and longer: they follow the exchange's days, which are those of UTC. */
export function isDaily(interval: Interval): boolean {
  return /[dwM]$/.test(interval);
}
