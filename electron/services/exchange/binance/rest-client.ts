import type { z } from 'zod';
import { AppError } from '../../../../shared/domain/errors';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import { BanRecord } from './ban-record';
import { EndpointChoice, type Alternates } from './endpoint-choice';
import type { Query } from './endpoints';
import { askedAgainAt, LOCATION_RETRY_MS } from './restriction';
import { readBody, TooLargeError } from './rest-body';
import { fault, faultOf, faultOfNetwork, type RestFault } from './rest-faults';
import type { TextFile } from '../../text-file';
import { pauseText, WeightGovernor, type Priority } from './weight-governor';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 500;
/** Binance's word for "your clock and mine differ". */
const CLOCK_SKEW = -1021;

export interface RestClientOptions {
  readonly base: string;
  /** Where else the same market is served; what is known of the base when absent. */
  readonly alternates?: Alternates;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** The venue's clock as measured, ms UTC. */
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

/** Why nothing is asked for the time being. */
export interface RestPause {
  /** ms UTC by our wall clock. */
  readonly until: number;
  /** For people, with the time. */
  readonly reason: string;
}

/**
 * Plain reads from a Binance market by REST, within its limits. Passing faults are tried three
 * times, each at the market's next address; whatever one of them says about pausing holds for all,
 * since they count by the asker's address, also after a restart.
 */
export class RestClient {
  /** Of the first address; what is remembered of the market goes by it. */
  readonly host: string;
  /** Requests sent so far, tries counted one by one, and how many of them failed, by kind. */
  readonly counts = { requests: 0, faults: {} as Record<string, number> };
  readonly governor: WeightGovernor;
  readonly #options: RestClientOptions;
  readonly #endpoints: EndpointChoice;
  readonly #bans: BanRecord | null;
  /** What a venue said that does not serve our location, and when it is asked again, monotonic. */
  #restriction: { readonly error: AppError; readonly until: number } | null = null;
  readonly #running = new Set<AbortController>();
  /** Aborts with the next stop; what is asked after it has another. */
  #stop = new AbortController();
  #restored: Promise<void> | null = null;

  constructor(options: RestClientOptions) {
    const { base, alternates, clock, logger, now, banFile: file } = options;
    const host = new URL(base).host;
    this.host = host;
    this.#options = options;
    this.#endpoints = new EndpointChoice(base, alternates);
    this.governor = new WeightGovernor({ host, clock, now });
    this.#bans = file ? new BanRecord({ file, host, clock, logger }) : null;
  }

  /** Whether and why nothing is asked at present; null while it is. */
  get pause(): RestPause | null {
    const { clock } = this.#options;
    const left = (this.#restriction?.until ?? 0) - clock.monotonic();
    if (this.#restriction && left > 0) {
      return { until: clock.now() + left, reason: this.#restriction.error.message };
    }
    const { unavailableUntil: until } = this.governor;
    return until === null ? null : { until, reason: pauseText(this.host, until) };
  }

  /** Begins anew with the first address, also where a location was not served. */
  retry(): void {
    this.#restriction = null;
    this.#endpoints.reset();
  }

  /** Gives up what runs or waits. */
  stop(): void {
    this.#stop.abort(new AppError('UNAVAILABLE', 'Tickwatch is stopping'));
    this.#stop = new AbortController();
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
    const { signal } = this.#stop;
    await (this.#restored ??= this.#restoreBan());
    let mayResync = true;
    for (let tries = 1; ;) {
      signal.throwIfAborted();
      this.#refuseWhereRestricted();
      const { base } = this.#endpoints;
      const result = await this.#try(base, request, reader);
      if ('value' in result) return result.value;
      if (result.blockMs > 0) await this.#block(result.blockMs);
      if (this.#turnFrom(base, result)) continue;
      if (result.code === CLOCK_SKEW && mayResync) {
        mayResync = false;
        await this.#options.onSkew();
      } else {
        if (!result.isPassing || tries >= MAX_TRIES) throw result.error;
        await this.#waitAfter(tries++, signal);
      }
    }
  }

  /** Turns to another address where that may help. Returns whether it may be asked at once. */
  #turnFrom(base: string, { isPassing, isRestricted, error }: RestFault): boolean {
    if (isPassing) this.#endpoints.failed(base);
    if (!isRestricted) return false;
    if (this.#endpoints.restricted(base)) return true;
    throw this.#restrict(error);
  }

  #refuseWhereRestricted(): void {
    if (!this.#restriction) return;
    if (this.#options.clock.monotonic() < this.#restriction.until) throw this.#restriction.error;
    this.retry();
  }

  /** Nobody serves this location: no loop of questions, one now and then. */
  #restrict(error: AppError): AppError {
    const { clock } = this.#options;
    const again = clock.now() + LOCATION_RETRY_MS;
    const until = new Date(again).toISOString();
    const message = error.message + askedAgainAt(again);
    const told = new AppError('UNAVAILABLE', message, { info: { until }, cause: error });
    this.#restriction = { error: told, until: clock.monotonic() + LOCATION_RETRY_MS };
    return told;
  }

  async #try<T>(
    base: string,
    request: RestRequest,
    reader: Reader<T>,
  ): Promise<{ readonly value: T } | RestFault> {
    const { path, query = {}, priority } = request;
    const weight = this.#options.weightOf(path, query);
    const minute = await this.governor.acquire(weight, priority);
    const url = new URL(base + path);
    const { host } = url;
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
    let answer: { status: number; headers: Headers; text: string };
    this.counts.requests++;
    const sentAt = this.#options.clock.monotonic();
    try {
      answer = await this.#fetch(url, request);
    } catch (error) {
      return this.#unanswered(host, error);
    }
    const used = Number(answer.headers.get('x-mbx-used-weight-1m') ?? NaN);
    if (Number.isFinite(used)) this.governor.observe(minute, used);
    const bad = faultOf({ ...answer, host, now: this.#options.clock.now() });
    const receivedAt = this.#options.clock.monotonic();
    if (!bad) return this.#understand(host, () => reader(answer.text, { sentAt, receivedAt }));
    this.#failed(`http_${answer.status}`);
    return bad;
  }

  #unanswered(host: string, error: unknown): RestFault {
    const isTooLarge = error instanceof TooLargeError;
    this.#failed(isTooLarge ? 'too_large' : 'network');
    return isTooLarge
      ? fault(host, 'sent far more than was asked for', { detail: error.message })
      : faultOfNetwork(host, error);
  }

  async #understand<T>(
    host: string,
    read: () => T | Promise<T>,
  ): Promise<{ readonly value: T } | RestFault> {
    try {
      return { value: await read() };
    } catch (error) {
      this.#failed('nonsense');
      return fault(host, 'sent an answer that makes no sense', {
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

  #failed(kind: string): void {
    this.counts.faults[kind] = (this.counts.faults[kind] ?? 0) + 1;
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

  /** The pause before the next try; a stop ends it. */
  #waitAfter(tries: number, stop: AbortSignal): Promise<void> {
    const { clock, random } = this.#options;
    const ms = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + random() / 2);
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        stop.removeEventListener('abort', end);
        resolve();
      };
      const timer = clock.after(ms, end);
      stop.addEventListener('abort', end);
      if (stop.aborted) end();
    });
  }
}
