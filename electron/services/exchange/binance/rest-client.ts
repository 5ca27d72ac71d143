import type { z } from 'zod';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import { BanRecord } from './ban-record';
import type { Query } from './endpoints';
import { fault, faultOf, faultOfNetwork, type RestFault } from './rest-faults';
import type { TextFile } from '../../text-file';
import { WeightGovernor, type Priority } from './weight-governor';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 500;
/** Binance's word for "your clock and mine differ". */
const CLOCK_SKEW = -1021;

export interface RestClientOptions {
  readonly base: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** The venue's clock, ms UTC. */
  readonly now: () => number;
  /** Where a ban is remembered; without one it is forgotten at the end. */
  readonly banFile?: TextFile | undefined;
  /** What a request costs, in units of request weight. */
  readonly weightOf: (path: string, query: Query) => number;
  /** Called when the venue says that our clock is off, before the request is tried once more. */
  readonly onSkew: () => Promise<void>;
}

/** When an answer was asked for and when it was there, monotonic ms; waiting and other tries not counted. */
interface RoundTrip {
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Makes sense of an answer; throws when there is none in it, a `SyntaxError` when it is cut off. */
type Reader<T> = (text: string, trip: RoundTrip) => T | Promise<T>;

/** One read from the venue. */
export interface RestRequest {
  /** With the leading slash, e.g. `/api/v3/time`. */
  readonly path: string;
  readonly query?: Query;
  readonly priority: Priority;
  /** Bytes an answer may have once unpacked; 16 MiB when absent. */
  readonly maxBytes?: number;
  /** For the whole answer, ms; 10 s when absent. */
  readonly timeoutMs?: number;
}

/**
 * Plain reads from a Binance REST host, within its limits. Passing faults are tried three times;
 * whatever the host says about pausing is obeyed, also after a restart.
 */
export class RestClient {
  readonly host: string;
  readonly governor: WeightGovernor;
  readonly #options: RestClientOptions;
  readonly #bans: BanRecord | null;
  readonly #running = new Set<AbortController>();
  #restored: Promise<void> | null = null;

  constructor(options: RestClientOptions) {
    const { base, clock, logger, now, banFile: file } = options;
    const host = new URL(base).host;
    this.host = host;
    this.#options = options;
    this.governor = new WeightGovernor({ host, clock, now });
    this.#bans = file ? new BanRecord({ file, host, clock, logger }) : null;
  }

  /** Gives up what runs or waits. */
  stop(): void {
    this.governor.stop();
    for (const controller of this.#running) controller.abort(new Error('stopped'));
  }

  /**
   * Reads JSON and checks it against a schema.
   * @throws {AppError} `UNAVAILABLE` or `UNKNOWN_SYMBOL`, saying for people what the venue did.
   */
  get<S extends z.ZodType>(request: RestRequest, schema: S): Promise<z.output<S>> {
    return this.read(request, (text) => schema.parse(JSON.parse(text)));
  }

  /**
   * Reads an answer with a reader of its own.
   * @throws {AppError} as `get` does.
   */
  async read<T>(request: RestRequest, reader: Reader<T>): Promise<T> {
    await (this.#restored ??= this.#restoreBan());
    let mayResync = true;
    for (let tries = 1; ; tries++) {
      const result = await this.#try(request, reader);
      if ('value' in result) return result.value;
      if (result.blockMs > 0) await this.#block(result.blockMs);
      const isSkewed = result.code === CLOCK_SKEW && mayResync;
      if (!isSkewed && (!result.isPassing || tries >= MAX_TRIES)) throw result.error;
      if (isSkewed) {
        mayResync = false;
        await this.#options.onSkew();
      } else {
        await this.#pause(tries);
      }
    }
  }

  async #try<T>(
    request: RestRequest,
    reader: Reader<T>,
  ): Promise<{ readonly value: T } | RestFault> {
    const { path, query = {}, priority } = request;
    const weight = this.#options.weightOf(path, query);
    const minute = await this.governor.acquire(weight, priority);
    const url = new URL(this.#options.base + path);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
    let answer: { status: number; headers: Headers; text: string };
    const sentAt = this.#options.clock.monotonic();
    try {
      answer = await this.#fetch(url, request);
    } catch (error) {
      return error instanceof TooLargeError
        ? fault(this.host, 'sent far more than was asked for', { detail: error.message })
        : faultOfNetwork(this.host, error);
    }
    const used = Number(answer.headers.get('x-mbx-used-weight-1m') ?? NaN);
    if (Number.isFinite(used)) this.governor.observe(minute, used);
    const bad = faultOf({ ...answer, host: this.host, now: this.#options.clock.now() });
    const receivedAt = this.#options.clock.monotonic();
    return bad ?? this.#understand(() => reader(answer.text, { sentAt, receivedAt }));
  }

  async #understand<T>(read: () => T | Promise<T>): Promise<{ readonly value: T } | RestFault> {
    try {
      return { value: await read() };
    } catch (error) {
      return fault(this.host, 'sent an answer that makes no sense', {
        // Half a body may be whole the next time; a whole one that is wrong stays wrong.
        isPassing: error instanceof SyntaxError,
        detail: String(error).slice(0, 500),
        cause: error,
      });
    }
  }

  async #fetch(
    url: URL,
    { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS }: RestRequest,
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const controller = new AbortController();
    this.#running.add(controller);
    const timer = this.#options.clock.after(timeoutMs, () =>
      controller.abort(new Error(`no whole answer within ${timeoutMs / 1000} s`)),
    );
    try {
      const response = await fetch(url, { signal: controller.signal, redirect: 'manual' });
      const text = await readBody(response, maxBytes);
      return { status: response.status, headers: response.headers, text };
    } catch (error) {
      controller.abort(error);
      throw error;
    } finally {
      timer.cancel();
      this.#running.delete(controller);
    }
  }

  async #restoreBan(): Promise<void> {
    const left = (await this.#bans?.remainingMs()) ?? 0;
    if (left > 0) this.governor.block(left);
  }

  async #block(ms: number): Promise<void> {
    this.governor.block(ms);
    this.#options.logger.warn('Requests to the venue pause', { host: this.host, ms });
    await this.#bans?.save(this.#options.clock.now() + ms);
  }

  #pause(tries: number): Promise<void> {
    const { clock, random } = this.#options;
    const ms = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + random() / 2);
    return new Promise((resolve) => clock.after(ms, resolve));
  }
}

class TooLargeError extends Error {}

async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Web streams carry any value by their types; a body's are bytes.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
