import { Notification } from 'electron';
import type { NativeNotifier } from '../services/channels/native-desktop';

const URGENCY = { info: 'low', warning: 'normal', critical: 'critical' } as const;

/** Electron forgets a notification that nobody holds, and with it the click. */
const shown = new Set<Notification>();

/** Notifications by Electron. @param probe Asks whether anybody would show one. */
export const nativeNotifier = (probe: NativeNotifier['probe']): NativeNotifier => ({
  probe,
  isSupported: () => Notification.isSupported(),
  show({ title, body, severity }, hearers) {
    const notification = new Notification({
      ...{ title, body, urgency: URGENCY[severity] },
      // The sounds are the app's own.
      silent: true,
      timeoutType: severity === 'critical' ? 'never' : 'default',
    });
    shown.add(notification);
    notification.on('show', () => hearers.onShown());
    notification.on('failed', (_event, error) => {
      shown.delete(notification);
      hearers.onFailed(error);
    });
    notification.on('click', () => hearers.onClick());
    notification.on('close', () => {
      shown.delete(notification);
      hearers.onClosed();
    });
    notification.show();
    return () => notification.close();
  },
});
