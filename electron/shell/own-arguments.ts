/** Switches of Chromium and Node that may stand among our flags; they are not ours to judge. */
const FOREIGN =
  /^--(no-sandbox|disable-|enable-|force-|remote-|inspect|user-data-dir=|ozone-|password-store=|lang=|use-|js-flags=|allow-|in-process-|no-first-run|gtk-version=|class=)/;

/**
 * What the desktop itself says to the app, and an installer after an update: no flags of the services,
 * but no strangers either.
 */
const OF_THE_DESKTOP = /^(--hidden$|--restarted=|--updated$|tickwatch:)/;

/**
 * The flags meant for the services.
 * @param argv As in `process.argv`.
 * @param isPackaged Unpackaged, Electron is called with its own switches and the app's folder first.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const start = isPackaged ? 1 : appPathIndex(argv) + 1;
  return argv
    .slice(start)
    .filter((argument) => !FOREIGN.test(argument) && !OF_THE_DESKTOP.test(argument));
}

/** Where the app's folder stands: the first word that is neither a switch nor a preloaded module. */
function appPathIndex(argv: readonly string[]): number {
  const isValue = (index: number): boolean => argv[index - 1] === '-r';
  return argv.findIndex(
    (argument, index) => index > 0 && !argument.startsWith('-') && !isValue(index),
  );
}
