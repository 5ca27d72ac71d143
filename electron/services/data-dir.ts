import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../shared/domain/errors';

/**
 * Makes sure that state can be kept in a folder, without making anything yet.
 * @throws {AppError} `INVALID`, one line that says what is wrong with it.
 */
export function checkDataDir(dataDir: string): void {
  const existing = nearestExisting(dataDir);
  try {
    if (!statSync(existing).isDirectory()) {
      throw new AppError('INVALID', `--data-dir ${dataDir}: ${existing} is a file, not a folder`);
    }
    accessSync(existing, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw dataDirError(dataDir, error);
  }
}

/**
 * Makes sure that the token can be written, without making anything yet.
 * @param dataDir A folder that will be made, so the file may go into it.
 * @throws {AppError} `INVALID`, one line that says what is wrong with it.
 */
export function checkTokenFile(tokenFile: string, dataDir: string): void {
  const folder = dirname(tokenFile);
  try {
    if (existsSync(tokenFile) && statSync(tokenFile).isDirectory()) throw withCode('EISDIR');
    if (folder === dataDir) return;
    if (!statSync(folder).isDirectory()) throw withCode('ENOTDIR');
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw tokenFileError(tokenFile, error);
  }
}

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The error for a token file that cannot be written. */
export function tokenFileError(tokenFile: string, error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new AppError('INVALID', `--token-file ${tokenFile} cannot be written (${code})`, {
    cause: error,
  });
}

/** The error for a data folder that cannot be used. */
export function dataDirError(dataDir: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new AppError('INVALID', `--data-dir ${dataDir} cannot be read and written (${code})`, {
    cause: error,
  });
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
