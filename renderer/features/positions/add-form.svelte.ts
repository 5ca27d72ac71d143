import { assetsOf, isContract } from '../../../shared/domain/fill';
import type { PositionSide } from '../../../shared/domain/position';
import { priceAtPercent } from '../../../shared/domain/target-price';
import { readDecimal } from '../../format/decimal';
import type { Locale } from '../../i18n/i18n.svelte';
import type { PositionDesk } from '../../state/position-desk';
import { FillFields } from './fill-fields.svelte';
import { FormErrors } from './form-errors.svelte';
import { NoteFields } from './note-fields.svelte';

const FIELDS = [
  ...['symbol', 'price', 'quantity', 'fee', 'fee_asset', 'time'],
  ...['leverage', 'maintenance', 'target', 'stop', 'note', 'tags'],
];
/** The services' names of fields that this form calls otherwise. */
const ALIASES = {
  entry_price: 'price',
  opened_at: 'time',
  profit_target_percent: 'target',
  stop_loss_percent: 'stop',
  maintenance_percent: 'maintenance',
};

/** A position about to be added; what is typed stays until it has been. */
export class AddForm {
  #symbol = $state('');
  side = $state<PositionSide>('long');
  isBusy = $state(false);
  /** The symbol of the position that was added, as the services spell it; null before. */
  added = $state<string | null>(null);
  readonly fill = new FillFields();
  readonly notes = new NoteFields();
  readonly errors: FormErrors;

  readonly assets = $derived(assetsOf(this.#symbol));
  readonly isContract = $derived(isContract(this.#symbol));
  /** In the quote asset; null while it is not typed. */
  readonly cost: number | null = $derived.by(() => {
    const { typedPrice: price, typedQuantity: quantity } = this.fill;
    if (price.kind !== 'value' || quantity.kind !== 'value') return null;
    return price.value * quantity.value;
  });

  constructor(
    private readonly desk: PositionDesk,
    locale: Locale,
  ) {
    this.errors = new FormErrors(locale, ALIASES);
  }

  get symbol(): string {
    return this.#symbol;
  }

  /** Takes another symbol; a price typed for the one before would be wrong. */
  setSymbol(symbol: string): void {
    if (symbol !== this.#symbol) this.fill.price = '';
    this.#symbol = symbol;
  }

  /** Where a target (`+`) or stop (`-`) typed in percent lies; null while that is not known. */
  priceAt(text: string, sign: 1 | -1): number | null {
    const entry = this.fill.typedPrice;
    const percent = readDecimal(text);
    if (entry.kind !== 'value' || percent.kind !== 'value') return null;
    return priceAtPercent(this.side, entry.value, sign * percent.value);
  }

  /** True when the position has been added. */
  async submit(): Promise<boolean> {
    this.errors.clear();
    if (this.#symbol.trim() === '') this.errors.set('symbol', 'form.error.required');
    const fill = this.fill.read(this.errors);
    const notes = this.notes.read(this.errors);
    if (!fill || !notes) return false;
    const { price, time, ...amounts } = fill;
    this.isBusy = true;
    const reply = await this.desk.change('create_position', {
      ...notes,
      ...amounts,
      leverage: this.isContract ? notes.leverage : null,
      maintenance_percent: this.isContract ? notes.maintenance_percent : null,
      symbol: this.#symbol.trim(),
      side: this.side,
      entry_price: price,
      ...(time === undefined ? {} : { opened_at: time }),
    });
    this.isBusy = false;
    if (!reply.ok) this.errors.take(reply.error, FIELDS);
    else this.added = reply.value.symbol;
    return reply.ok;
  }
}
