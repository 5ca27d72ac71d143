import type { z } from 'zod';
import { AppError } from '../../../../shared/domain/errors';
import { errorSchema } from './schemas';

const TIMEOUT_MS = 10_000;

/** Plain reads from a Binance REST host; every answer is checked against a schema. */
export class RestClient {
  readonly #host: string;

  constructor(private readonly base: string) {
    this.#host = new URL(base).host;
  }

  /**
   * @param path With the leading slash, e.g. `/api/v3/time`.
   * @param query Values are percent-encoded here.
   * @throws {AppError} `UNAVAILABLE`, saying for people what the venue did.
   */
  async get<S extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string | number>>,
    schema: S,
  ): Promise<z.output<S>> {
    const url = new URL(this.base + path);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
    const body = await this.#fetch(url);
    const result = schema.safeParse(body);
    if (!result.success) {
      throw this.#unavailable('sent an answer that makes no sense', result.error.message);
    }
    return result.data;
  }

  async #fetch(url: URL): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
      text = await response.text();
    } catch (error) {
      throw this.#unavailable('cannot be reached', causeOf(error), error);
    }
    const body = parseJson(text);
    if (response.ok && body !== undefined) return body;
    throw this.#refusal(response, body);
  }

  #refusal(response: Response, body: unknown): AppError {
    const venue = errorSchema.safeParse(body);
    const detail = venue.success ? `${venue.data.code} ${venue.data.msg}` : 'no readable body';
    if (response.status === 451) {
      return this.#unavailable('does not serve this location (451)', detail);
    }
    if (response.status === 429 || response.status === 418) {
      return this.#unavailable('asks us to slow down', detail);
    }
    if (response.ok) {
      return this.#unavailable('answered with a page instead of data (a network log-in?)', detail);
    }
    return this.#unavailable(`refused the request (${response.status})`, detail);
  }

  #unavailable(what: string, detail: string, cause?: unknown): AppError {
    return new AppError('UNAVAILABLE', `${this.#host} ${what}`, { detail, cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Undefined stands for "not JSON": a captive portal, a proxy's page, half a body.
    return undefined;
  }
}

/** Node's fetch hides the reason (ECONNREFUSED, ENOTFOUND …) in the cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
