import { isContract } from '../../../shared/domain/fill';
import { priceAtPercent } from '../../../shared/domain/target-price';
import { readDecimal } from '../../format/decimal';
import type { Locale } from '../../i18n/i18n.svelte';
import type { PositionDesk } from '../../state/position-desk';
import type { PositionInfo } from '../../state/position-register';
import { FormErrors } from './form-errors.svelte';
import { NoteFields } from './note-fields.svelte';

const ALIASES = {
  profit_target_percent: 'target',
  stop_loss_percent: 'stop',
  maintenance_percent: 'maintenance',
};
const FIELDS = ['leverage', 'maintenance', 'target', 'stop', 'note', 'tags'];

/** What is noted about a position, about to be changed. */
export class EditForm {
  isBusy = $state(false);
  readonly notes: NoteFields;
  readonly errors: FormErrors;
  readonly isContract: boolean;

  constructor(
    private readonly desk: PositionDesk,
    locale: Locale,
    private readonly position: PositionInfo,
  ) {
    this.notes = new NoteFields(position);
    this.errors = new FormErrors(locale, ALIASES);
    this.isContract = isContract(position.symbol);
  }

  /** Where a target (`+`) or stop (`-`) typed in percent lies; null while that is not known. */
  priceAt(text: string, sign: 1 | -1): number | null {
    const percent = readDecimal(text);
    if (percent.kind !== 'value') return null;
    const { side, entry_price: entry } = this.position;
    return priceAtPercent(side, entry, sign * percent.value);
  }

  /** True when the changes are kept. */
  async submit(): Promise<boolean> {
    this.errors.clear();
    const notes = this.notes.read(this.errors);
    if (!notes) return false;
    this.isBusy = true;
    const id = this.position.position_id;
    const reply = await this.desk.change('patch_position', { id, ...notes });
    this.isBusy = false;
    if (!reply.ok) this.errors.take(reply.error, FIELDS);
    return reply.ok;
  }
}
