import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumBinary } from '../../build/chromium-binary.mjs';

/** A real Chromium without a window, with flags of its own. @throws when set-up has not been run. */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumBinary();
  if (!executablePath) throw new Error('No Chromium: run node build/setup.mjs test');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...flags],
  });
}

/** Notes everything a page complains of: console errors, exceptions, blocked resources. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
