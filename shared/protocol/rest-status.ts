import type { ErrorCode } from '../domain/errors';

/** The status of an error over HTTP; a body that is too large is 413, and another method 405. */
export const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  INVALID: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  UNKNOWN_SYMBOL: 404,
  NOT_FOUND: 404,
  LIMIT: 429,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};
