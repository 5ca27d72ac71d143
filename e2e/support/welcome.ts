import type { BrowserContext } from 'playwright-core';
import { remembered } from './remembered';

/** Opens pages as for someone who has skipped the welcome before. */
export const skipWelcome = (context: BrowserContext): Promise<void> =>
  remembered(context, 'welcome', 'done');
