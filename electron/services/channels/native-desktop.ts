import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { AppTarget } from '../../../shared/domain/app-link';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Delivery, DeliveryAnswer } from './channel';
import { accepted, passing } from './delivery-answer';
import { notificationTexts } from './desktop-notifications';
import type { LocalChannel } from './local-channel';
import type { ProbeAnswer } from './notification-probe';

/** A desktop that has said nothing by then may still show it. */
const PATIENCE_MS = 3000;
/** More are shown than anybody reads; the oldest are left to the desktop. */
const HELD = 50;

/** What a desktop shows. */
export interface NativeNotification {
  readonly title: string;
  readonly body: string;
  readonly severity: AlertRule['severity'];
}

/** What a desktop says of a notification. */
export interface NotificationHearers {
  onShown(): void;
  onFailed(error: string): void;
  onClick(): void;
  onClosed(): void;
}

/** Notifications as a desktop has them. */
export interface NativeNotifier {
  isSupported(): boolean;
  /** Whether anybody would show one. */
  probe(): Promise<ProbeAnswer>;
  /** @returns What takes it away. */
  show(notification: NativeNotification, hearers: NotificationHearers): () => void;
}

export interface NativeDesktopOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  readonly notifier: NativeNotifier;
  /** The trader clicked: what is to be shown; null for the window alone. */
  readonly onClick: (target: AppTarget | null) => void;
  /** The desktop does not show it, or does not say: the app has to be noticed by itself. */
  readonly onUnseen: (delivery: Delivery) => void;
}

interface Held {
  readonly alertIds: readonly number[];
  readonly close: () => void;
}

/** Notifications of the desktop the app runs on. */
export class NativeDesktop implements LocalChannel {
  readonly #options: NativeDesktopOptions;
  /** Oldest first. */
  readonly #held = new Set<Held>();
  /** Keys of messages that were not seen, oldest first. */
  readonly #unseen = new Set<string>();

  constructor(options: NativeDesktopOptions) {
    this.#options = options;
  }

  unavailable(): string | null {
    if (this.#options.notifier.isSupported()) return null;
    return 'This desktop has no service for notifications.';
  }

  async send(delivery: Delivery): Promise<DeliveryAnswer> {
    const answer = await this.#attempt(delivery);
    if (answer.kind !== 'accepted') this.#tellUnseen(delivery);
    return answer;
  }

  /** Takes away what is about alerts that have been read, all of them. */
  forget(alertIds: readonly number[]): void {
    for (const held of this.#held) {
      const isRead = held.alertIds.every((id) => alertIds.includes(id));
      if (held.alertIds.length === 0 || !isRead) continue;
      this.#held.delete(held);
      held.close();
    }
  }

  /** Once for each message, however often it is tried: a window that keeps coming back is in the way. */
  #tellUnseen(delivery: Delivery): void {
    const { idempotencyKey: key } = delivery;
    if (this.#unseen.has(key)) return;
    this.#unseen.add(key);
    const [oldest] = this.#unseen;
    if (this.#unseen.size > HELD && oldest !== undefined) this.#unseen.delete(oldest);
    this.#options.onUnseen(delivery);
  }

  async #attempt(delivery: Delivery): Promise<DeliveryAnswer> {
    const { notifier, logger } = this.#options;
    const service = await notifier.probe();
    if (service === 'there') return this.#show(delivery);
    logger.warn('The desktop shows no notification', { service });
    return passing('No service of the desktop shows notifications now.');
  }

  #show(delivery: Delivery): Promise<DeliveryAnswer> {
    const { clock, logger, platform, notifier, onClick } = this.#options;
    const { title, message: body } = notificationTexts(delivery, platform);
    const { severity, alertIds } = delivery;
    return new Promise((answer) => {
      const timer = clock.after(PATIENCE_MS, () => answer({ kind: 'unknown' }));
      const settle = (result: DeliveryAnswer): void => {
        timer.cancel();
        answer(result);
      };
      const close = notifier.show(
        { title, body, severity },
        {
          onShown: () => settle(accepted()),
          onFailed: (error) => {
            logger.warn('The desktop refuses a notification', { error });
            settle(passing('The desktop could not show the notification.'));
          },
          onClick: () => onClick(targetOf(delivery)),
          onClosed: () => void this.#held.delete(held),
        },
      );
      const held: Held = { alertIds, close };
      this.#hold(held);
    });
  }

  #hold(held: Held): void {
    this.#held.add(held);
    const [oldest] = this.#held;
    if (this.#held.size > HELD && oldest) this.#held.delete(oldest);
  }
}

function targetOf({ alertIds }: Delivery): AppTarget | null {
  const [first] = alertIds;
  if (first === undefined) return null;
  return alertIds.length === 1 ? { kind: 'alert', id: first } : { kind: 'alerts' };
}
