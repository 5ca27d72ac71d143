import { EVERYONE } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import { AlertLog, type AlertLogOptions } from './alert-log';
import { alertBody, alertDetail, type Alert } from './alert-record';

/** As long as a session waits for its client; whoever comes later asks for a snapshot. */
const WINDOW_MS = 120_000;

interface TellOptions {
  readonly hub: Pick<EventHub, 'publish'>;
  readonly alertLog: Pick<AlertLog, 'isRead'>;
}

/** What every client may know comes first, alone as the contract has it. */
export function tellAlert({ hub, alertLog }: TellOptions, alert: Alert): void {
  const body = alertBody(alert, alertLog.isRead(alert.id));
  const { alert_id, timestamp } = body;
  hub.publish(EVERYONE, 'alert', body);
  hub.publish(EVERYONE, 'alert_detail', { alert_id, ...alertDetail(alert), timestamp });
}

interface UntoldOptions extends TellOptions {
  readonly alertLog: Pick<AlertLog, 'isRead' | 'since'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Tells what a crash kept from being told: alerts of the last minutes that are on record but not
 * among those told. One that was told while the disk did not answer is told again, rather than lost.
 * @param told Numbers of the alerts that are known to have been told.
 */
export async function tellUntold(options: UntoldOptions, told: ReadonlySet<number>): Promise<void> {
  const { alertLog, clock } = options;
  for (const alert of await alertLog.since(clock.now() - WINDOW_MS)) {
    if (!told.has(alert.id)) tellAlert(options, alert);
  }
}

/** The log of alerts, all of them told. @param told Numbers of the alerts that earlier runs told. */
export async function openAlertLog(
  options: AlertLogOptions & Omit<UntoldOptions, 'alertLog'>,
  told: ReadonlySet<number>,
): Promise<AlertLog> {
  const alertLog = await AlertLog.open(options);
  await tellUntold({ ...options, alertLog }, told);
  return alertLog;
}
