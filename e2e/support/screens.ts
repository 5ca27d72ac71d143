import type { Page } from 'playwright-core';
import type { ScreenState } from './screen-state';
import { dialogScreens } from './screens-dialogs';

/** Opens a tab of the dock. */
async function openTab(page: Page, tab: string): Promise<void> {
  await page.locator(`[role="tab"][data-value="${tab}"]`).click();
}

const windowOf = (scene: string): ScreenState => ({ name: `window-${scene}`, scene });

const tabOf = (tab: string, scene: string): ScreenState => ({
  name: `${tab}-${scene}`,
  scene,
  steps: (page) => openTab(page, tab),
});

const WINDOWS = [
  ...['live', 'empty', 'slow', 'stale', 'offline', 'connecting', 'lost', 'error', 'full'],
  ...['truth', 'futures', 'blocked', 'unsaved', 'catch-up', 'demo', 'replay', 'alerts'],
].map(windowOf);

const TABS = ['alerts', 'signals', 'journal', 'equity'].flatMap((tab) =>
  ['live', 'empty', 'slow', 'error'].map((scene) => tabOf(tab, scene)),
);

/** Every screen of the app in every state worth a look. */
export const SCREENS: readonly ScreenState[] = [
  ...WINDOWS,
  ...TABS,
  ...['signals-off', 'reading', 'drift'].map((scene) => tabOf('signals', scene)),
  ...['equity-gaps', 'equity-one', 'equity-loss'].map((scene) => tabOf('equity', scene)),
  { name: 'sign-in', scene: 'sign-in' },
  {
    name: 'away',
    scene: 'live',
    store: { 'alerts.seen': '1' },
    steps: (page) => openTab(page, 'alerts'),
  },
  ...dialogScreens,
];
