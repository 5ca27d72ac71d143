import { powerSaveBlocker } from 'electron';
import type { AwakeChoice } from '../../shared/domain/desktop-choices';
import type { Clock, Timer } from '../services/clock';
import type { Ask } from './ask';

/** Rules come, fire and go; the machine waits longer than that before it sleeps. */
const EVERY_MS = 15_000;

/** Keeps the machine from going to sleep by itself while the trader's condition holds. */
export class KeepAwake {
  #choice: AwakeChoice = 'never';
  #blocker: number | null = null;
  readonly #timer: Timer;

  constructor(
    private readonly ask: Ask,
    clock: Clock,
  ) {
    this.#timer = clock.every(EVERY_MS, () => void this.#look());
  }

  async choose(choice: AwakeChoice): Promise<void> {
    this.#choice = choice;
    await this.#look();
  }

  stop(): void {
    this.#timer.cancel();
    this.#set(false);
  }

  async #look(): Promise<void> {
    const choice = this.#choice;
    const isWanted = choice === 'always' || (choice === 'critical' && (await this.#isCritical()));
    // What was chosen meanwhile has looked for itself.
    if (choice === this.#choice) this.#set(isWanted);
  }

  /** Whether a critical rule could fire; without an answer it is taken for granted. */
  async #isCritical(): Promise<boolean> {
    const rules = await this.ask('list_alert_rules', {});
    return (
      rules?.items.some(
        ({ severity, can_fire, muted }) => severity === 'critical' && can_fire && !muted,
      ) ?? true
    );
  }

  #set(isAwake: boolean): void {
    if (isAwake === (this.#blocker !== null)) return;
    if (this.#blocker !== null) powerSaveBlocker.stop(this.#blocker);
    this.#blocker = isAwake ? powerSaveBlocker.start('prevent-app-suspension') : null;
  }
}
