/** A moment (ms UTC) as a local date field holds it: `2026-01-31T09:30`. */
export function localFieldText(time: number): string {
  const offsetMs = new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - offsetMs).toISOString().slice(0, 16);
}
