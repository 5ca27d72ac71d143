import { app } from 'electron';
import type { Command } from './autostart';
import { ownArguments } from './own-arguments';

/** What a desktop is to start so that the app runs again as it runs now. */
export function startCommand(): Command {
  const program = process.env['APPIMAGE'] ?? app.getPath('exe');
  const flags = ownArguments(process.argv, app.isPackaged);
  return app.isPackaged ? [program, ...flags] : [program, app.getAppPath(), ...flags];
}
