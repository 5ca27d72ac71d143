/**
 * Finds a browser of the Chromium family for tests: CHROME_PATH first, then the PATH, then the
 * usual places. Undefined when there is none.
 */
export function chromiumBinary(): string | undefined;
