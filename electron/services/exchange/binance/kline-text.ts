import type { Kline } from '../../../../shared/domain/kline';

const QUOTE = 0x22;
const COMMA = 0x2c;
const DOT = 0x2e;
const ZERO = 0x30;
const OPEN = 0x5b;
const CLOSE = 0x5d;
/** ms UTC; nothing of a market happens after the year 2100. */
export const LAST_TIME = 4_102_444_800_000;
/** So many digits fit a safe integer. */
const MOST_DIGITS = 15;
/** All exact as doubles, so that one division rounds once, as parsing the text would. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The rows of a klines answer that is written exactly as Binance writes it, up to the seventh field of
 * each: read digit by digit, since two years of history are read while trades come in, and taking the
 * JSON apart would hold each of them up for three times as long.
 * @param now By the venue's clock, ms UTC: what has ended before it is closed.
 * @returns null for any other text, which may be good all the same.
 */
export function readKlineText(text: string, now: number): Kline[] | null {
  const rows = new RowCursor(text);
  const klines: Kline[] = [];
  rows.expect(OPEN);
  if (!rows.has(CLOSE)) {
    do klines.push(nextRow(rows, now));
    while (!rows.failed && rows.has(COMMA));
    rows.expect(CLOSE);
  }
  rows.end();
  return rows.failed ? null : klines;
}

function nextRow(rows: RowCursor, now: number): Kline {
  rows.expect(OPEN);
  const openTime = rows.time();
  const open = rows.price();
  const high = rows.price();
  const low = rows.price();
  const close = rows.price();
  const volume = rows.amount();
  rows.expect(COMMA);
  const isClosed = rows.time() < now;
  rows.skipRow();
  return { openTime, open, high, low, close, volume, lastTradeId: -1, isClosed };
}

/** Goes through the fields of a text; a mismatch makes it `failed`, and what it returns worthless. */
class RowCursor {
  failed = false;
  #at = 0;

  constructor(private readonly text: string) {}

  has(code: number): boolean {
    if (this.text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  expect(code: number): void {
    if (!this.has(code)) this.failed = true;
  }

  /** ms UTC. */
  time(): number {
    const { text } = this;
    const start = this.#at;
    let at = start;
    let value = 0;
    for (let digit = text.charCodeAt(at) - ZERO; digit >= 0 && digit <= 9;) {
      value = value * 10 + digit;
      digit = text.charCodeAt(++at) - ZERO;
    }
    const length = at - start;
    const hasLeadingZero = length > 1 && text.charCodeAt(start) === ZERO;
    if (length === 0 || hasLeadingZero || value > LAST_TIME) this.failed = true;
    this.#at = at;
    return value;
  }

  /** The next field, a quoted decimal above zero. */
  price(): number {
    const price = this.amount();
    if (price === 0) this.failed = true;
    return price;
  }

  /** The next field, a quoted decimal without sign or exponent. */
  amount(): number {
    const { text } = this;
    this.expect(COMMA);
    this.expect(QUOTE);
    const start = this.#at;
    let at = start;
    let value = 0;
    let point = -1;
    for (;;) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit >= 0 && digit <= 9) value = value * 10 + digit;
      else if (digit === DOT - ZERO && point < 0) point = at;
      else break;
      at++;
    }
    this.#at = at;
    this.expect(QUOTE);
    return this.#scaled(value, start, point < 0 ? at : point);
  }

  /** Leaves the rest of a row alone. */
  skipRow(): void {
    const end = this.text.indexOf(']', this.#at);
    if (end < 0 || !this.has(COMMA)) this.failed = true;
    this.#at = end + 1;
  }

  /** Expects nothing more. */
  end(): void {
    if (this.#at !== this.text.length) this.failed = true;
  }

  /** What has been read since `start` as one whole number, with its point put in. */
  #scaled(value: number, start: number, point: number): number {
    const end = this.#at - 1;
    const fraction = point === end ? 0 : end - point - 1;
    const power = POWERS[fraction];
    const isPlain = point > start && (point === end || fraction > 0);
    if (power === undefined || !isPlain || end - start > MOST_DIGITS + 1) this.failed = true;
    return value / (power ?? 1);
  }
}
