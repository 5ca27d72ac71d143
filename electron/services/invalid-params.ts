import type { z } from 'zod';
import { AppError } from '../../shared/domain/errors';

/** A field at fault, as a path such as `condition.price`, and the reason. */
interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** What a schema found wrong, field by field. */
export function fieldFaults(error: z.ZodError): FieldFault[] {
  return error.issues.map((issue) => ({
    field: issue.path.map(String).join('.') || '(all)',
    message: issue.message,
  }));
}

/** What a schema found wrong, as an `INVALID` that names each field and the reason. */
export function invalidParams(error: z.ZodError): AppError {
  const details = fieldFaults(error);
  const first = details[0];
  return new AppError('INVALID', first ? `${first.field}: ${first.message}` : 'Invalid request', {
    info: { details },
  });
}
