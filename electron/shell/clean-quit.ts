import { app } from 'electron';
import type { App } from '../app';

/** The one way in which the program ends: services first, whatever asks for it, also while they start. */
export class CleanQuit {
  #isStopping = false;
  /** Nothing is in the way of the end any more. */
  #isOver = false;
  #end: () => void = () => app.exit(0);

  /** @param fail Hears why the services could not be stopped. */
  constructor(private readonly fail: (error: unknown) => void) {}

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Begins to stand in between. @param onQuit Comes before the services are stopped. */
  guard(services: Pick<App, 'stop'>, onQuit: () => void): void {
    app.on('before-quit', (event) => {
      if (this.#isOver) return;
      event.preventDefault();
      if (this.#isStopping) return;
      this.#isStopping = true;
      onQuit();
      services.stop().then(() => this.#finish(), this.fail);
    });
    app.on('window-all-closed', () => {
      if (!this.#isStopping) app.quit();
    });
    // A terminal and npm both pass Ctrl-C on: the second of a kind must not cut the first one short.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  }

  /** Ends the services, and lets something else than a plain end follow. */
  into(end: () => void): void {
    this.#end = end;
    app.quit();
  }

  #finish(): void {
    this.#isOver = true;
    this.#end();
  }
}
