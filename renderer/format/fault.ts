/** What is known of an error that nobody expected, as text to be sent to someone who can mend it. */
export function faultDetails(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : null;
  return [
    `Tickwatch, ${navigator.userAgent}`,
    new Date().toISOString(),
    what ?? String(error),
  ].join('\n');
}
