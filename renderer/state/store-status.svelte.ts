import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';

/** What is known of what the services have saved. */
export type StoreReport = Events['store_status'];

/** Whether what the trader changes is kept, and what happened to what was kept. */
export class StoreStatus {
  #report = $state.raw<StoreReport | null>(null);

  constructor(private readonly transport: Transport) {}

  /** Null before the services have spoken of it. */
  get report(): StoreReport | null {
    return this.#report;
  }

  receive(report: StoreReport): void {
    this.#report = report;
  }

  /** Puts a notice away for every screen; it stays when that fails. */
  async dismiss(id: number): Promise<void> {
    const reply = await this.transport.request('dismiss_notice', { id });
    if (reply.ok) this.#report = reply.value;
  }
}
