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
  /** The one at fault; null when it is none of them. */
  readonly rule: AlertRule | null;
  readonly error: ErrorBody;
}

/** How an error names one rule of many. */
const PLACE = /^rules\.(\d+)/;

/** Rules as files: handed out, and taken in after a look at them. */
export class RulePacks {
  #read = $state.raw<ReadPack | null>(null);
  #problem = $state<FileProblem | null>(null);
  #refusal = $state.raw<PackRefusal | null>(null);
  #isArming = $state(false);

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

  get isArming(): boolean {
    return this.#isArming;
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

  /** Arms all of them or, as `refusal` then says why, none; says which. */
  async arm(chosen: readonly AlertRule[]): Promise<boolean> {
    const { transport, rules } = this.parts;
    this.#refusal = null;
    this.#isArming = true;
    const reply = await transport.request('create_alert_rules', { rules: [...chosen] });
    if (reply.ok) await rules.load();
    else this.#refusal = refusalOf(reply.error, chosen);
    this.#isArming = false;
    return reply.ok;
  }

  reset(): void {
    this.#read = null;
    this.#problem = null;
    this.#refusal = null;
  }
}

function refusalOf(error: ErrorBody, chosen: readonly AlertRule[]): PackRefusal {
  const field = error.details?.[0]?.field ?? '';
  const rule = chosen[Number(PLACE.exec(field)?.[1] ?? NaN)] ?? null;
  // The place is told by the rule itself.
  const message = error.details?.[0]?.message ?? error.message;
  return { rule, error: { ...error, message } };
}
