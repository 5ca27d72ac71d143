/** What the server under fire looks like from inside. */
export interface Look {
  /** What shared prototypes have that they had not at the start. */
  readonly pollution: readonly string[];
  /** Errors that nobody had thought of, since the start. */
  readonly accidents: readonly string[];
  /** Bytes of the process. */
  readonly rss: number;
}

/** Codes that the contract has for requests over a connection. */
const CONTRACT: ReadonlySet<string> = new Set([
  ...['INVALID', 'UNKNOWN_SYMBOL', 'NOT_FOUND', 'LIMIT', 'RATE_LIMITED', 'FORBIDDEN'],
  // Beside them: what cannot be answered just now.
  'UNAVAILABLE',
]);
/** Answered by a handler, with a request that exists. */
const HANDLED: ReadonlySet<string> = new Set([
  'UNKNOWN_SYMBOL',
  'NOT_FOUND',
  'LIMIT',
  'UNAVAILABLE',
]);

const MAX_PROBLEMS = 12;

/** What came of all the frames. */
export class FuzzTally {
  frames = 0;
  connections = 0;
  /** Answers by code; `ok` for those that were done. */
  readonly codes: Record<string, number> = {};
  /** Answers that a handler gave. */
  reached = 0;
  /** Questions whose answer did not come though their connection stayed. */
  unanswered = 0;
  /** Connections that ended though they had kept to the rules. */
  dropped = 0;
  /** Connections put out for breaking the rate limit. */
  putOut = 0;
  /** Answers `RATE_LIMITED` that do not say when to come again. */
  withoutRetry = 0;
  /** Answers that are not shaped as the contract has it. */
  misshapen = 0;

  /** The first few of what went wrong, in words. */
  readonly problems: string[] = [];

  /** Notes in words what must not happen. */
  note(problem: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem.slice(0, 200));
  }

  /** Counts an answer. @param request What was asked for; null for what there is not. */
  answer(request: string | null, reply: unknown): string {
    const code = codeOf(reply);
    if (code === null) this.misshapen++;
    const counted = code ?? 'none';
    this.codes[counted] = (this.codes[counted] ?? 0) + 1;
    const isSpecific = request !== null && request !== 'request';
    if (counted === 'ok' || (isSpecific && HANDLED.has(counted))) this.reached++;
    if (counted === 'RATE_LIMITED' && !(retryOf(reply) > 0)) this.withoutRetry++;
    return counted;
  }

  /** Codes that the contract does not have. */
  strangeCodes(): string[] {
    return Object.keys(this.codes).filter((code) => code !== 'ok' && !CONTRACT.has(code));
  }
}

interface Shape {
  readonly ok?: unknown;
  readonly value?: unknown;
  readonly error?: {
    readonly code?: unknown;
    readonly message?: unknown;
    readonly retry_after_ms?: unknown;
  };
}

function codeOf(reply: unknown): string | null {
  const { ok, error, ...rest } = (reply ?? {}) as Shape;
  if (ok === true) return 'value' in rest ? 'ok' : null;
  if (ok !== false || typeof error?.message !== 'string') return null;
  return typeof error.code === 'string' ? error.code : null;
}

const retryOf = (reply: unknown): number => Number((reply as Shape).error?.retry_after_ms);
