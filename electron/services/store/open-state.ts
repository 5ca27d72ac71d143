import { join } from 'node:path';
import type { StoreStatus } from '../../../shared/domain/store-status';
import { Auth } from '../endpoint/auth';
import type { Clock } from '../clock';
import { dataDirError } from '../data-dir';
import type { Logger } from '../logger';
import { Sequence } from '../sequence';
import { makePrivateFolder } from './durable-file';
import { codeOf } from './file-system';
import { Histories } from './histories';
import { IdSource } from './id-source';
import { folderLock, type FolderLock } from './instance-lock';
import { STATE_FILE } from './state-file';
import { StateStore } from './state-store';

/** Event numbers a millisecond that the floor allows for; far more than are ever given out. */
const NUMBERS_PER_MS = 1000;
/** How often somebody looks whether the folder is still there. */
const CHECK_MS = 5000;
/** Troubles of a disk that may pass: no reason not to watch prices. */
const PASSING = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE'];

interface StatePorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What the data folder holds, taken for this process. */
export interface OpenState {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly auth: Auth;
  readonly sequence: Sequence;
  /** Whether everything is saved, and what people have to know about it. */
  status(): StoreStatus;
  /** Hears every change of the status. */
  onStatus(listener: () => void): void;
  /** Waits for the last write and lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Takes the data folder and reads what it holds.
 * @throws {AppError} `INVALID` when it cannot be used or another process has it.
 */
export async function openState(dataDir: string, ports: StatePorts): Promise<OpenState> {
  const lock = folderLock(dataDir);
  try {
    await makePrivateFolder(dataDir);
    holdIfPossible(lock, ports.logger);
    return await readFolder(dataDir, ports, lock);
  } catch (error) {
    lock.release();
    throw dataDirError(dataDir, error);
  }
}

/** @throws {AppError} `INVALID` when another process has the folder. */
function holdIfPossible(lock: FolderLock, logger: Logger): void {
  try {
    lock.hold();
  } catch (error) {
    if (!PASSING.includes(codeOf(error) ?? '')) throw error;
    // Every commit tries again, and none is made without it.
    logger.warn('The data folder could not be locked yet', { error: String(error) });
  }
}

async function readFolder(
  dataDir: string,
  ports: StatePorts,
  lock: FolderLock,
): Promise<OpenState> {
  const { clock } = ports;
  const store = await StateStore.open({ ...ports, dataDir, lock });
  const histories = await Histories.open({ ...ports, dataDir, store });
  const auth = await Auth.open(dataDir, ports);
  store.onFolderRemade(() => auth.save());
  const { ids, sequence } = await startNumbers(store, ports);
  const isReadOnly = store.health.readOnlyReason !== null;
  const stopBackups = isReadOnly ? null : store.backups.start(join(dataDir, STATE_FILE));
  const check = clock.every(CHECK_MS, () => {
    // How a write ended is reported; here is nobody to tell.
    store.checkFolder().catch(() => undefined);
  });
  return {
    ...{ store, histories, ids, auth, sequence },
    status: () => ({ ...store.health.present, notices: store.notices.list() }),
    onStatus(listener) {
      store.health.onChange(listener);
      store.notices.onChange(listener);
    },
    async close() {
      check.cancel();
      await stopBackups?.();
      ids.stop();
      await auth.close();
      await store.close();
      await histories.close();
      lock.release();
    },
  };
}

async function startNumbers(
  store: StateStore,
  { clock, logger }: StatePorts,
): Promise<{ ids: IdSource; sequence: Sequence }> {
  // What was reserved is lost with a damaged file, or was never written on a full disk. The wall
  // clock always knows a number that no earlier run can have reached.
  const floor = Math.max(store.state.seqReserved, Math.floor(clock.now()) * NUMBERS_PER_MS);
  const sequence = new Sequence(floor, (highest) => store.update(() => ({ seqReserved: highest })));
  const ids = new IdSource(store, { clock, logger });
  const results = await Promise.allSettled([sequence.start(), ids.start()]);
  for (const result of results) {
    if (result.status === 'rejected') {
      logger.warn('Numbers could not be reserved', { error: String(result.reason) });
    }
  }
  return { ids, sequence };
}
