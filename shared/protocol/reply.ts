import { AppError, type ErrorCode } from '../domain/errors';

/** An error as it travels: a code for programs, a sentence for people. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  /** How long to wait before the next try, only with `RATE_LIMITED`. */
  readonly retry_after_ms?: number;
  /** Fields at fault, with `INVALID` and where one of many is refused. */
  readonly details?: readonly { readonly field: string; readonly message: string }[];
}

/** The answer to every request, on every transport. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorBody };

/** Turns whatever was thrown into what a client may see: unexpected errors lose their text. */
export function toErrorBody(error: unknown): ErrorBody {
  if (!(error instanceof AppError)) {
    return { code: 'INTERNAL', message: 'Something went wrong inside Tickwatch; see its log.' };
  }
  return { code: error.code, message: error.message, ...error.info };
}

/** The value of a reply. @throws {AppError} when the reply is an error. */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  const { code, message, ...info } = reply.error;
  throw new AppError(code, message, { info });
}
