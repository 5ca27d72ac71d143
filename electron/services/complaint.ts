import { AppError } from '../../shared/domain/errors';

/** What the program says when it ends, and with which code. */
export interface Complaint {
  /** For people; one line when they are the ones who can mend it. */
  readonly text: string;
  /** 2 when the program was called wrongly, 1 when it is broken. */
  readonly code: 1 | 2;
}

/** Puts whatever ended the program into words. */
export function complaintOf(error: unknown): Complaint {
  if (error instanceof AppError && error.code === 'INVALID') {
    // Names of files and addresses are repeated as they came, and may hold anything.
    return { text: error.message.replaceAll(/[\s\p{C}]+/gu, ' ').trim(), code: 2 };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text, code: 1 };
}
