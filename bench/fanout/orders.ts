/** Symbols that every client follows. */
export const SYMBOLS = Array.from({ length: 20 }, (_, n) => `SYM${n}/USDT`);

/** What a server is told, one JSON line each. */
export type ServerOrder =
  /** So many turns, one update of every symbol in each, as fast as clients take them. */
  | { readonly kind: 'publish'; readonly turns: number }
  /** So many updates every so many milliseconds until `stop`, and long messages that may not be dropped. */
  | {
      readonly kind: 'pace';
      readonly everyMs: number;
      readonly updates: number;
      readonly news: number;
    }
  | { readonly kind: 'stop' }
  /** Memory is told as it is after garbage collection. */
  | { readonly kind: 'usage' };

/** What a server says, one JSON line each. */
export type ServerReport =
  | { readonly kind: 'ready'; readonly url: string; readonly token: string }
  | { readonly kind: 'published'; readonly messages: number }
  /** Memory in bytes: of the process, and of what is still in use. */
  | {
      readonly kind: 'usage';
      readonly cpuMs: number;
      readonly rss: number;
      readonly live: number;
    };

/** Where clients go, and with what. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

/** What the process with the clients is told. */
export type LoadOrder =
  | { readonly kind: 'connect'; readonly target: Target; readonly clients: number }
  /** One more client that follows everything and then stops reading. */
  | { readonly kind: 'paused'; readonly target: Target }
  /** Counts from nothing. */
  | { readonly kind: 'count' }
  /** Reports once every client has got so many messages, or no more come. */
  | { readonly kind: 'expect'; readonly messages: number }
  /** Connections that must not get in, some of them at a time. */
  | { readonly kind: 'attack'; readonly target: Target; readonly attempts: number }
  | { readonly kind: 'close' };

/** What clients have got since `count`. */
export interface Delivery {
  readonly delivered: number;
  /** Clients that got less than was expected. */
  readonly short: number;
  /** From the first message to the last, ms. */
  readonly took: number;
  /** From being published to being read, ms. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** What the process with the clients says. */
export type LoadReport =
  | { readonly kind: 'done' }
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  | { readonly kind: 'attacked'; readonly refused: number; readonly admitted: number };

/** Microseconds of a clock that all processes of the machine share. */
export const sharedMicros = (): number => Number(process.hrtime.bigint() / 1000n);
