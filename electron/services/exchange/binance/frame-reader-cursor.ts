import { isAt } from './ascii';
import { TextCache } from './text-cache';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const BRACE = 0x7d;
const MAX_DIGITS = 30;
/** Longer ones may not fit a safe integer; the strict reader decides. */
const MAX_INTEGER_DIGITS = 15;
/** All exact as doubles, so that one division rounds once, as parsing the text would. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Reads the fields of a JSON text of known layout, one after the other, from its bytes: making a
 * string of a frame costs as much as all of this. A mismatch makes it `failed` for the rest of the
 * text and what it returns worthless; it never throws.
 */
export class FrameCursor {
  failed = false;
  readonly #texts = new TextCache();
  #bytes = NOTHING;
  #at = 0;

  /** Starts on another text, in UTF-8. */
  reset(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.failed = false;
  }

  /** Steps over `expected`, which is plain ASCII, if it comes next. */
  has(expected: string): boolean {
    if (!isAt(this.#bytes, this.#at, expected)) return false;
    this.#at += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.has(expected)) this.failed = true;
  }

  /** Expects `,"x":` for a name of one letter. */
  key(name: string): void {
    const bytes = this.#bytes;
    const at = this.#at;
    this.#at = at + 5;
    if (
      bytes[at] !== COMMA ||
      bytes[at + 1] !== QUOTE ||
      bytes[at + 2] !== name.charCodeAt(0) ||
      bytes[at + 3] !== QUOTE ||
      bytes[at + 4] !== COLON
    ) {
      this.failed = true;
    }
  }

  /** A whole number of at most 15 digits, without a sign. */
  integer(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let value = 0;
    for (let digit = (bytes[at] ?? 0) - ZERO; digit >= 0 && digit <= 9;) {
      value = value * 10 + digit;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    const length = at - start;
    const hasLeadingZero = length > 1 && bytes[start] === ZERO;
    if (length === 0 || length > MAX_INTEGER_DIGITS || hasLeadingZero) this.failed = true;
    this.#at = at;
    return value;
  }

  /** A quoted decimal without sign or exponent; equals `Number` of its text to the last bit. */
  decimal(): number {
    this.#openQuote();
    return this.#digits();
  }

  /** As `decimal`, with a minus sign allowed; never minus zero. */
  signedDecimal(): number {
    this.#openQuote();
    if (this.#bytes[this.#at] !== MINUS) return this.#digits();
    this.#at++;
    return 0 - this.#digits();
  }

  /** A quoted text without escapes; empty counts as a mismatch. */
  string(): string {
    const start = this.#at + 1;
    this.skipString();
    const end = this.#at - 1;
    if (end <= start) this.failed = true;
    return this.failed ? '' : this.#texts.get(this.#bytes, start, end);
  }

  skipString(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at] !== QUOTE) this.failed = true;
    let code = bytes[++at] ?? 0;
    while (code >= 0x20 && code !== QUOTE && code !== BACKSLASH) code = bytes[++at] ?? 0;
    if (code !== QUOTE) this.failed = true;
    this.#at = at + 1;
  }

  boolean(): boolean {
    if (this.has('true')) return true;
    this.expect('false');
    return false;
  }

  /** Expects nothing but this many closing braces. */
  end(braces: number): void {
    const bytes = this.#bytes;
    if (bytes.length !== this.#at + braces) this.failed = true;
    for (let at = this.#at; at < bytes.length; at++) {
      if (bytes[at] !== BRACE) this.failed = true;
    }
  }

  #openQuote(): void {
    if (this.#bytes[this.#at] !== QUOTE) this.failed = true;
    this.#at++;
  }

  /** A decimal up to the quote that ends it. */
  #digits(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let digits = 0;
    let point = -1;
    for (;;) {
      const code = bytes[at] ?? 0;
      if (code >= ZERO && code <= ZERO + 9) digits = digits * 10 + (code - ZERO);
      else if (code === DOT && point < 0) point = at;
      else break;
      at++;
    }
    this.#at = at + 1;
    if (bytes[at] !== QUOTE) this.failed = true;
    return this.#scaled(digits, start, point < 0 ? at : point, at);
  }

  /** The digits between `start` and `end`, read as one whole number, with their point put in. */
  #scaled(digits: number, start: number, point: number, end: number): number {
    const whole = point - start;
    const fraction = point === end ? 0 : end - point - 1;
    if (whole < 1 || whole > MAX_DIGITS || fraction > MAX_DIGITS) this.failed = true;
    if (point !== end && fraction === 0) this.failed = true;
    const power = POWERS[fraction];
    if (power === undefined || digits > Number.MAX_SAFE_INTEGER) {
      return Number(this.#bytes.toString('latin1', start, end));
    }
    return digits / power;
  }
}
