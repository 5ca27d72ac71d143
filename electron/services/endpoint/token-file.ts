import { tokenFileError } from '../data-dir';
import { writeDurably } from '../store/durable-file';
import type { Auth } from './auth';

const TTL_MS = 30 * 24 * 3600 * 1000;

/**
 * The token of this run, with all rights and good for 30 days.
 * @param file Where it is written too, for its owner only; null for nowhere.
 * @throws {AppError} `INVALID` when it cannot be written.
 */
export async function issueToken(auth: Auth, file: string | null): Promise<string> {
  const token = await auth.issue('write', TTL_MS);
  if (file === null) return token;
  try {
    await writeDurably(file, `${token}\n`);
  } catch (error) {
    throw tokenFileError(file, error);
  }
  return token;
}
