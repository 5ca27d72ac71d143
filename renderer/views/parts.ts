import type { Component } from 'svelte';

/** Brings the code of a part of the window. */
export type PartLoader = () => Promise<{ readonly default: Component }>;

/** Parts that are not there when the window opens: it can be read sooner without them. */
export const PARTS = {
  dialogs: () => import('./Dialogs.svelte'),
  journal: () => import('../features/journal/JournalPane.svelte'),
  equity: () => import('../features/portfolio/EquityPane.svelte'),
} as const satisfies Record<string, PartLoader>;

/**
 * Brings all parts, one after another, while the page has nothing else to do: they then open at once,
 * and also after the server was updated or has gone.
 */
export async function bringParts(): Promise<void> {
  for (const load of Object.values(PARTS)) {
    await idle();
    // One that does not come is asked for again, and missed, when it is to be shown.
    await load().catch(() => undefined);
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such call.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 200);
  });
}
