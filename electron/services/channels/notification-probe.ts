import { execFile } from 'node:child_process';

/** How the desktop's service for notifications is. */
export type ProbeAnswer = 'there' | 'silent' | 'absent';

/** Runs a program; tells its exit code, null when it could not be run, and what it wrote to stderr. */
export type Run = (
  program: string,
  args: readonly string[],
) => Promise<{ readonly code: number | null; readonly stderr: string }>;

const SERVICE = 'org.freedesktop.Notifications';
const LIMIT_MS = 2000;
const QUESTION = [
  '--session',
  '--print-reply=literal',
  `--reply-timeout=${LIMIT_MS}`,
  `--dest=${SERVICE}`,
  '/org/freedesktop/Notifications',
  `${SERVICE}.GetServerInformation`,
] as const;

/**
 * Asks whether anybody would show a notification on Linux. Electron waits for the service's answer
 * with all of its main process, 25 s for one that hangs: no price would be read in the meantime.
 * Where the question cannot be put the service is taken to be there.
 */
export async function probeNotifications(run: Run = runProgram): Promise<ProbeAnswer> {
  const { code, stderr } = await run('dbus-send', QUESTION);
  if (code === 0 || code === null) return 'there';
  return /NoReply|Timeout|TimedOut/i.test(stderr) ? 'silent' : 'absent';
}

const runProgram: Run = (program, args) =>
  new Promise((done) => {
    execFile(program, args, { timeout: 2 * LIMIT_MS }, (error, _stdout, stderr) => {
      if (error === null) done({ code: 0, stderr });
      else if (typeof error.code === 'number') done({ code: error.code, stderr });
      // One that had to be killed has not answered either; one that is not there cannot be asked.
      else done(error.killed ? { code: 1, stderr: 'NoReply' } : { code: null, stderr });
    });
  });
