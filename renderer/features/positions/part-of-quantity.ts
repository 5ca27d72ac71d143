import { Exact } from '../../../shared/domain/money';
import { plainText } from '../../format/decimal';

const HUNDRED = Exact.of(100);

/** A part of a quantity, in percent of it, as a text that reads back as exactly that number. */
export function partOfQuantity(quantity: number, percent: number): string {
  const part = Exact.of(quantity).times(Exact.of(percent)).dividedBy(HUNDRED);
  return plainText(part.toNumber());
}
