import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzReport } from './server';
import type { Look } from './tally';

/** In memory where the system has that: a disk is not what is under fire. */
const quickFolder = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** The server under fire, in a process of its own. */
export class FuzzServer {
  readonly #dataDir = mkdtempSync(join(quickFolder(), 'tickwatch-fuzz-'));
  readonly #child: ChildProcess;
  #last: Promise<unknown> = Promise.resolve();
  #address = { url: '', token: '' };

  private constructor(program: string) {
    this.#child = fork(program, [this.#dataDir]);
  }

  /** @param program The bundled server. @throws when it ends before it is ready. */
  static async start(program: string): Promise<FuzzServer> {
    const server = new FuzzServer(program);
    server.#address = (await server.#next()) as { url: string; token: string };
    return server;
  }

  get address(): { readonly url: string; readonly token: string } {
    return this.#address;
  }

  /** @throws when the process has ended. */
  look(): Promise<Look> {
    const look = this.#last.then(async () => {
      if (this.#child.exitCode !== null) throw new Error('the server has ended');
      this.#child.send({});
      return (await this.#next()) as Look;
    });
    this.#last = look.catch(() => undefined);
    return look;
  }

  /** Ends it as a stop does and removes what it wrote. */
  async end(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.disconnect();
      await ended;
    }
    rmSync(this.#dataDir, { recursive: true });
  }

  #next(): Promise<FuzzReport> {
    return new Promise((resolve, reject) => {
      const onExit = (): void => reject(new Error('the server has ended'));
      this.#child.once('exit', onExit);
      this.#child.once('message', (report: FuzzReport) => {
        this.#child.off('exit', onExit);
        resolve(report);
      });
    });
  }
}
