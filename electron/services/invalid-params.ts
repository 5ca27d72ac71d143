import type { z } from 'zod';
import { AppError } from '../../shared/domain/errors';

/** What a schema found wrong, as an `INVALID` that names each field and the reason. */
export function invalidParams(error: z.ZodError): AppError {
  const details = error.issues.map((issue) => ({
    field: issue.path.map(String).join('.') || '(all)',
    message: issue.message,
  }));
  const first = details[0];
  return new AppError('INVALID', first ? `${first.field}: ${first.message}` : 'Invalid request', {
    info: { details },
  });
}
