import { z } from 'zod';
import { INTERVALS } from '../domain/interval';

/** Rights a request needs; `public` needs no token. */
type Scope = 'public' | 'read' | 'write';

/** Where a request is found under `/api/v1`; `{name}` marks a parameter taken from the path. */
export interface RestRoute {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  /** Content type of an answer that is the `text` of its result alone; JSON of the whole when absent. */
  readonly textType?: string;
  /** The longest body it takes; 64 KiB when absent. More than a socket's message can be. */
  readonly bodyBytes?: number;
  /** Status of a success; 200 when absent. */
  readonly status?: 201;
}

/** What the contract says of a request. */
export interface RequestSpec<P extends z.ZodType, R extends z.ZodType> {
  readonly summary: string;
  readonly scope: Scope;
  readonly params: P;
  readonly result: R;
  /** Absent for requests that only make sense on a lasting connection. */
  readonly rest?: RestRoute;
  /** The answer grows with all that was ever kept: it may be longer than a socket can take. */
  readonly hasLongAnswer?: true;
}

/** One request of the contract. */
export const define = <P extends z.ZodType, R extends z.ZodType>(
  spec: RequestSpec<P, R>,
): RequestSpec<P, R> => spec;

/** A symbol as a client may spell it. */
export const symbol = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .describe('BTC/USDT, BTC-USDT or BTCUSDT, in any case; futures BTC/USDT:USDT');

/** Length of a candle. */
export const interval = z.enum(INTERVALS);

/** Query strings carry text, sockets carry numbers: both are taken. */
const number = (min: number, max: number) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/, 'must be a whole number').transform(Number)])
    .pipe(z.number().int().min(min).max(max));

/** How many items are wanted, 1–`max`. */
export const count = (max: number, fallback: number) => number(1, max).default(fallback);

/** Venues' histories begin later, and dates far off are mistakes that would reach the venue. */
const YEARS = { min: 2010, max: 2100 };

/** A moment that a venue may have data of. */
export const historicTime = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= YEARS.min && year < YEARS.max;
}, `must lie between the years ${YEARS.min} and ${YEARS.max}`);

/** A number out of the durable source. */
export const id = number(1, Number.MAX_SAFE_INTEGER);

/** Yes or no; query strings carry text. No when absent. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .default(false);

/** No parameters. */
export const nothing = z.strictObject({});

/** A page of items. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
