import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { electronBinary } from '../../build/electron-binary.mjs';
import { repository } from './headless';

/** The desktop app in a real Electron, with its window. */
export interface Desktop {
  readonly app: ElectronApplication;
  readonly window: Page;
}

/** Starts the app with flags of ours; the display is the one of the test run. */
export async function startDesktop(args: readonly string[]): Promise<Desktop> {
  const app = await _electron.launch({
    executablePath: electronBinary(),
    args: ['--disable-gpu', repository, '--port', '0', ...args],
    timeout: 30_000,
  });
  return { app, window: await app.firstWindow() };
}
