import { AppError } from '../../../shared/domain/errors';

/** The venue has understood a question and will not answer it, however often it is asked. */
export class RefusedError extends AppError {
  /** @param message For people. @param detail For the log. */
  constructor(message: string, detail: string) {
    super('UNAVAILABLE', message, { detail });
  }
}
