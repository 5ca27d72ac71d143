import type { AlertInfo } from './alert-filter';

const LASTS_MS = { info: 8000, warning: 15_000 } as const;

/** Plays something short; whether it may is the browser's matter. */
export interface AlertSound {
  /** @param own The sound that the rule asks for, by its name; null: the usual of the severity. */
  play(severity: AlertInfo['severity'], own: string | null): void;
}

/** Plays nothing: another window does. */
export const SILENCE: AlertSound = { play: () => undefined };

/**
 * New alerts over whatever the screen shows. Critical ones stay until they are read; the others go
 * after a moment, and are one message when many come at once.
 */
export class AlertBanners {
  #critical = $state.raw<readonly AlertInfo[]>([]);
  #passing = $state.raw<readonly AlertInfo[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param soundOf The sound that the rule of an alert asks for; null for none. */
  constructor(
    private readonly sound: AlertSound,
    private readonly soundOf: (alertId: number) => string | null,
  ) {}

  /** Unread critical alerts, newest first. */
  get critical(): readonly AlertInfo[] {
    return this.#critical;
  }

  /** What fired within the last moment, newest first. */
  get passing(): readonly AlertInfo[] {
    return this.#passing;
  }

  /** Shows what has fired; oldest first. */
  show(alerts: readonly AlertInfo[]): void {
    const newest = [...alerts].reverse();
    const critical = newest.filter(({ severity }) => severity === 'critical');
    const others = newest.filter(({ severity }) => severity !== 'critical');
    this.#critical = [...critical, ...this.#critical];
    if (others.length > 0) {
      this.#passing = [...others, ...this.#passing];
      this.release();
    }
    const loudest =
      critical[0] ?? others.find(({ severity }) => severity === 'warning') ?? others[0];
    if (loudest) this.sound.play(loudest.severity, this.soundOf(loudest.alert_id));
  }

  /** Takes away what has been read. */
  forget(ids: readonly number[]): void {
    this.#critical = this.#critical.filter(({ alert_id }) => !ids.includes(alert_id));
    this.#passing = this.#passing.filter(({ alert_id }) => !ids.includes(alert_id));
  }

  /** Takes the passing ones away; they stay unread. */
  dismiss(): void {
    this.hold();
    this.#passing = [];
  }

  /** Keeps them while someone is reading. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  /** Lets the passing ones go after their time, counted from now. */
  release(): void {
    this.hold();
    if (this.#passing.length === 0) return;
    const hasWarning = this.#passing.some(({ severity }) => severity === 'warning');
    this.#timer = setTimeout(() => this.dismiss(), LASTS_MS[hasWarning ? 'warning' : 'info']);
  }
}
