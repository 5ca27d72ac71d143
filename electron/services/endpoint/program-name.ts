/** What a program calls itself by its `User-Agent`, harmless to show and to log. */
export function programName(userAgent: string | undefined): string {
  return (userAgent ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 120);
}
