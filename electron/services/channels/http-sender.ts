import { lookup } from 'node:dns/promises';
import { request as requestPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { networkFaultOf } from '../network-fault';
import { isAllowedAddress } from './address-guard';
import { SEND_LIMIT_MS, type DeliveryAnswer } from './channel';
import { passing, permanent } from './delivery-answer';

/** Enough for what a service says about a message; nobody has to send us more. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** What the sender needs of its surroundings. */
export interface HttpSenderOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  /** All addresses of a name; the system's resolver when absent. @throws its error when there are none. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

/** A message on its way out. */
export interface OutgoingRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: URL;
  /** Beside the content type, which is JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the trader has allowed machines of the own network, and plain http, for this target. */
  readonly allowsPrivate: boolean;
  /** How long the body of the answer is waited for where its status decides, ms; the whole attempt when absent. */
  readonly bodyLimitMs?: number;
}

/** An answer of the far side, whatever it says; redirects are none. */
export interface HttpAnswer {
  readonly kind: 'answered';
  /** With the port where it is not the usual one. */
  readonly host: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** False when the answer broke off, took too long or was too large; `text` is its beginning. */
  readonly isWhole: boolean;
}

type Failed = Extract<DeliveryAnswer, { kind: 'failed' }>;

/** Says of a target that is not asked at all why not. */
class RefusedError extends Error {
  constructor(
    message: string,
    readonly isPermanent: boolean,
  ) {
    super(message);
  }
}

/**
 * Sends messages to addresses that a trader typed in. A name is resolved once, the connection goes
 * to an address that was checked, and only there; no redirects, no proxy, no shared connections.
 */
export class HttpSender {
  readonly #options: HttpSenderOptions;

  constructor(options: HttpSenderOptions) {
    this.#options = options;
  }

  /**
   * Makes one attempt, over within `SEND_LIMIT_MS`; never rejects.
   * @returns Failures in words that name the host, and nothing else of the address: it may be a secret.
   */
  async send(request: OutgoingRequest, signal: AbortSignal): Promise<HttpAnswer | Failed> {
    const { clock } = this.#options;
    const ending = new AbortController();
    const stop = (): void => ending.abort(new RefusedError('was not waited for', false));
    const timer = clock.after(SEND_LIMIT_MS, () =>
      ending.abort(new RefusedError(`gave no answer within ${SEND_LIMIT_MS / 1000} s`, false)),
    );
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      const addresses = await orEnded(this.#addressesOf(request), ending.signal);
      const opened = { ...request, headers: this.#headers(request) };
      const head = await exchange(opened, addresses, ending.signal);
      const answer = await this.#answerOf(head, request);
      return redirectOf(answer, request.url) ?? answer;
    } catch (error) {
      const reason: unknown = ending.signal.aborted ? ending.signal.reason : error;
      return this.#failed(request.url.host, reason);
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', stop);
    }
  }

  /** Of an answer that has begun; its body may end early, and never makes a failure of it. */
  async #answerOf(
    incoming: IncomingMessage,
    { url: { host }, bodyLimitMs = SEND_LIMIT_MS }: OutgoingRequest,
  ): Promise<HttpAnswer> {
    const { statusCode: status = 0, headers } = incoming;
    const timer = this.#options.clock.after(bodyLimitMs, () => incoming.destroy());
    const { text, isWhole } = await readBody(incoming);
    timer.cancel();
    incoming.destroy();
    return { kind: 'answered', host, status, headers, text, isWhole };
  }

  #headers({ headers }: OutgoingRequest): Record<string, string> {
    const { version } = this.#options;
    return {
      'User-Agent': `Tickwatch/${version}`,
      ...headers,
      'Content-Type': 'application/json; charset=utf-8',
    };
  }

  /** @throws {RefusedError} when none may be used. */
  async #addressesOf({ url, allowsPrivate }: OutgoingRequest): Promise<readonly string[]> {
    if (url.protocol !== 'https:' && !allowsPrivate) {
      throw new RefusedError(
        'is asked over https only, unless private addresses are allowed',
        true,
      );
    }
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const isLiteral = isIP(name) !== 0;
    const { resolve = resolveBySystem } = this.#options;
    const found = isLiteral ? [name] : await resolve(name);
    const allowed = found.filter((address) => isAllowedAddress(address, allowsPrivate));
    if (allowed.length > 0) return allowed;
    // Behind the log-in page of a network every name has a private address, for a while.
    throw new RefusedError(
      allowsPrivate
        ? 'has no address that messages may be sent to'
        : 'has only private addresses, which are not allowed for it',
      isLiteral,
    );
  }

  #failed(host: string, error: unknown): Failed {
    if (error instanceof RefusedError) {
      return (error.isPermanent ? permanent : passing)(`${host} ${error.message}`);
    }
    const { what, detail } = networkFaultOf(error);
    this.#options.logger.debug('A message could not be sent', { host, detail });
    return passing(`${host} ${what}`);
  }
}

async function resolveBySystem(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** A look-up cannot be called off: it is left alone once nobody waits any more. */
function orEnded<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new Error('ended'));
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    promise.then(resolve, reject);
  });
}

/** The head of the answer. @throws Node's error when there is no answer. */
function exchange(
  { method, url, headers, body }: OutgoingRequest,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const open = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    // Without an agent nothing is shared: no connection of another check, no proxy.
    const connection = { agent: false as const, lookup: pinnedTo(addresses), signal };
    const options = { method, headers: { ...headers }, ...connection };
    const outgoing = open(url, options);
    outgoing.on('error', reject);
    outgoing.on('response', resolve);
    outgoing.end(body);
  });
}

/** Answers every question with the addresses that were checked: the name is not asked again. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all === true) callback(null, all);
    else callback(null, first?.address ?? '', first?.family);
  };
}

async function readBody(incoming: IncomingMessage): Promise<{ text: string; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const end = (isWhole: boolean) => ({ text: Buffer.concat(chunks).toString(), isWhole });
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) return end(false);
      chunks.push(chunk);
    }
    return end(true);
  } catch {
    // The head of the answer has come: what it said holds without the rest.
    return end(false);
  }
}

/** A redirect is not followed: it could lead to where a message must not go. */
function redirectOf({ status, headers, host }: HttpAnswer, url: URL): Failed | null {
  if (status < 300 || status > 399) return null;
  const target = URL.canParse(headers.location ?? '', url.href)
    ? ` to ${new URL(headers.location ?? '', url.href).host}`
    : '';
  return permanent(`${host} sends elsewhere (${status}${target}); give the final address instead`);
}
