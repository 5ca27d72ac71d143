import type { ServerResponse } from 'node:http';
import { sendJson } from './rest-params';

/** A wrong answer to a request. */
export type RestFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** The header as it is, absurd ones too; not sent when absent. */
      readonly retryAfter?: string;
      /** Binance's own code, e.g. −1021 with status 400. */
      readonly code?: number;
    }
  /** No answer ever. */
  | { readonly kind: 'hang' }
  /** The connection ends in the middle of the answer. */
  | { readonly kind: 'halfBody' }
  /** Status 200 and a web page, as a network log-in sends it. */
  | { readonly kind: 'page' };

interface Rule {
  readonly fault: RestFault;
  readonly path: string | undefined;
  left: number;
}

const PAGE = '<!doctype html><html><title>Welcome</title><body>Please log in.</body></html>';
const HALF = '{"timezone":"UTC","serverTime":17';

/** The wrong answers that are due. */
export class RestFaults {
  readonly #rules: Rule[] = [];

  /** @param scope `path` is the whole path, every one when absent; `times` is without end when absent. */
  add(fault: RestFault, scope: { path?: string; times?: number } = {}): void {
    this.#rules.push({ fault, path: scope.path, left: scope.times ?? Infinity });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** Answers wrongly when a fault is due for the path; false when none is. */
  answer(path: string, response: ServerResponse): boolean {
    const rule = this.#rules.find(
      (each) => each.left > 0 && (each.path === undefined || each.path === path),
    );
    if (!rule) return false;
    rule.left -= 1;
    act(rule.fault, response);
    return true;
  }
}

function act(fault: RestFault, response: ServerResponse): void {
  switch (fault.kind) {
    case 'hang':
      break;
    case 'halfBody':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1000 });
      response.write(HALF, () => response.socket?.destroy());
      break;
    case 'page':
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(PAGE);
      break;
    case 'status': {
      const { status, retryAfter, code = -1000 } = fault;
      if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
      sendJson(response, status, { code, msg: `Fault ${String(status)} ${String(code)}.` });
      break;
    }
  }
}
