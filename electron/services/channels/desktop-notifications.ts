import notifier from 'node-notifier';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Delivery, DeliveryAnswer } from './channel';
import { cut, passing, permanent, plain } from './delivery-answer';
import { titleOf } from './digest-text';
import type { LocalChannel } from './local-channel';

const MAX_BODY = 256;
/** A notification service that hangs must not hold up anything; what it was given may still show. */
const PATIENCE_MS = 3000;
const LINUX_SESSION = ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY'];

/** Shows a notification, and calls back once that is done or has failed. */
type Notify = (
  notification: { readonly title: string; readonly message: string },
  done: (error: Error | string | null) => void,
) => void;

/** What notifications need of the machine. */
export interface DesktopNotificationsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Node's name of the system. */
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the system has for it when absent. */
  readonly notify?: Notify;
}

/** Notifications of the desktop a server runs on, if it runs on one. */
export class DesktopNotifications implements LocalChannel {
  readonly #options: DesktopNotificationsOptions;

  constructor(options: DesktopNotificationsOptions) {
    this.#options = options;
  }

  unavailable(): string | null {
    const { platform, env } = this.#options;
    if (platform !== 'linux' || LINUX_SESSION.some((name) => Boolean(env[name]))) return null;
    return 'This machine has no desktop session that could show notifications.';
  }

  send(delivery: Delivery): Promise<DeliveryAnswer> {
    const { clock, platform, notify = notifyBySystem } = this.#options;
    return new Promise((answer) => {
      const timer = clock.after(PATIENCE_MS, () => answer({ kind: 'unknown' }));
      notify(notificationTexts(delivery, platform), (error) => {
        timer.cancel();
        answer(error ? this.#failed(error) : { kind: 'unknown' });
      });
    });
  }

  #failed(error: Error | string): DeliveryAnswer {
    const text = String(error);
    this.#options.logger.debug('No notification', { error: text });
    return /not found|must be installed|ENOENT/.test(text)
      ? permanent('Notifications need the program notify-send (package libnotify-bin).')
      : passing('The desktop could not show the notification.');
  }
}

/** Title and body of a notification, harmless where it is shown. */
export function notificationTexts(
  delivery: Delivery,
  platform: NodeJS.Platform,
): { title: string; message: string } {
  const message = cut(delivery.lines.map(plain).join(' · '), MAX_BODY);
  // Linux reads mark-up in the body, and takes what begins with a dash for an option.
  const body = platform === 'linux' ? escaped(message) : message;
  return { title: undashed(titleOf(delivery)), message: undashed(body) || ' ' };
}

/** What node-notifier passes to a shell it escapes; only plain strings go in. */
const notifyBySystem: Notify = (notification, done) =>
  void notifier.notify(notification, (error) => done(error));

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => MARKUP[sign] ?? sign);

const undashed = (text: string): string =>
  text.replace(/^-+/, (dashes) => '−'.repeat(dashes.length));
