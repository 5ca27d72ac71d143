import type { BrowserContext } from 'playwright-core';

/** Opens pages as for someone who has skipped the welcome before. */
export async function skipWelcome(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    // A blank page has no store of its own.
    if (location.protocol !== 'about:') localStorage.setItem('tickwatch.welcome', 'done');
  });
}
