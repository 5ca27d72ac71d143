import type { ServerResponse } from 'node:http';
import { INTERVALS, type Interval } from '../../../../shared/domain/interval';

/** A refusal in Binance's own words. */
export class RestError extends Error {
  override readonly name = 'RestError';

  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

const SYMBOL = /^[\p{Lu}\p{Lo}\p{N}\-_.]{1,50}$/u;
const SYMBOL_RANGE = '^[\\w\\-._&&[^a-z]]{1,50}$';
const DIGITS = /^\d{1,20}$/;
const DEFAULT_ROWS = 500;

/** Reads the parameters of one request the way Binance does. Every reader throws `RestError`. */
export class RestParams {
  /** @param isAbandoned Whether the client has gone without waiting for its answer. */
  constructor(
    private readonly query: URLSearchParams,
    private readonly listed: { has(symbol: string): boolean },
    readonly isAbandoned: () => boolean,
  ) {}

  has(name: string): boolean {
    return this.query.has(name);
  }

  text(name: string): string | undefined {
    return this.query.get(name) ?? undefined;
  }

  /** A listed symbol. */
  symbol(): string {
    const symbol = this.#mandatory('symbol');
    if (!SYMBOL.test(symbol)) throw illegal('symbol', SYMBOL_RANGE);
    return this.#listed(symbol);
  }

  /** The symbols named by `symbols` or `symbol`; undefined when neither was sent. */
  symbols(): string[] | undefined {
    if (this.has('symbol') && this.has('symbols')) throw badCombination();
    if (this.has('symbol')) return [this.symbol()];
    const text = this.query.get('symbols');
    if (text === null) return undefined;
    const names = parseList(text);
    if (!names?.every((name) => SYMBOL.test(name)) || names.length === 0) {
      throw illegal(
        'symbols',
        '^\\["[\\w\\-._&&[^a-z]]{1,50}"(,"[\\w\\-._&&[^a-z]]{1,50}"){0,}\\]$',
      );
    }
    return names.map((name) => this.#listed(name));
  }

  interval(): Interval {
    const wanted = this.#mandatory('interval');
    const interval = INTERVALS.find((known) => known === wanted);
    if (!interval) throw new RestError(-1120, 'Invalid interval.');
    return interval;
  }

  /** 1 to `most`, 500 when not sent; what is more counts as the most. */
  limit(most: number): number {
    const limit = this.whole('limit') ?? DEFAULT_ROWS;
    if (limit === 0) throw new RestError(-1130, "Data sent for parameter 'limit' is not valid.");
    return Math.min(limit, most);
  }

  /** A whole number, e.g. a time or an id; undefined when not sent. */
  whole(name: string): number | undefined {
    const text = this.query.get(name);
    if (text === null) return undefined;
    if (text === '') throw new RestError(-1105, `Parameter '${name}' was empty.`);
    if (!DIGITS.test(text)) throw illegal(name, '^[0-9]{1,20}$');
    return Number(text);
  }

  /** `startTime` and `endTime`, without the absent ones. */
  times(): { startTime?: number; endTime?: number } {
    const startTime = this.whole('startTime');
    const endTime = this.whole('endTime');
    return {
      ...(startTime !== undefined && { startTime }),
      ...(endTime !== undefined && { endTime }),
    };
  }

  #mandatory(name: string): string {
    const text = this.query.get(name);
    if (text) return text;
    throw new RestError(
      -1102,
      `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
    );
  }

  #listed(symbol: string): string {
    if (this.listed.has(symbol)) return symbol;
    throw new RestError(-1121, 'Invalid symbol.');
  }
}

/** Sends an answer in JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** The refusal of parameters that exclude each other. */
export function badCombination(): RestError {
  return new RestError(-1128, 'Combination of optional parameters invalid.');
}

function illegal(name: string, range: string): RestError {
  const found = `Illegal characters found in parameter '${name}'`;
  return new RestError(-1100, `${found}; legal range is '${range}'.`);
}

function parseList(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return undefined;
    return value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
