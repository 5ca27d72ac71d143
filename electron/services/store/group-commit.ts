import { Backoff } from '../backoff';
import type { Clock, Timer } from '../clock';

/** A healthy disk answers in milliseconds. */
const SLOW_MS = 2000;
/** At most so often for changes nobody waits for. */
const LAZY_MS = 250;

export interface GroupCommitOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Makes everything durable that has been changed before the call. */
  readonly commit: () => Promise<void>;
  /** Whether the commit wrote only a part: it is then called again, and each call timed on its own. */
  readonly hasMore?: () => boolean;
  /** Hears how each commit ended, null when it is durable; and of one that takes too long. */
  readonly onOutcome: (error: unknown) => void;
}

/**
 * Makes changes durable, one commit at a time: whoever asks while one runs shares the next, so a
 * promise stands for a commit that began after its change. What fails is tried again until it holds.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  readonly #backoff: Backoff;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #later: Timer | null = null;
  #retry: Timer | null = null;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** Resolves when all changes made so far are durable. @throws the commit's error; it is tried again. */
  now(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#running) return this.#run();
    this.#next = this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return this.#run();
      });
    return this.#next;
  }

  /** Commits within a quarter of a second. */
  soon(): void {
    if (this.#next) return;
    this.#later ??= this.#options.clock.after(LAZY_MS, () => {
      this.#later = null;
      this.#commitQuietly();
    });
  }

  /** Makes a last attempt for what is not durable yet, and waits for it; sets nothing off any more. */
  async close(): Promise<void> {
    const isOpen = this.#later !== null || this.#retry !== null;
    this.#cancelTimers();
    await (isOpen ? this.now() : (this.#next ?? this.#running))?.catch(() => undefined);
    this.#cancelTimers();
  }

  #run(): Promise<void> {
    this.#cancelTimers();
    const running = this.#attempt().finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #attempt(): Promise<void> {
    const { clock, hasMore, onOutcome } = this.#options;
    try {
      do await this.#timed();
      while (hasMore?.());
      this.#backoff.reset();
      onOutcome(null);
    } catch (error) {
      onOutcome(error);
      this.#retry = clock.after(this.#backoff.next(), () => {
        this.#retry = null;
        this.#commitQuietly();
      });
      throw error;
    }
  }

  async #timed(): Promise<void> {
    const { clock, commit, onOutcome } = this.#options;
    const slow = clock.after(SLOW_MS, () => onOutcome(new Error('The disk does not answer')));
    try {
      await commit();
    } finally {
      slow.cancel();
    }
  }

  #commitQuietly(): void {
    // Its outcome is reported, and it is tried again.
    void this.now().catch(() => undefined);
  }

  #cancelTimers(): void {
    this.#later?.cancel();
    this.#retry?.cancel();
    this.#later = null;
    this.#retry = null;
  }
}
