import type { Interval } from '../../shared/domain/interval';
import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';

type Body = RequestResult<'get_signal_record'>;

/** One call of the record, with what became of it. */
export type RecordedCall = Body['calls'][number];
/** How far what was said can be relied on. */
export type Reliability = NonNullable<Body['reliability']['1h']>;

/** The services hold as many calls in memory; older ones are read from the disk, which takes seconds. */
const AT_FIRST = 100;
const MORE = 10;

/** Whose record it is. */
export interface RecordSubject {
  readonly symbol: string;
  readonly interval: Interval;
}

/** What was said of a symbol on an interval, and what became of it; loaded when someone looks. */
export class SignalRecord {
  #subject = $state.raw<RecordSubject | null>(null);
  #body = $state.raw<Body | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  /** An earlier model than the present one. */
  #model: string | undefined = undefined;
  #round = 0;

  /** As many calls are asked for. */
  #most = AT_FIRST;
  #asked = $state(AT_FIRST);

  constructor(private readonly transport: Transport) {}

  /** Null when nobody looks. */
  get subject(): RecordSubject | null {
    return this.#subject;
  }

  /** Null until the services have answered for just this subject. */
  get body(): Body | null {
    return this.#body;
  }

  /** Newest first. */
  get calls(): readonly RecordedCall[] {
    return this.#body?.calls ?? [];
  }

  /** Whether there may be older calls. */
  get hasOlder(): boolean {
    return this.calls.length >= this.#asked;
  }

  /** Why there is nothing; null while it is there or on its way. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  /** Of the symbol, and of all symbols together; undefined while nothing is settled. */
  get reliability(): Reliability | undefined {
    return this.#subject ? this.#body?.reliability[this.#subject.interval] : undefined;
  }

  get reliabilityOfAll(): Reliability | undefined {
    return this.#subject ? this.#body?.all_symbols[this.#subject.interval] : undefined;
  }

  show(subject: RecordSubject): void {
    const { symbol, interval } = this.#subject ?? {};
    if (symbol === subject.symbol && interval === subject.interval) return;
    this.#subject = subject;
    this.#body = null;
    this.#most = AT_FIRST;
    void this.load();
  }

  /** Loads older calls, too; what is there stays until they are. */
  loadOlder(): void {
    this.#most = Math.min(100_000, Math.max(this.#most, this.#asked * MORE));
    void this.load();
  }

  /** Shows what another model said; what is shown stays until that is there. */
  chooseModel(version: string): void {
    this.#model = version;
    void this.load();
  }

  /** Shows a subject, and what is new of it when it is shown already. */
  refresh(subject: RecordSubject): void {
    const { symbol, interval } = this.#subject ?? {};
    if (symbol === subject.symbol && interval === subject.interval) void this.load();
    else this.show(subject);
  }

  close(): void {
    this.#round += 1;
    this.#subject = null;
    this.#model = undefined;
    this.#body = null;
    this.#error = null;
  }

  /** Loads it anew; what is there stays until the answer is. */
  async load(): Promise<void> {
    const subject = this.#subject;
    if (subject === null) return;
    this.#round += 1;
    const round = this.#round;
    const most = this.#most;
    this.#error = null;
    const reply = await this.transport.request('get_signal_record', {
      ...subject,
      limit: most,
      ...(this.#model === undefined ? {} : { model_version: this.#model }),
    });
    if (round !== this.#round) return;
    if (reply.ok) this.#take(reply.value, most);
    else if (this.#model !== undefined && reply.error.code === 'NOT_FOUND') this.#forgetModel();
    else if (this.#body === null) this.#error = reply.error;
  }

  #take(body: Body, asked: number): void {
    this.#body = body;
    this.#asked = asked;
  }

  /** The settings are back at that model, or its market is another: the present one is shown. */
  #forgetModel(): void {
    this.#model = undefined;
    void this.load();
  }

  /** Takes the news that a signal has turned. */
  hear({ symbol, interval }: RecordSubject): void {
    if (symbol === this.#subject?.symbol && interval === this.#subject.interval) void this.load();
  }
}
