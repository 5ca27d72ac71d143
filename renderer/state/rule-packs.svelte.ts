import type { AlertRule } from '../../shared/domain/alert-rule';
import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import { fileStem, type SavedFile } from './save-file';
import { packEntries, readPack, writePack, type PackEntry, type ReadPack } from './rule-pack';
import { writtenRule, type RuleInfo, type Rules } from './rules.svelte';
import { readTextFile, type FileProblem, type PickedFile } from './text-file';

export interface RulePacksParts {
  readonly transport: Transport;
  readonly rules: Rules;
  readonly save: (file: SavedFile) => void;
}

/** What a chosen file turned out to be. */
type ChosenPack =
  | { readonly kind: 'pack'; readonly entries: readonly PackEntry[] }
  | Exclude<ReadPack, { kind: 'pack' }>;

/** Why the services took none of the rules of a file. */
export interface PackRefusal {
  /** The one at fault; null when it is none of them. */
  readonly rule: AlertRule | null;
  readonly error: ErrorBody;
}

/** How an error names one rule of many. */
const PLACE = /^rules\.(\d+)/;

/** Rules as files: handed out, and taken in after a look at them. */
export class RulePacks {
  #read = $state.raw<ChosenPack | null>(null);
  #problem = $state<FileProblem | null>(null);
  #refusal = $state.raw<PackRefusal | null>(null);
  #busy = $state<'reading' | 'arming' | null>(null);
  #asked = 0;

  constructor(private readonly parts: RulePacksParts) {}

  /** What the chosen file holds; null before one is chosen. */
  get read(): ChosenPack | null {
    return this.#read;
  }

  /** Why the file is none that could be read. */
  get problem(): FileProblem | null {
    return this.#problem;
  }

  get refusal(): PackRefusal | null {
    return this.#refusal;
  }

  get busy(): 'reading' | 'arming' | null {
    return this.#busy;
  }

  /** Hands rules out as a file; those of targets and stops belong to their positions. */
  export(rules: readonly RuleInfo[]): void {
    const own = rules.filter(({ origin }) => origin === 'trader').map(writtenRule);
    const file = { name: `${fileStem('rules')}.json`, type: 'application/json' };
    this.parts.save({ ...file, text: writePack(own) });
  }

  /** Reads a file and asks the services what is in it; arms nothing. */
  async choose(file: PickedFile): Promise<void> {
    this.reset();
    const asked = this.#asked;
    this.#busy = 'reading';
    const { text, problem } = await readTextFile(file);
    const read = text === null ? null : readPack(text);
    const reply: Reply<ChosenPack | null> =
      read?.kind === 'pack' ? await this.#check(read.values) : { ok: true, value: read };
    // Another file has been chosen since, or the dialog was closed.
    if (asked !== this.#asked) return;
    this.#busy = null;
    this.#problem = problem;
    if (reply.ok) this.#read = reply.value;
    else this.#refusal = { rule: null, error: reply.error };
  }

  /** Arms all of them or, as `refusal` then says why, none; says which. */
  async arm(chosen: readonly AlertRule[]): Promise<boolean> {
    const { transport, rules } = this.parts;
    this.#refusal = null;
    this.#busy = 'arming';
    const reply = await transport.request('create_alert_rules', { rules: [...chosen] });
    if (reply.ok) await rules.load();
    else this.#refusal = refusalOf(reply.error, chosen);
    this.#busy = null;
    return reply.ok;
  }

  reset(): void {
    this.#asked += 1;
    if (this.#busy === 'reading') this.#busy = null;
    this.#read = null;
    this.#problem = null;
    this.#refusal = null;
  }

  async #check(values: readonly unknown[]): Promise<Reply<ChosenPack>> {
    const { transport, rules } = this.parts;
    const reply = await transport.request('check_alert_rules', { rules: [...values] });
    if (!reply.ok) return reply;
    const known = rules.items.map(writtenRule);
    return {
      ok: true,
      value: { kind: 'pack', entries: packEntries(values, reply.value.items, known) },
    };
  }
}

function refusalOf(error: ErrorBody, chosen: readonly AlertRule[]): PackRefusal {
  const field = error.details?.[0]?.field ?? '';
  const rule = chosen[Number(PLACE.exec(field)?.[1] ?? NaN)] ?? null;
  // The place is told by the rule itself.
  const message = error.details?.[0]?.message ?? error.message;
  return { rule, error: { ...error, message } };
}
