/** Tells a program that it was started again after a fault, and when: ms UTC. */
const FLAG = '--restarted=';
/** A fault within this time after a restart would come again and again. */
const CALM_MS = 10 * 60_000;

/**
 * With what the app starts again after a fault of its own.
 * @param argv What it was started with, without the program.
 * @param now ms UTC.
 * @returns Null when it has been started again a moment ago: once more would not help.
 */
export function restartArguments(argv: readonly string[], now: number): string[] | null {
  const last = argv.find((word) => word.startsWith(FLAG));
  const at = Number(last?.slice(FLAG.length) ?? -Infinity);
  // A clock that was set back must not forbid it for ever.
  if (Math.abs(now - at) < CALM_MS) return null;
  return [...argv.filter((word) => !word.startsWith(FLAG)), `${FLAG}${now}`];
}
