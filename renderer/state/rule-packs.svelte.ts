import type { AlertRule } from '../../shared/domain/alert-rule';
import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import { fileStem, type SavedFile } from './save-file';
import { readPack, writePack, type ReadPack } from './rule-pack';
import { writtenRule, type RuleInfo, type Rules } from './rules.svelte';
import { readTextFile, type FileProblem, type PickedFile } from './text-file';

export interface RulePacksParts {
  readonly transport: Transport;
  readonly rules: Rules;
  readonly save: (file: SavedFile) => void;
}

/** Rules that are being armed at the same time: enough to hide the way there and back. */
const LANES = 4;

/** Why no rule of a choice was armed. */
export interface PackRefusal {
  readonly rule: AlertRule;
  readonly error: ErrorBody;
}

/** How the arming of a choice has ended. */
export type PackOutcome =
  | { readonly kind: 'armed' }
  /** `left` are those that were armed and could not be taken back. */
  | { readonly kind: 'refused' | 'canceled'; readonly left: number };

/** Rules as files: handed out, and taken in after a look at them. */
export class RulePacks {
  #read = $state.raw<ReadPack | null>(null);
  #problem = $state<FileProblem | null>(null);
  #refusal = $state.raw<PackRefusal | null>(null);
  #done = $state<number | null>(null);
  #isCanceled = $state(false);

  constructor(private readonly parts: RulePacksParts) {}

  /** What the chosen file holds; null before one is chosen. */
  get read(): ReadPack | null {
    return this.#read;
  }

  /** Why the file is none that could be read. */
  get problem(): FileProblem | null {
    return this.#problem;
  }

  get refusal(): PackRefusal | null {
    return this.#refusal;
  }

  /** What is armed so far is being taken back, or will be. */
  get isCanceled(): boolean {
    return this.#isCanceled;
  }

  /** How many are armed so far; null while none is being armed. */
  get done(): number | null {
    return this.#done;
  }

  /** Hands rules out as a file; those of targets and stops belong to their positions. */
  export(rules: readonly RuleInfo[]): void {
    const own = rules.filter(({ origin }) => origin === 'trader').map(writtenRule);
    const file = { name: `${fileStem('rules')}.json`, type: 'application/json' };
    this.parts.save({ ...file, text: writePack(own) });
  }

  async choose(file: PickedFile): Promise<void> {
    this.reset();
    const { text, problem } = await readTextFile(file);
    this.#problem = problem;
    if (text !== null) this.#read = readPack(text, this.parts.rules.items.map(writtenRule));
  }

  /**
   * Arms all of them or none: those already armed are taken back when one is refused, or when it is
   * canceled. The transport keeps to the pace of the services.
   */
  async arm(chosen: readonly AlertRule[]): Promise<PackOutcome> {
    this.#refusal = null;
    this.#isCanceled = false;
    this.#done = 0;
    const made: number[] = [];
    const waiting = [...chosen];
    await Promise.all(Array.from({ length: LANES }, () => this.#armNext(waiting, made)));
    const outcome = await this.#end(made);
    this.#done = null;
    return outcome;
  }

  /** Ends the arming; what is armed so far is taken back. */
  cancel(): void {
    this.#isCanceled = true;
  }

  reset(): void {
    this.#read = null;
    this.#problem = null;
    this.#refusal = null;
  }

  async #armNext(waiting: AlertRule[], made: number[]): Promise<void> {
    for (let rule = waiting.shift(); rule; rule = waiting.shift()) {
      const reply = await this.parts.rules.create(rule);
      if (reply.ok) this.#done = made.push(reply.value.rule_id);
      else this.#refusal ??= { rule, error: reply.error };
      if (this.#refusal || this.#isCanceled) waiting.length = 0;
    }
  }

  async #end(made: readonly number[]): Promise<PackOutcome> {
    if (!this.#refusal && !this.#isCanceled) return { kind: 'armed' };
    const kind = this.#refusal ? 'refused' : 'canceled';
    return { kind, left: made.length - (await this.#takeBack(made)) };
  }

  /** Says how many could be taken back. */
  async #takeBack(made: readonly number[]): Promise<number> {
    const { transport, rules } = this.parts;
    const replies = await Promise.all(
      made.map((id) => transport.request('delete_alert_rule', { id })),
    );
    const gone = made.filter((_, at) => replies[at]?.ok);
    for (const id of gone) rules.forget(id);
    return gone.length;
  }
}
