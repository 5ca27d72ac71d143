import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import { AddressPenalty } from './address-penalty';
import { RestError, RestParams, sendJson } from './rest-params';
import type { VenueAudit } from './venue-audit';
import type { VenueConditions } from './venue-conditions';
import { WeightMeter } from './weight-meter';

/** One path of a REST interface. */
export interface Route {
  /** What a request costs; null for one that is not weighed and tells no weight. */
  readonly weight: number | null | ((params: RestParams) => number);
  readonly answer: (params: RestParams) => unknown;
}

/** A REST interface and the limit pool it draws on. */
export interface RestInterface {
  readonly pool: 'spot' | 'futures';
  /** Weight an address may use in a minute. */
  readonly weightLimit: number;
  readonly listed: { has(symbol: string): boolean };
  /** By whole path. */
  readonly routes: ReadonlyMap<string, Route>;
}

export interface RestRouterOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: VenueAudit;
  readonly conditions: VenueConditions;
}

const BANNED_STATUS = 418;
const TOO_MANY_STATUS = 429;

/** Answers the requests of one REST interface, and holds its clients to their limits. */
export class RestRouter {
  readonly #meter: WeightMeter;
  readonly #penalty: AddressPenalty;

  constructor(
    private readonly face: RestInterface,
    private readonly options: RestRouterOptions,
  ) {
    this.#meter = new WeightMeter(options.clock, face.weightLimit);
    this.#penalty = new AddressPenalty(options.clock, options.audit);
  }

  /** Answers one request; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://venue');
      this.options.audit.requested(url.pathname);
      this.#holdToPenalty(response);
      if (this.options.conditions.rest.answer(url.pathname, response)) return;
      sendJson(response, 200, await this.#answer(request, url, response));
    } catch (error) {
      this.#refuse(error, response);
    }
  }

  #answer(request: IncomingMessage, url: URL, response: ServerResponse): unknown {
    const route = this.face.routes.get(url.pathname);
    if (!route) throw new RestError(-1000, 'Path not found.', 404);
    if (request.method !== 'GET') throw new RestError(-1000, 'Method not allowed.', 405);
    const params = new RestParams(url.searchParams, this.face.listed, () => response.destroyed);
    const { weight } = route;
    if (weight !== null) {
      this.#charge(typeof weight === 'number' ? weight : weight(params), response);
    }
    return route.answer(params);
  }

  #holdToPenalty(response: ServerResponse): void {
    response.once('finish', () => {
      const { statusCode } = response;
      if (statusCode !== TOO_MANY_STATUS && statusCode !== BANNED_STATUS) return;
      this.#penalty.refused(statusCode, response.getHeader('Retry-After')?.toString());
    });
    const seconds = this.#penalty.request();
    if (seconds === null) return;
    response.setHeader('Retry-After', String(seconds));
    const until = Math.round(this.options.clock.now()) + seconds * 1000;
    throw new RestError(-1003, `Way too many requests; IP banned until ${until}.`, BANNED_STATUS);
  }

  /** Counts the weight, also of requests that are refused later on. */
  #charge(weight: number, response: ServerResponse): void {
    const { pool, weightLimit } = this.face;
    const used = this.#meter.add(weight);
    this.options.audit.weighed(pool, used);
    response.setHeader('X-MBX-USED-WEIGHT', String(used));
    response.setHeader('X-MBX-USED-WEIGHT-1M', String(used));
    const seconds = this.#meter.retryAfterSeconds();
    if (seconds === null) return;
    this.options.audit.broke('weight');
    response.setHeader('Retry-After', String(seconds));
    const limit = `current limit is ${weightLimit} request weight per 1 MINUTE. `;
    const advice = 'Please use WebSocket Streams for live updates to avoid polling the API.';
    const text = `Too much request weight used; ${limit}${advice}`;
    throw new RestError(-1003, text, TOO_MANY_STATUS);
  }

  #refuse(error: unknown, response: ServerResponse): void {
    if (error instanceof RestError) {
      sendJson(response, error.status, { code: error.code, msg: error.message });
      return;
    }
    this.options.logger.error('demo venue failed to answer', { error: String(error) });
    sendJson(response, 500, { code: -1000, msg: 'An unknown error occurred.' });
  }
}
