/** How far a clock is ahead of UTC at a moment, as charts write it: `UTC+7`, `UTC−3:30`, `UTC`. */
export function zoneText(time: number, isUtc: boolean): string {
  return offsetText(isUtc ? 0 : -new Date(time).getTimezoneOffset());
}

/** The name of a clock that is `minutes` ahead of UTC. */
export function offsetText(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const part = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
  return `UTC${minutes > 0 ? '+' : '−'}${hours}${part}`;
}
