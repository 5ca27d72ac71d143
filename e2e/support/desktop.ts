import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { electronBinary } from '../../build/electron-binary.mjs';
import { repository } from './headless';

/** The desktop app in a real Electron, with its window. */
export interface Desktop {
  readonly app: ElectronApplication;
  readonly window: Page;
}

/** Starts the app with flags of ours, and variables over those of the test run, whose display it has. */
export async function startDesktop(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Desktop> {
  const app = await _electron.launch({
    executablePath: electronBinary(),
    args: ['--disable-gpu', repository, '--port', '0', ...args],
    env: { ...process.env, ...env } as Record<string, string>,
    timeout: 30_000,
  });
  return { app, window: await app.firstWindow() };
}

const LOST = 'promise was garbage collected';
const LOOKS = 5;

/**
 * Asks Electron's own side something that changes nothing there, and again when the inspector has let
 * the answer go before it was handed over.
 */
export async function look<T>(question: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await question();
    } catch (error) {
      if (!String(error).includes(LOST) || tries === LOOKS) throw error;
    }
  }
}

/** Asks the services something, as the page does. @throws with what they refuse. */
export const ask = (window: Page, name: string, params: object): Promise<unknown> =>
  window.evaluate(
    async ([request, given]) => {
      interface Bridge {
        request(name: string, params: object): Promise<{ ok: boolean; value: unknown }>;
      }
      const { tickwatch } = globalThis as never as { tickwatch: Bridge };
      const reply = await tickwatch.request(request, given);
      if (!reply.ok) throw new Error(JSON.stringify(reply));
      return reply.value;
    },
    [name, params] as const,
  );
