import { AppError } from '../../../shared/domain/errors';
import type { Handlers } from '../handler-map';
import type { Backup } from './backups';
import type { StateStore } from './state-store';
import type { StateTransfer } from './state-transfer';

/** What requests about the whole state are answered from. */
export interface BackupServices {
  readonly store: StateStore;
  readonly transfer: StateTransfer;
}

/** The handlers of requests about the whole state. */
export function backupHandlers({ store, transfer }: BackupServices) {
  return {
    export_state: () => transfer.export(),
    import_state: (params) => transfer.import(params),
    list_backups: async () => ({ items: (await store.backups.list()).map(body), next: null }),
    create_backup: async () => {
      const name = await store.keepBackup('manual');
      const made = (await store.backups.list()).find((each) => each.name === name);
      if (!made) throw new AppError('UNAVAILABLE', 'The backup could not be made.');
      return body(made);
    },
    restore_backup: ({ name, dry_run: isDry }) => transfer.restore(name, isDry),
  } satisfies Partial<Handlers>;
}

const body = ({ name, reason, at }: Backup) => ({ name, reason, at: new Date(at).toISOString() });
