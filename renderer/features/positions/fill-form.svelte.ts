import type { Fill } from '../../../shared/domain/fill';
import type { Locale } from '../../i18n/i18n.svelte';
import type { PositionDesk } from '../../state/position-desk';
import type { PositionInfo } from '../../state/position-register';
import { FillFields, type FillValues } from './fill-fields.svelte';
import { previewFill, type FillPreview } from './fill-preview';
import { FormErrors } from './form-errors.svelte';
import { partOfQuantity } from './part-of-quantity';

const FIELDS = ['price', 'quantity', 'fee', 'fee_asset', 'time'];

/** Parts of a position that are often taken off, percent. */
export const CLOSE_PARTS = ['25', '50', '75', '100'] as const;
export type ClosePart = (typeof CLOSE_PARTS)[number];

/** A fill about to be added to a position: more of it, or part or all taken off. */
export class FillForm {
  isBusy = $state(false);
  readonly fields = new FillFields();
  readonly errors: FormErrors;
  readonly #side: Fill['side'];

  readonly preview: FillPreview | null = $derived.by(() => this.#preview());
  /** The part that the quantity typed is; null for another. */
  readonly part: ClosePart | null = $derived(
    CLOSE_PARTS.find((part) => this.fields.quantity === this.#partText(part)) ?? null,
  );

  constructor(
    private readonly desk: PositionDesk,
    locale: Locale,
    readonly position: PositionInfo,
    readonly isClosing: boolean,
  ) {
    this.errors = new FormErrors(locale);
    this.#side = (position.side === 'long') === isClosing ? 'sell' : 'buy';
    if (isClosing) this.takePart('100');
  }

  takePart(part: ClosePart): void {
    this.fields.quantity = this.#partText(part);
  }

  /** True when the fill has been added. */
  async submit(): Promise<boolean> {
    this.errors.clear();
    const values = this.fields.read(this.errors);
    if (!values) return false;
    this.isBusy = true;
    const reply = await this.#send(values);
    this.isBusy = false;
    if (!reply.ok) this.errors.take(reply.error, FIELDS);
    return reply.ok;
  }

  #send(values: FillValues) {
    const { position_id: id, quantity } = this.position;
    if (!this.isClosing || values.quantity !== quantity) {
      return this.desk.change('add_fill', { id, side: this.#side, ...values });
    }
    // All of it, also when the quantity is a fraction that a number only comes near to.
    const { price, fee, fee_asset, time } = values;
    return this.desk.change('close_position', { id, price, fee, fee_asset, time });
  }

  #partText(part: ClosePart): string {
    return partOfQuantity(this.position.quantity, Number(part));
  }

  #preview(): FillPreview | null {
    const { typedPrice: price, typedQuantity: quantity, typedFee: fee, feeAsset } = this.fields;
    if (price.kind !== 'value' || quantity.kind !== 'value') return null;
    const asset = feeAsset.trim();
    const values = {
      price: price.value,
      quantity: quantity.value,
      ...(fee.kind === 'value' ? { fee: fee.value } : {}),
      ...(asset === '' ? {} : { fee_asset: asset }),
    };
    return previewFill(this.position, this.#side, values);
  }
}
