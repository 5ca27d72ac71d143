import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './producer-messages';

type Kind = Report['kind'];

/** The producer, started and steered from here. */
export class ProducerProcess {
  readonly #child: ChildProcess;
  #port = 0;

  private constructor() {
    this.#child = fork(fileURLToPath(new URL('./producer.js', import.meta.url)));
  }

  static async start(): Promise<ProducerProcess> {
    const producer = new ProducerProcess();
    producer.#port = (await producer.#report('ready')).port;
    return producer;
  }

  /** `127.0.0.1:port`. */
  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Resolves once a client has asked for that many streams. */
  async subscribed(names: number): Promise<void> {
    while ((await this.#report('subscribed')).names < names);
  }

  /** Lets frames flow; resolves with the number of trades among them when all are sent. */
  async send(order: Order): Promise<number> {
    this.#child.send(order);
    return (await this.#report('sent')).trades;
  }

  stop(): void {
    this.#child.disconnect();
  }

  #report<K extends Kind>(kind: K): Promise<Extract<Report, { kind: K }>> {
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error('the producer is gone'));
      const onMessage = (report: Report) => {
        if (report.kind !== kind) return;
        this.#child.off('message', onMessage).off('exit', onExit);
        resolve(report as Extract<Report, { kind: K }>);
      };
      this.#child.on('message', onMessage).on('exit', onExit);
    });
  }
}
