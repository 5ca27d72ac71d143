/** What of a moment is shown. */
export type TimeDetail = 'year' | 'month' | 'day' | 'time' | 'seconds' | 'full' | 'full-day';

const PARTS: Record<TimeDetail, Intl.DateTimeFormatOptions> = {
  year: { year: 'numeric' },
  month: { month: 'short' },
  day: { day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  full: { day: 'numeric', month: 'short', year: '2-digit', hour: '2-digit', minute: '2-digit' },
  'full-day': { day: 'numeric', month: 'short', year: 'numeric' },
};

export interface TimeStyle {
  readonly language: string;
  readonly detail: TimeDetail;
  /** Candles of a day and longer follow the exchange's UTC days; the rest is local time. */
  readonly isUtc: boolean;
}

const cache = new Map<string, Intl.DateTimeFormat>();

/** Day before month and 24 hours, as charts write it. */
const TAGS: Readonly<Record<string, string>> = { en: 'en-GB', th: 'th-TH' };

/** A moment (ms UTC) in words. Years are Gregorian in Thai too, as on every exchange. */
export function formatTime(time: number, style: TimeStyle): string {
  const key = `${style.language} ${style.detail} ${style.isUtc ? 'utc' : 'local'}`;
  let format = cache.get(key);
  if (!format) {
    const zone = style.isUtc ? { timeZone: 'UTC' } : {};
    const options = { ...PARTS[style.detail], ...zone, hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat(
      `${TAGS[style.language] ?? style.language}-u-ca-gregory-nu-latn`,
      options,
    );
    cache.set(key, format);
  }
  return format.format(time);
}
