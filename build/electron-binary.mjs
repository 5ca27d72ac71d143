import { SetupError } from './setup/messages.mjs';
import { findElectron } from './setup/electron-runtime.mjs';

/**
 * The Electron program that set-up made ready.
 * @returns {string}
 * @throws {SetupError} when set-up has not been run
 */
export function electronBinary() {
  const binary = findElectron();
  if (binary) return binary;
  throw new SetupError(
    'There is no Electron yet. Make it ready with: node build/setup.mjs desktop',
  );
}
