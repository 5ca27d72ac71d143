import type { AlertInfo } from './alert-filter';
import { readText, writeSetting, type SettingStore } from './setting-store';

/** Shorter than this nobody has been away. */
const AWAY_MS = 5 * 60_000;
const NOTED_EVERY_MS = 15_000;

/** A time nobody looked at the screen, ms UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Notes when the trader looks at the screen, so that what fired in between can be summed up. */
export class Absence {
  #span = $state.raw<Span | null>(null);
  #seenAt: number;
  #notedAt = 0;

  /** @param now ms UTC. */
  constructor(
    private readonly store: SettingStore,
    now: number,
  ) {
    const seen = Number(readText(store, 'alerts.seen') ?? Number.NaN);
    this.#seenAt = Number.isFinite(seen) ? seen : now;
    this.seen(now);
  }

  /** The last time away; null when there was none or it has been dealt with. */
  get span(): Span | null {
    return this.#span;
  }

  /** Notes that the screen is being looked at. @param now ms UTC. */
  seen(now: number): void {
    if (now - this.#seenAt >= AWAY_MS) this.#span = { from: this.#seenAt, to: now };
    this.#seenAt = now;
    if (now - this.#notedAt < NOTED_EVERY_MS) return;
    this.#notedAt = now;
    writeSetting(this.store, 'alerts.seen', String(now));
  }

  /** The unread alerts of the last time away, also those found in history afterwards; oldest first. */
  missed(alerts: readonly AlertInfo[]): readonly AlertInfo[] {
    const span = this.#span;
    if (!span) return [];
    return alerts.filter((alert) => !alert.read && isWithin(alert, span)).reverse();
  }

  /** The trader has seen the summary. */
  dismiss(): void {
    this.#span = null;
  }
}

function isWithin(alert: AlertInfo, { from, to }: Span): boolean {
  const [at, happened] = [Date.parse(alert.timestamp), Date.parse(alert.occurred_at)];
  return (at > from && at <= to) || (alert.late && happened > from && happened <= to);
}
