import { z } from 'zod';
import { AppError, ERROR_CODES } from '../domain/errors';

/** An error as it travels: a code for programs, a sentence for people. */
const errorBody = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  /** How long to wait before the next try, only with `RATE_LIMITED`. */
  retry_after_ms: z.number().int().nonnegative().optional(),
  /** Fields at fault, only with `INVALID`. */
  details: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

export type ErrorBody = z.infer<typeof errorBody>;

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
