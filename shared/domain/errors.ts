/** The error codes of the public contract, plus those a transport or an accident may add. */
export const ERROR_CODES = [
  ...(['INVALID', 'UNKNOWN_SYMBOL', 'NOT_FOUND', 'LIMIT', 'RATE_LIMITED'] as const),
  ...(['FORBIDDEN', 'UNAUTHORIZED', 'UNAVAILABLE', 'INTERNAL'] as const),
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface AppErrorOptions {
  /** For the log only; may name files, URLs, venue answers. Never secrets. */
  readonly detail?: string;
  /** For programs: names the field at fault or when to try again. Sent to the client. */
  readonly info?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected failure: `message` is for people and safe to show, `detail` is for the log. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly detail: string | undefined;
  readonly info: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.detail = options.detail;
    this.info = options.info;
  }
}
