import { formatTime } from './time';

/** A moment near now: today its time, before or after that its day too. Both in ms UTC. */
export function momentText(time: number, now: number, language: string): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return formatTime(time, { language, detail: isToday ? 'seconds' : 'full', isUtc: false });
}
