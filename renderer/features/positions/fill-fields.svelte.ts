import { readDecimal, type TypedDecimal } from '../../format/decimal';
import { wireTime } from '../../state/kline-series';
import type { FormErrors } from './form-errors.svelte';

/** What is bought or sold, as requests take it. */
export interface FillValues {
  readonly price: number;
  readonly quantity: number;
  readonly fee?: number;
  readonly fee_asset?: string;
  /** ISO-8601. */
  readonly time?: string;
}

/** The fields of something bought or sold, as they are typed. */
export class FillFields {
  price = $state('');
  quantity = $state('');
  fee = $state('');
  /** The quote asset when empty. */
  feeAsset = $state('');
  /** Local time as a browser's field writes it; now when empty. */
  time = $state('');

  readonly typedPrice: TypedDecimal = $derived(readDecimal(this.price));
  readonly typedQuantity: TypedDecimal = $derived(readDecimal(this.quantity));
  readonly typedFee: TypedDecimal = $derived(readDecimal(this.fee));

  /** All of it as it is typed. */
  get typed() {
    const { price, quantity, fee, feeAsset, time } = this;
    return { price, quantity, fee, feeAsset, time };
  }

  /** What is typed, null when some of it is no amount: then the errors say what. */
  read(errors: FormErrors): FillValues | null {
    const price = readPositive(this.typedPrice, 'price', errors);
    const quantity = readPositive(this.typedQuantity, 'quantity', errors);
    const fee = readOptional(this.typedFee, 'fee', errors);
    if (price === null || quantity === null || !errors.isEmpty) return null;
    return {
      price,
      quantity,
      ...(fee === null ? {} : { fee, ...this.#feeAsset() }),
      ...(this.time === '' ? {} : { time: wireTime(Date.parse(this.time)) }),
    };
  }

  #feeAsset(): { fee_asset?: string } {
    const asset = this.feeAsset.trim();
    return asset === '' ? {} : { fee_asset: asset };
  }
}

/** An amount above zero, null when it is none: then the errors say why. */
function readPositive(typed: TypedDecimal, field: string, errors: FormErrors): number | null {
  if (typed.kind === 'empty') errors.set(field, 'form.error.required');
  const value = readOptional(typed, field, errors);
  if (value === null || value > 0) return value;
  errors.set(field, 'form.error.positive');
  return null;
}

/** An amount, null when there is none or what is typed is none: then the errors say why. */
export function readOptional(
  typed: TypedDecimal,
  field: string,
  errors: FormErrors,
): number | null {
  if (typed.kind === 'problem') errors.set(field, `form.error.${typed.problem}`);
  return typed.kind === 'value' ? typed.value : null;
}
