import { join } from 'node:path';
import type { EventName } from '../../../shared/protocol/events';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { AlertLog } from '../alerts/alert-log';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Logger } from '../logger';
import { textFile } from '../store/durable-file';
import type { StateStore } from '../store/state-store';
import { UpdateRecordFile } from './update-record';
import { UpdateService } from './update-service';
import type { UpdateSource } from './update-source';

/** What updates need of the rest of the product. */
export interface UpdateSurroundings {
  readonly updateSource?: UpdateSource | undefined;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly store: Pick<StateStore, 'keepBackup'>;
  readonly alertLog: Pick<AlertLog, 'unread'>;
  readonly hub: Pick<EventHub, 'publish' | 'attach'>;
}

/** Events after which a critical alert may wait to be read, or does no longer. */
const TELLING: readonly EventName[] = ['alert', 'alerts_read', 'state_replaced'];

/** The service of updates, at work. @param started Takes what ends it. */
export async function openUpdates(
  surroundings: UpdateSurroundings,
  started: (() => void | Promise<void>)[],
): Promise<UpdateService> {
  const source = surroundings.updateSource ?? null;
  const { dataDir, clock, logger, version, store, alertLog, hub } = surroundings;
  const updates = new UpdateService({
    ...{ source, clock, logger },
    version: source?.version ?? version,
    file: new UpdateRecordFile(textFile(join(dataDir, 'updates.json')), logger),
    isCritical: () => alertLog.unread().some(({ severity }) => severity === 'critical'),
    keepBackup: () => store.keepBackup('before-update'),
    onChange: (body) => {
      const timestamp = new Date(clock.now()).toISOString();
      hub.publish(EVERYONE, 'updates_status', { ...body, timestamp });
    },
  });
  await updates.start();
  const detach = hub.attach({
    deliver: (_rooms, { type }) => {
      if (TELLING.includes(type)) updates.alertsMoved();
    },
  });
  started.push(() => updates.stop(), detach);
  return updates;
}
