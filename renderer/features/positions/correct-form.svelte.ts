import type { Fill } from '../../../shared/domain/fill';
import { plainText } from '../../format/decimal';
import type { Locale } from '../../i18n/i18n.svelte';
import type {
  FillCorrected,
  FillCorrection,
  FillInfo,
  PositionDesk,
} from '../../state/position-desk';
import type { PositionInfo } from '../../state/position-register';
import { FillFields } from './fill-fields.svelte';
import { FormErrors } from './form-errors.svelte';

const FIELDS = ['price', 'quantity', 'fee', 'fee_asset', 'time'];

export interface CorrectFormParts {
  readonly desk: PositionDesk;
  readonly locale: Locale;
  readonly position: PositionInfo;
  readonly entry: FillInfo;
  /** The fill is to go; nothing of it can be typed then. */
  readonly isDeleting: boolean;
}

/** A fill that was entered wrongly, about to be corrected or taken out. */
export class CorrectForm {
  isBusy = $state(false);
  side = $state<Fill['side']>('buy');
  /** What it would come to, by the services; null while that is not known. */
  preview = $state.raw<FillCorrected | null>(null);
  /** Whether the trader has agreed that the position turns to the other side. */
  mayTurn = $state(false);
  readonly fields = new FillFields();
  readonly errors: FormErrors;
  readonly #timeBefore: string;
  #asked = 0;

  constructor(private readonly parts: CorrectFormParts) {
    const { locale, entry } = parts;
    this.errors = new FormErrors(locale);
    this.side = entry.side ?? 'buy';
    this.fields.price = textOf(entry.price);
    this.fields.quantity = textOf(entry.quantity);
    this.fields.fee = textOf(entry.fee);
    this.fields.feeAsset = entry.fee_asset ?? '';
    this.#timeBefore = localTime(Date.parse(entry.time));
    this.fields.time = this.#timeBefore;
  }

  /** Asks anew what it would come to; the newest answer counts. */
  async ask(): Promise<void> {
    this.errors.clear();
    const asked = ++this.#asked;
    const correction = this.#correction();
    if (correction === undefined) {
      this.preview = null;
      return;
    }
    const { desk, position, entry } = this.parts;
    const reply = await desk.previewFill(position.position_id, entry.fill_id, correction);
    if (asked !== this.#asked) return;
    this.preview = reply.ok ? reply.value : null;
    // What was agreed to was another correction.
    this.mayTurn = false;
    if (!reply.ok) this.errors.take(reply.error, FIELDS);
  }

  /** True when it has been done. */
  async submit(): Promise<boolean> {
    this.errors.clear();
    const correction = this.#correction();
    if (correction === undefined) return false;
    const { desk, position, entry } = this.parts;
    this.isBusy = true;
    const at = { id: position.position_id, fill_id: entry.fill_id };
    const reply = await desk.correctFill(at, correction, this.mayTurn);
    this.isBusy = false;
    if (!reply.ok) this.errors.take(reply.error, FIELDS);
    return reply.ok;
  }

  /** Undefined when what is typed makes no sense: then the errors say what. */
  #correction(): FillCorrection | undefined {
    if (this.parts.isDeleting) return null;
    const values = this.fields.read(this.errors);
    if (!values) return undefined;
    const { price, quantity, time } = values;
    return {
      ...{ side: this.side, price, quantity, ...this.#fee() },
      // A field of the browser knows no milliseconds: what nobody has touched stays as it is.
      ...(time === undefined || this.fields.time === this.#timeBefore ? {} : { time }),
    };
  }

  /** Only what was changed: a fee sent again would be valued again. */
  #fee(): { fee?: number; fee_asset?: string } {
    const { entry } = this.parts;
    const { typedFee } = this.fields;
    const fee = typedFee.kind === 'value' ? typedFee.value : 0;
    const asset = this.fields.feeAsset.trim();
    const isSame = fee === (entry.fee ?? 0) && asset === (entry.fee_asset ?? '');
    if (isSame) return {};
    return { fee, ...(asset === '' ? {} : { fee_asset: asset }) };
  }
}

const textOf = (value: number | null): string => (value === null ? '' : plainText(value));

/** As a browser's field for local times writes it, to the second. */
function localTime(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
