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

/** Why no rule of a choice was armed. */
export interface PackRefusal {
  readonly rule: AlertRule;
  readonly error: ErrorBody;
}

/** Rules as files: handed out, and taken in after a look at them. */
export class RulePacks {
  #read = $state.raw<ReadPack | null>(null);
  #problem = $state<FileProblem | null>(null);
  #refusal = $state.raw<PackRefusal | null>(null);
  #done = $state<number | null>(null);

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

  /** Arms all of them or none: those already armed are taken back when one is refused. */
  async arm(chosen: readonly AlertRule[]): Promise<boolean> {
    this.#refusal = null;
    const made: number[] = [];
    for (const rule of chosen) {
      this.#done = made.length;
      const reply = await this.parts.rules.create(rule);
      if (!reply.ok) {
        await this.#takeBack(made);
        this.#done = null;
        this.#refusal = { rule, error: reply.error };
        return false;
      }
      made.push(reply.value.rule_id);
    }
    this.#done = null;
    return true;
  }

  reset(): void {
    this.#read = null;
    this.#problem = null;
    this.#refusal = null;
  }

  async #takeBack(made: readonly number[]): Promise<void> {
    for (const id of made) {
      const { ok } = await this.parts.transport.request('delete_alert_rule', { id });
      if (ok) this.parts.rules.forget(id);
    }
  }
}
