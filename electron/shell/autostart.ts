import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LoginStart } from '../../shared/domain/desktop-choices';

/** Starts the app without its window; see `ownArguments`. */
export const HIDDEN = '--hidden';

/** The program a desktop is to start, with its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/**
 * One argument of an `Exec` line: quoted, and with its percent signs doubled.
 * @see https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 */
function execArgument(text: string): string {
  const quoted = text.replace(/["`$\\]/g, (sign) => `\\${sign}`);
  // The file itself reads backslashes once more.
  return `"${quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}

/** The file by which a Linux desktop starts the app; `start` is never `off` here. */
export function autostartEntry(command: Command, start: Exclude<LoginStart, 'off'>): string {
  const words = start === 'hidden' ? [...command, HIDDEN] : command;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tickwatch',
    'Comment=Watches prices and tells when what you asked for happens',
    `Exec=${words.map(execArgument).join(' ')}`,
    'Icon=tickwatch',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Where Linux desktops look for it.*/
export const autostartFile = (env: Readonly<Record<string, string | undefined>>, home: string) =>
  join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart', 'tickwatch.desktop');

/** Has a Linux desktop start the app, or not any more. @throws the file system's error, or {TypeError} for a path with a line break. */
export async function setAutostart(
  file: string,
  command: Command,
  start: LoginStart,
): Promise<void> {
  if (start === 'off') {
    await rm(file, { force: true });
    return;
  }
  if (command.some((word) => /[\n\r]/.test(word))) throw new TypeError('A path with a line break');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, autostartEntry(command, start));
}
