import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const repository = resolve(import.meta.dirname, '../..');
const program = resolve(repository, 'dist/electron/headless.js');
/** The built program of the thread that replays history. */
export const replayProgram = pathToFileURL(resolve(repository, 'dist/electron/replay.js'));

/** A finished run of the server. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server at work in a process of its own. */
export interface Headless {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** All of stdout so far. */
  stdout(): string;
  stderr(): string;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

interface Started {
  readonly child: ChildProcess;
  readonly out: { stdout: string; stderr: string };
  readonly ended: Promise<Ended>;
}

function launch(args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env } });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (out.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (out.stderr += data.toString()));
  const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, ...out })));
  return { child, out, ended };
}

/** Runs the server with flags that should stop it from starting. */
export function runToEnd(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return launch(args, env).ended;
}

/** Starts the server and waits for its ready line. @throws with its stderr when it ends instead. */
export async function startHeadless(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Headless> {
  const { child, out, ended } = launch(['--port', '0', ...args], env);
  const line = new Promise<string>((done) => {
    child.stdout?.on('data', () => {
      if (out.stdout.includes('\n')) done(out.stdout.split('\n')[0] ?? '');
    });
  });
  const first = await Promise.race([line, ended]);
  if (typeof first !== 'string') throw new Error(`The server ended: ${first.stderr}`);
  const ready = JSON.parse(first) as { url: string; token: string; pid: number };
  return {
    ...ready,
    stdout: () => out.stdout,
    stderr: () => out.stderr,
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
