import { Auth } from '../auth';
import type { Clock } from '../clock';
import { dataDirError } from '../data-dir';
import type { Logger } from '../logger';
import { Sequence } from '../sequence';
import { makePrivateFolder } from './durable-file';
import { lockDataDir } from './instance-lock';
import { StateStore } from './state-store';

/** Event numbers a millisecond that the floor allows for; far more than are ever given out. */
const NUMBERS_PER_MS = 1000;

/** What the data folder holds, taken for this process. */
export interface OpenState {
  readonly store: StateStore;
  readonly auth: Auth;
  readonly sequence: Sequence;
  /** Waits for the last write and lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Takes the data folder and reads what it holds.
 * @throws {AppError} `INVALID` when it cannot be used or another process has it.
 */
export async function openState(
  dataDir: string,
  ports: { readonly clock: Clock; readonly logger: Logger },
): Promise<OpenState> {
  let unlock = (): void => undefined;
  try {
    await makePrivateFolder(dataDir);
    unlock = lockDataDir(dataDir);
    return await readState(dataDir, ports, unlock);
  } catch (error) {
    unlock();
    throw dataDirError(dataDir, error);
  }
}

async function readState(
  dataDir: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  unlock: () => void,
): Promise<OpenState> {
  const store = new StateStore(dataDir, clock, logger);
  await store.load();
  // What was reserved is lost with a damaged file, or was never written on a full disk. The wall
  // clock always knows a number that no earlier run can have reached.
  const floor = Math.max(store.state.seqReserved, Math.floor(clock.now()) * NUMBERS_PER_MS);
  const sequence = new Sequence(floor, (highest) =>
    store.update((state) => (state.seqReserved = highest)),
  );
  await sequence.start();
  return {
    store,
    auth: await Auth.open(dataDir, clock, logger),
    sequence,
    async close() {
      await store.settled();
      unlock();
    },
  };
}
