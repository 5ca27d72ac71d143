import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { dataDirError } from '../data-dir';
import type { Logger } from '../logger';
import { textFile } from '../store/durable-file';
import type { StateStore } from '../store/state-store';
import { ChannelService } from './channel-service';
import { ChannelSetups, type ChannelKinds } from './channel-setups';
import { discord } from './discord';
import { HttpSender } from './http-sender';
import { localKind, type LocalChannels } from './local-channel';
import { ntfy } from './ntfy';
import { FileSecretStore } from './secret-store';
import { telegram } from './telegram';
import { webhook } from './webhook';

const SECRETS_FILE = 'secrets.json';

/** What the channels need of the rest. */
export interface ChannelPorts {
  readonly dataDir: string;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly localChannels?: LocalChannels | undefined;
}

/**
 * Opens all ways to reach the trader.
 * @param started Gets what ends them.
 * @throws {AppError} `INVALID` when the secrets are there but may not be read.
 */
export async function openChannels(ports: ChannelPorts, started: (() => void)[]) {
  const { localChannels: local = {}, store } = ports;
  const secrets = await openSecrets(ports);
  store.onFolderRemade(() => secrets.save());
  const kinds: ChannelKinds = {
    desktop: localKind(local.desktop, 'There is no desktop here that could show anything.'),
    sound: localKind(local.sound, 'A server makes no sound; the desktop app does.'),
    ...{ telegram, discord, ntfy, webhook },
  };
  const setups = new ChannelSetups({ ...ports, secrets, kinds });
  const channels = new ChannelService({ ...ports, setups, kinds, sender: new HttpSender(ports) });
  started.push(() => channels.stop());
  return { setups, channels };
}

async function openSecrets({ dataDir, clock, logger }: ChannelPorts): Promise<FileSecretStore> {
  const path = join(dataDir, SECRETS_FILE);
  const file = {
    ...textFile(path),
    setAside: () => rename(path, `${path}.corrupt-${clock.now()}`),
  };
  try {
    return await FileSecretStore.open(file, logger);
  } catch (error) {
    throw dataDirError(dataDir, error);
  }
}
