import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput } from '../../shared/protocol/requests';
import { symbolText } from '../format/symbol';
import type { Locale } from '../i18n/i18n.svelte';
import type { PositionInfo } from './position-register';
import type { Positions } from './positions.svelte';
import type { Toasts } from './toasts.svelte';

export interface PositionDeskParts {
  readonly transport: Transport;
  readonly positions: Positions;
  readonly toasts: Toasts;
  readonly locale: Locale;
}

type ChangeName =
  'create_position' | 'patch_position' | 'add_fill' | 'close_position' | 'restore_position';

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
    toasts.show({ tone: 'error', text: locale.t('positions.unchanged', { reason }) });
  }
}
