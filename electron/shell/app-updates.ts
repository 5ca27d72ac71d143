import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import type { AppUpdater, UpdateCheckResult } from 'electron-updater';
import type { UpdateChannel, UpdateObstacle, UpdateWay } from '../../shared/domain/update-choices';
import type { Clock } from '../services/clock';
import type { Logger } from '../services/logger';
import type { UpdateSource } from '../services/updates/update-source';
import type { CleanQuit } from './clean-quit';
import { bringBack, keepProgram } from './kept-program';
import { readUpdatePlace } from './update-place';

/** An installer that has done nothing by then will not do anything any more. */
const PATIENCE_MS = 60_000;

interface AppUpdatesParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly quit: Pick<CleanQuit, 'into'>;
}

/** Newer versions of the packaged app, by electron-updater. Nothing of it is loaded before it is needed. */
export class AppUpdates implements UpdateSource {
  readonly version = app.getVersion();
  readonly obstacle: UpdateObstacle | null;
  readonly way: UpdateWay = wayOf();
  readonly checksSignature: boolean;
  readonly home: string | null;
  readonly #parts: AppUpdatesParts;
  #updater: AppUpdater | null = null;
  #found: UpdateCheckResult | null = null;

  constructor(parts: AppUpdatesParts) {
    this.#parts = parts;
    const { obstacle, home, namesPublisher } = readUpdatePlace(placeText());
    this.obstacle = app.isPackaged ? obstacle : 'sources';
    this.home = home;
    const { platform } = process;
    this.checksSignature = platform === 'darwin' || (platform === 'win32' && namesPublisher);
  }

  async look(channel: UpdateChannel): Promise<unknown> {
    const updater = await this.#open();
    updater.channel = channel === 'beta' ? 'beta' : 'latest';
    updater.allowPrerelease = channel === 'beta';
    // To name a channel allows it, and older versions do not know what newer ones have saved.
    updater.allowDowngrade = false;
    this.#found = await updater.checkForUpdates();
    if (!this.#found) throw new Error('This package cannot look for newer versions');
    return this.#found.isUpdateAvailable ? this.#found.updateInfo : null;
  }

  async fetch(onShare: (share: number) => void, signal: AbortSignal): Promise<void> {
    const updater = await this.#open();
    const token = this.#found?.cancellationToken;
    const report = ({ percent }: { percent: number }): void => onShare(percent / 100);
    const cancel = (): void => token?.cancel();
    updater.on('download-progress', report);
    signal.addEventListener('abort', cancel);
    try {
      await updater.downloadUpdate(token);
    } finally {
      updater.off('download-progress', report);
      signal.removeEventListener('abort', cancel);
    }
  }

  keepPresent(previous: string | null): string | null {
    const present = imagePath();
    return present === undefined ? null : keepProgram(present, previous);
  }

  install(kept: string | null): void {
    this.#parts.quit.into(() => this.#replace(kept));
  }

  /** From here on there are no services. The older program comes back when the newer one does not. */
  #replace(kept: string | null): void {
    const { clock, logger } = this.#parts;
    const goBack = (error: unknown): void => {
      logger.error('The update was not installed', { error: String(error) });
      const execPath = imagePath();
      if (execPath !== undefined && kept !== null) bringBack(execPath, kept);
      app.relaunch(execPath === undefined ? {} : { execPath });
      app.exit(1);
    };
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
    // On Linux the newer one is started before this one has ended.
    app.releaseSingleInstanceLock();
    this.#updater?.once('error', goBack);
    clock.after(PATIENCE_MS, () => goBack('The installer did nothing'));
    this.#updater?.quitAndInstall(true, true);
  }

  async #open(): Promise<AppUpdater> {
    if (this.#updater) return this.#updater;
    const { default: library } = await import('electron-updater');
    const { autoUpdater: updater } = library;
    const { logger } = this.#parts;
    const log = (level: 'debug' | 'warn') => (message?: unknown) =>
      logger[level]('Updater', { said: String(message) });
    updater.logger = {
      info: log('debug'),
      warn: log('warn'),
      error: log('warn'),
      debug: log('debug'),
    };
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.disableWebInstaller = true;
    // Instead of a number by which one installation could be told from another.
    updater.requestHeaders = { 'x-user-staging-id': '0' };
    // What goes wrong is thrown as well; without a listener it would be thrown at nobody.
    updater.on('error', () => undefined);
    this.#updater = updater;
    return updater;
  }
}

function placeText(): string | null {
  try {
    return readFileSync(join(process.resourcesPath, 'app-update.yml'), 'utf8');
  } catch {
    return null; // a build that names no place
  }
}

/** The AppImage that this program runs from; another one that has started it does not count. */
function imagePath(): string | undefined {
  const { APPIMAGE: image, APPDIR: folder } = process.env;
  const isOurs = folder !== undefined && process.execPath.startsWith(join(folder, '/'));
  return isOurs ? image : undefined;
}

/** Who has installed the program decides who may replace it. */
function wayOf(): UpdateWay {
  if (process.platform === 'darwin') return 'itself';
  if (process.platform === 'win32') {
    return process.env['PORTABLE_EXECUTABLE_FILE'] === undefined ? 'itself' : 'by_hand';
  }
  const image = imagePath();
  try {
    if (image === undefined) return 'by_hand';
    accessSync(dirname(image), constants.W_OK);
    return 'itself';
  } catch {
    return 'by_hand'; // where it lies nobody but the system may write
  }
}
