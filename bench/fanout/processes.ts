import { fork, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Delivery, LoadOrder, LoadReport, ServerOrder, ServerReport, Target } from './orders';

type Of<R extends { readonly kind: string }, K extends R['kind']> = Extract<R, { kind: K }>;

/** A server under test, steered by lines on its stdin. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #waiting: ((report: ServerReport) => void)[] = [];
  #target: Target = { url: '', token: '' };

  private constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!this.#child.stdout) throw new Error('a server without stdout');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#waiting.shift()?.(JSON.parse(line) as ServerReport);
    });
  }

  /** Resolves once clients may connect. */
  static async start(program: string, args: readonly string[]): Promise<ServerProcess> {
    const server = new ServerProcess(program, args);
    server.#target = await server.#report('ready');
    return server;
  }

  get target(): Target {
    return this.#target;
  }

  /** Publishes as fast as it can; resolves with the number of messages. */
  async publish(turns: number): Promise<number> {
    return (await this.#ask({ kind: 'publish', turns }, 'published')).messages;
  }

  /** Publishes at a pace until `stop`. */
  pace(everyMs: number, updates: number, news = 0): void {
    this.#order({ kind: 'pace', everyMs, updates, news });
  }

  /** Resolves with the number of prices published at that pace. */
  async stop(): Promise<number> {
    return (await this.#ask({ kind: 'stop' }, 'published')).messages;
  }

  usage(): Promise<Of<ServerReport, 'usage'>> {
    return this.#ask({ kind: 'usage' }, 'usage');
  }

  end(): void {
    this.#child.stdin?.end();
  }

  #ask<K extends ServerReport['kind']>(order: ServerOrder, kind: K): Promise<Of<ServerReport, K>> {
    this.#order(order);
    return this.#report(kind);
  }

  #order(order: ServerOrder): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  #report<K extends ServerReport['kind']>(kind: K): Promise<Of<ServerReport, K>> {
    return new Promise((resolve, reject) => {
      const onEnd = (): void => reject(new Error('the server ended'));
      this.#child.once('close', onEnd);
      this.#waiting.push((report) => {
        this.#child.off('close', onEnd);
        if (report.kind === kind) resolve(report as Of<ServerReport, K>);
        else reject(new Error(`${kind} was asked for, not ${report.kind}`));
      });
    });
  }
}

/** Clients in a process of their own. */
export class LoadProcess {
  readonly #child = fork(join(import.meta.dirname, 'fanout-load.js'));

  async connect(target: Target, clients: number): Promise<void> {
    await this.#ask({ kind: 'connect', target, clients });
  }

  /** One more client that stops reading. */
  async addPaused(target: Target): Promise<void> {
    await this.#ask({ kind: 'paused', target });
  }

  async count(): Promise<void> {
    await this.#ask({ kind: 'count' });
  }

  /** Resolves once every client has so many messages, or no more come. */
  async expect(messages: number): Promise<Delivery> {
    const report = await this.#ask({ kind: 'expect', messages });
    if (report.kind !== 'delivery') throw new Error('not what was asked for');
    return report.delivery;
  }

  /** Resolves with how many of the attempts got in. */
  async attack(target: Target, attempts: number): Promise<number> {
    const report = await this.#ask({ kind: 'attack', target, attempts });
    if (report.kind !== 'attacked') throw new Error('not what was asked for');
    return report.admitted;
  }

  async close(): Promise<void> {
    await this.#ask({ kind: 'close' });
  }

  end(): void {
    this.#child.disconnect();
  }

  #ask(order: LoadOrder): Promise<LoadReport> {
    return new Promise((resolve, reject) => {
      const onExit = (): void => reject(new Error('the clients are gone'));
      this.#child.once('exit', onExit);
      this.#child.once('message', (report: LoadReport) => {
        this.#child.off('exit', onExit);
        resolve(report);
      });
      this.#child.send(order);
    });
  }
}
