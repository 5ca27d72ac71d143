import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Interval } from '../../shared/domain/interval';
import type { Kline } from '../../shared/domain/kline';
import type { BookCandle } from '../../shared/domain/signals/signal-book';

const folder = join(process.env['TICKWATCH_RECORDINGS'] ?? '', 'klines');

/** A folder of recorded candles, one file a symbol. */
interface Recorded {
  /** Within the recordings, e.g. `spot/1h`. */
  readonly path: string;
  readonly interval: Interval;
  /** What the symbols end with: `:USDT` of futures. */
  readonly settlement?: string;
}

/** All recorded candles of a folder, symbol after symbol. Holes in them are the venue's. */
export function recordedCandles({ path, interval, settlement = '' }: Recorded): BookCandle[] {
  return readdirSync(join(folder, path))
    .sort()
    .flatMap((file) => {
      const base = file.slice(0, file.indexOf('USDT-'));
      const common = { symbol: `${base}/USDT${settlement}`, interval, followsHalt: true } as const;
      return klinesOf(join(folder, path, file)).map((kline): BookCandle => ({
        ...common,
        kline,
        origin: 'replayed',
      }));
    });
}

function klinesOf(file: string): Kline[] {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  return lines.map((line) => {
    const [time = '', ...fields] = line.split(',');
    const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = fields.map(Number);
    const prices = { open, high, low, close };
    return { openTime: timeOf(time), ...prices, volume, lastTradeId: -1, isClosed: true };
  });
}

/** Milliseconds, or a date and time of UTC with or without its offset. */
function timeOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
}
