import type { Clock, Timer } from '../../clock';
import type { VenueRules } from './venue-rules';

interface Question {
  readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE';
  readonly params: readonly string[];
}

export interface ControlPacerOptions {
  readonly rules: VenueRules;
  readonly clock: Clock;
  /** What the connection should deliver; read anew whenever something can be sent. */
  readonly wanted: ReadonlySet<string>;
  readonly send: (text: string) => void;
  /** The venue took these names. */
  readonly onAccepted: (names: readonly string[]) => void;
  /** The venue refused this name twice; it is not asked for again on this connection. */
  readonly onRejected: (name: string, error: string) => void;
  /** There is nothing to say at the moment. */
  readonly onIdle: () => void;
}

/** The venue counts the messages of any such span. */
const WINDOW_MS = 1000;

/**
 * Brings one connection's subscriptions in line with what is wanted: the difference, merged into
 * few messages, evenly spaced under the venue's limit, each held against its answer.
 *
 * What left evenly may arrive all at once when the line stood still. The limit holds at the venue
 * all the same: a message counts until a second after its answer, since only then has it surely
 * arrived a second ago.
 */
export class ControlPacer {
  readonly #options: ControlPacerOptions;
  readonly #gapMs: number;
  readonly #asked = new Set<string>();
  readonly #rejected = new Set<string>();
  readonly #doubted = new Set<string>();
  /** Names to be given up once, so that they are asked for anew. */
  readonly #renewing = new Set<string>();
  /** Names refused together, to be asked for in smaller company. */
  readonly #again: (readonly string[])[] = [];
  readonly #open = new Map<number, { readonly question: Question; readonly at: number }>();
  /** Monotonic moments of the last answers and pongs, oldest first. */
  readonly #counted: number[] = [];
  #timer: Timer | null = null;
  #isRunning = false;
  #freeAt = 0;
  #nextId = 1;

  constructor(options: ControlPacerOptions) {
    this.#options = options;
    this.#gapMs = Math.ceil(1000 / options.rules.controlsPerSecond);
  }

  /** The connection is open. */
  start(): void {
    this.#isRunning = true;
    this.#pace();
  }

  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** What is wanted has changed. Sent after the present turn: names that come together go together. */
  sync(): void {
    for (const name of this.#rejected) {
      // Given up and perhaps wanted anew later: then it deserves a fresh trial.
      if (!this.#options.wanted.has(name)) this.#forget(name);
    }
    if (this.#isRunning) this.#timer ??= this.#options.clock.after(0, () => this.#pace());
  }

  /** Gives a subscription up and takes it anew: the venue has confirmed it and still sends nothing. */
  renew(name: string): void {
    if (this.#asked.has(name)) this.#renewing.add(name);
    this.sync();
  }

  /** A pong went out, which the venue counts as a message. */
  ponged(): void {
    const now = this.#options.clock.monotonic();
    this.#freeAt = Math.max(this.#freeAt, now) + this.#gapMs;
    this.#count(now);
  }

  /** Monotonic moment of the oldest message without an answer; null when there is none. */
  get askedAt(): number | null {
    for (const { at } of this.#open.values()) return at;
    return null;
  }

  /** Whether the venue has confirmed all that is wanted of it, but for what it rejected. */
  get isConfirmed(): boolean {
    return this.#isRunning && this.#open.size === 0 && this.#nextQuestion() === null;
  }

  /** Whether the venue has agreed to send a name. */
  isAccepted(name: string): boolean {
    const unanswered = [...this.#open.values()].flatMap(({ question }) => question.params);
    return this.#asked.has(name) && ![...unanswered, ...this.#again.flat()].includes(name);
  }

  /** The venue answered message `id`; `error` is its text when it refused. */
  answered(id: number, error: string | null): void {
    const question = this.#open.get(id)?.question;
    if (!question) return;
    this.#open.delete(id);
    this.#count(this.#options.clock.monotonic());
    if (error === null) {
      if (question.method === 'SUBSCRIBE') this.#options.onAccepted(question.params);
    } else if (question.method === 'SUBSCRIBE') {
      this.#refused(question.params, error);
    }
    this.sync();
  }

  /** One bad name spoils its message: halves are tried until it stands alone, then once more. */
  #refused(names: readonly string[], error: string): void {
    const [name = ''] = names;
    if (names.length > 1) {
      const half = Math.ceil(names.length / 2);
      this.#again.push(names.slice(0, half), names.slice(half));
    } else if (!this.#doubted.has(name)) {
      this.#doubted.add(name);
      this.#again.push(names);
    } else {
      this.#asked.delete(name);
      this.#rejected.add(name);
      this.#options.onRejected(name, error);
    }
  }

  #giveUp(name: string): void {
    this.#asked.delete(name);
    this.#renewing.delete(name);
  }

  #forget(name: string): void {
    this.#rejected.delete(name);
    this.#doubted.delete(name);
  }

  #pace(): void {
    this.#timer = null;
    if (!this.#isRunning) return;
    const question = this.#nextQuestion();
    if (!question) {
      this.#options.onIdle();
      return;
    }
    const now = this.#options.clock.monotonic();
    if (this.#waitMs(now) === 0) {
      this.#ask(question, now);
      this.#freeAt = now + this.#gapMs;
    }
    const waitMs = this.#waitMs(now);
    // Without an end, it is the next answer that goes on.
    if (waitMs < Infinity) this.#timer = this.#options.clock.after(waitMs, () => this.#pace());
  }

  #count(now: number): void {
    this.#dropOld(now);
    this.#counted.push(now);
  }

  #dropOld(now: number): void {
    while (now - (this.#counted[0] ?? now) >= WINDOW_MS) this.#counted.shift();
  }

  /** Time until the next message may go; without end while all that count have no answer. */
  #waitMs(now: number): number {
    this.#dropOld(now);
    const { controlsPerSecond } = this.#options.rules;
    const surplus = this.#open.size + this.#counted.length - controlsPerSecond;
    const nextMs = Math.max(0, this.#freeAt - now);
    if (surplus < 0) return nextMs;
    const last = this.#counted[surplus];
    return last === undefined ? Infinity : Math.max(nextMs, last + WINDOW_MS - now);
  }

  #ask(question: Question, now: number): void {
    const { method, params } = question;
    if (this.#again[0] === params) this.#again.shift();
    for (const name of params) {
      if (method === 'SUBSCRIBE') this.#asked.add(name);
      else this.#giveUp(name);
    }
    const id = this.#nextId++;
    this.#open.set(id, { question, at: now });
    this.#options.send(JSON.stringify({ method, params, id }));
  }

  /** What to say next; null when there is nothing. Room is made before it is filled. */
  #nextQuestion(): Question | null {
    const { wanted, rules } = this.#options;
    const [again] = this.#again;
    if (again) return { method: 'SUBSCRIBE', params: again };
    const surplus = [...this.#asked]
      .filter((name) => !wanted.has(name) || this.#renewing.has(name))
      .slice(0, rules.namesPerControl);
    if (surplus.length > 0) return { method: 'UNSUBSCRIBE', params: surplus };
    const missing = difference(wanted, this.#asked)
      .filter((name) => !this.#rejected.has(name))
      .slice(0, rules.namesPerControl);
    return missing.length > 0 ? { method: 'SUBSCRIBE', params: missing } : null;
  }
}

function difference(names: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...names].filter((name) => !others.has(name));
}
