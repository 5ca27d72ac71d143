import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import { symbolText } from '../format/symbol';
import type { Locale } from '../i18n/i18n.svelte';
import type { PositionInfo } from './position-register';
import type { Positions } from './positions.svelte';
import { detailsOf, type Toasts } from './toasts.svelte';

export interface PositionDeskParts {
  readonly transport: Transport;
  readonly positions: Positions;
  readonly toasts: Toasts;
  readonly locale: Locale;
}

type ChangeName =
  | 'create_position'
  | 'patch_position'
  | 'add_fill'
  | 'close_position'
  | 'restore_position'
  | 'change_fill'
  | 'delete_fill'
  | 'restore_fill';

/** A position with all that happened to it. */
type WithFills = RequestResult<'get_position'>;
/** A fill of it, or another entry of its ledger. */
export type FillInfo = WithFills['fills'][number];
/** What of a fill is to be another; null: all of it is to go. */
export type FillCorrection = Omit<
  RequestInput<'change_fill'>,
  'id' | 'fill_id' | 'allow_flip'
> | null;
/** What it would come to. */
export type FillCorrected = RequestResult<'preview_fill'>;

/** The levels at which a trader wants to be told to leave a position. */
export type Exit = 'target' | 'stop';
const EXIT_FIELDS = { target: 'profit_target_percent', stop: 'stop_loss_percent' } as const;

/** What a trader does to positions: asks the services, and shows what they have answered at once. */
export class PositionDesk {
  constructor(private readonly parts: PositionDeskParts) {}

  /** Asks for a change of a position; what it has become shows at once. */
  async change<N extends ChangeName>(
    name: N,
    params: RequestInput<N>,
  ): Promise<Reply<PositionInfo>> {
    const { transport, positions } = this.parts;
    const reply: Reply<PositionInfo> = await transport.request(name, params);
    if (reply.ok) positions.adopt(reply.value);
    return reply;
  }

  /**
   * Sets the target or stop of a position and offers to put it back.
   * @param percent Of the entry, above 0; null takes it away.
   */
  async setExit(position: PositionInfo, exit: Exit, percent: number | null): Promise<void> {
    const { toasts, locale } = this.parts;
    const [id, field] = [position.position_id, EXIT_FIELDS[exit]];
    const reply = await this.change('patch_position', { id, [field]: percent });
    if (!reply.ok) {
      this.#complain(reply.error);
      return;
    }
    const back = { id, [field]: position[field] };
    toasts.show({
      tone: 'info',
      text: locale.t(`line.set.${exit}`),
      action: { label: locale.t('action.undo'), run: () => void this.#putBack(back) },
    });
  }

  async #putBack(params: RequestInput<'patch_position'>): Promise<void> {
    const reply = await this.change('patch_position', params);
    if (!reply.ok) this.#complain(reply.error);
  }

  /** All that happened to a position, oldest first; null when it cannot be had. */
  async fillsOf(id: number): Promise<readonly FillInfo[] | null> {
    const reply = await this.parts.transport.request('get_position', { id });
    return reply.ok ? reply.value.fills : null;
  }

  /** What a correction would come to; nothing is changed. */
  previewFill(id: number, fillId: number, to: FillCorrection): Promise<Reply<FillCorrected>> {
    const change = to ?? { is_deleted: true };
    return this.parts.transport.request('preview_fill', { id, fill_id: fillId, ...change });
  }

  /** Corrects a fill and offers to undo it. `mayTurn`: also where a long becomes a short or back. */
  async correctFill(
    at: { readonly id: number; readonly fill_id: number },
    to: FillCorrection,
    mayTurn: boolean,
  ): Promise<Reply<PositionInfo>> {
    const { toasts, locale } = this.parts;
    const params = { ...at, allow_flip: mayTurn };
    const reply = await (to
      ? this.change('change_fill', { ...params, ...to })
      : this.change('delete_fill', params));
    if (!reply.ok) return reply;
    toasts.show({
      tone: 'info',
      text: locale.t(to ? 'fills.changed' : 'fills.deleted'),
      action: { label: locale.t('action.undo'), run: () => void this.#restoreFill(at) },
    });
    return reply;
  }

  async #restoreFill(at: { readonly id: number; readonly fill_id: number }): Promise<void> {
    const reply = await this.change('restore_fill', at);
    if (!reply.ok) this.#complain(reply.error);
  }

  /** Deletes a position and offers to bring it back. */
  async remove({ position_id: id, symbol, side }: PositionInfo): Promise<void> {
    const { transport, positions, toasts, locale } = this.parts;
    const reply = await transport.request('delete_position', { id });
    if (!reply.ok) {
      this.#complain(reply.error);
      return;
    }
    positions.forget(id);
    const values = { symbol: symbolText(symbol), side: locale.t(`side.${side}`) };
    toasts.show({
      tone: 'info',
      text: locale.t('positions.deleted', values),
      action: { label: locale.t('action.undo'), run: () => void this.#restore(id) },
    });
  }

  async #restore(id: number): Promise<void> {
    const reply = await this.change('restore_position', { id });
    if (!reply.ok) this.#complain(reply.error);
  }

  #complain(error: ErrorBody): void {
    const { toasts, locale } = this.parts;
    const reason = locale.reason(error);
    const text = locale.t('positions.unchanged', { reason });
    toasts.show({ tone: 'error', text, details: detailsOf(error) });
  }
}
