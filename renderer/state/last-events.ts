import type { AlertInfo } from './alert-filter';
import type { Turn } from './turns';

/** Something that has happened: an alert, or a signal that has turned. */
export type LastEvent =
  | {
      readonly kind: 'alert';
      readonly key: string;
      readonly time: number;
      readonly alert: AlertInfo;
    }
  | { readonly kind: 'turn'; readonly key: string; readonly time: number; readonly turn: Turn };

/** The last of both, newest first. Times are ms UTC. */
export function lastEvents(
  alerts: readonly AlertInfo[],
  turns: readonly Turn[],
  most: number,
): readonly LastEvent[] {
  const fired = alerts.slice(0, most).map((alert) => ({
    ...{ kind: 'alert' as const, key: `alert ${alert.alert_id}`, alert },
    time: Date.parse(alert.occurred_at),
  }));
  const turned = turns.slice(0, most).map((turn) => ({
    ...{ kind: 'turn' as const, key: `${turn.symbol} ${turn.interval} ${turn.timestamp}`, turn },
    time: Date.parse(turn.timestamp),
  }));
  return [...fired, ...turned].sort((a, b) => b.time - a.time).slice(0, most);
}
