import type { BrowserContext } from 'playwright-core';

/** Opens pages as for someone whose browser remembers a choice. @param key Without the product's prefix. */
export async function remembered(
  context: BrowserContext,
  key: string,
  value: string,
): Promise<void> {
  await context.addInitScript(
    (choice) => {
      // A blank page, or one that says that nothing could be loaded, has no store of its own.
      if (location.origin !== 'null') localStorage.setItem(choice.key, choice.value);
    },
    { key: `tickwatch.${key}`, value },
  );
}
