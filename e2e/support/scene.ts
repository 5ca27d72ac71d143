import type { BrowserContext, Page } from 'playwright-core';
import type { ScreenState } from './screen-state';

/** Time enough for a scene to say its state, and to fill what it shows. */
const SETTLE_MS = 2500;
/** A moment that is the same in every picture, UTC. */
const NOW = Date.parse('2026-01-15T09:41:07Z');

/**
 * Opens a screen in a context of its own and does what leads there; the page's clock is one that
 * is put forward, so that nobody waits for the scene.
 * @param url Of the scene page.
 */
export async function openScene(
  context: BrowserContext,
  url: string,
  screen: ScreenState,
): Promise<Page> {
  const page = await context.newPage();
  await page.clock.install({ time: NOW });
  await page.addInitScript(
    (store) => {
      for (const [name, value] of Object.entries(store)) {
        localStorage.setItem(`tickwatch.${name}`, value);
      }
      // The welcome has its own screens.
    },
    { welcome: 'done', ...screen.store },
  );
  await page.goto(`${url}/?fake=${screen.scene}`);
  await page.locator('#app > *').first().waitFor();
  await page.clock.fastForward(SETTLE_MS);
  await screen.steps?.(page);
  await page.clock.fastForward(SETTLE_MS);
  await page.evaluate(() => document.fonts.ready);
  return page;
}
