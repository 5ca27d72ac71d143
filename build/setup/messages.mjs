const HEARTBEAT_MS = 30_000;

/** A failure whose message tells a person what to do; it is printed without a stack. */
export class SetupError extends Error {}

/**
 * Prints one line for people, on stderr: stdout belongs to the program that is being started.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/**
 * Announces a long step and shows the seconds that it has taken: on a terminal in one line that
 * counts, elsewhere in a line at the start and one every half minute.
 * @template T
 * @param {string} title what is being done, e.g. "Installing dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const live = process.stderr.isTTY;
  const draw = () =>
    live
      ? process.stderr.write(`\rset-up: ${title} … ${seconds()} s`)
      : say(`${title} … ${seconds()} s`);
  if (live) draw();
  else say(`${title} …`);
  const timer = setInterval(draw, live ? 1000 : HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (live) process.stderr.write('\n');
  }
}

/**
 * Runs the main function of a script and turns what it throws into one line and exit code 1.
 * @param {() => Promise<void>} main
 */
export function runScript(main) {
  main().catch((error) => {
    say(error instanceof Error ? describe(error) : String(error));
    process.exit(1);
  });
}

/** @param {Error & { code?: string }} error */
function describe(error) {
  if (error instanceof SetupError) return error.message;
  if (error.code === 'ENOSPC') return 'The disk is full: free some space and start again.';
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS')
    return `No permission: ${error.message}. Make the folder writable and start again.`;
  return `Unexpected failure: ${error.message}`;
}
