import { plainText, readDecimal } from '../../format/decimal';
import type { PositionInfo } from '../../state/position-register';
import { readOptional } from './fill-fields.svelte';
import type { FormErrors } from './form-errors.svelte';

/** What is noted about a position, as requests take it; null takes a value away. */
export interface NoteValues {
  readonly leverage: number | null;
  readonly maintenance_percent: number | null;
  readonly profit_target_percent: number | null;
  readonly stop_loss_percent: number | null;
  readonly note: string | null;
  readonly tags: string[];
}

const textOf = (value: number | null): string => (value === null ? '' : plainText(value));

/** The fields of what is noted about a position, as they are typed. */
export class NoteFields {
  leverage = $state('');
  /** Percent. */
  maintenance = $state('');
  target = $state('');
  stop = $state('');
  note = $state('');
  /** Separated by commas. */
  tags = $state('');

  /** Starts from what is noted already. */
  constructor(position?: PositionInfo) {
    if (!position) return;
    this.leverage = textOf(position.leverage);
    this.maintenance = textOf(position.maintenance_percent);
    this.target = textOf(position.profit_target_percent);
    this.stop = textOf(position.stop_loss_percent);
    this.note = position.note ?? '';
    this.tags = position.tags.join(', ');
  }

  /** What is typed, null when some of it makes no sense: then the errors say what. */
  read(errors: FormErrors): NoteValues | null {
    const values = {
      leverage: this.#positive(this.leverage, 'leverage', errors),
      maintenance_percent: this.#positive(this.maintenance, 'maintenance', errors),
      profit_target_percent: this.#positive(this.target, 'target', errors),
      stop_loss_percent: this.#positive(this.stop, 'stop', errors),
      note: this.note.trim() === '' ? null : this.note.trim(),
      tags: tagsOf(this.tags),
    };
    return errors.isEmpty ? values : null;
  }

  #positive(text: string, field: string, errors: FormErrors): number | null {
    const value = readOptional(readDecimal(text), field, errors);
    if (value !== null && value <= 0) errors.set(field, 'form.error.positive');
    return value;
  }
}

function tagsOf(text: string): string[] {
  const tags = text.split(/[,،、]/).map((tag) => tag.trim());
  return tags.filter((tag, at) => tag !== '' && tags.indexOf(tag) === at);
}
