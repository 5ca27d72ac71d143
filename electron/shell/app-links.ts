import { app } from 'electron';

/**
 * Tells Windows whose `tickwatch://` links are; Linux and macOS know it from the package. A portable
 * program leaves the machine as it is, and a checkout is not what links should open.
 */
export function claimLinks(): void {
  const isPortable = process.env['PORTABLE_EXECUTABLE_FILE'] !== undefined;
  if (process.platform === 'win32' && app.isPackaged && !isPortable) {
    app.setAsDefaultProtocolClient('tickwatch');
  }
}
