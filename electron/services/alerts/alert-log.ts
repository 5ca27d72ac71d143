import { AppError } from '../../../shared/domain/errors';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { Change } from '../store/state-schema';
import type { StateStore } from '../store/state-store';
import { alertRecord, type Alert } from './alert-record';
import { deliveryRecord, type DeliveryRecord } from './outbox-schema';

/** Which alerts are wanted, newest first. */
export interface AlertQuery {
  readonly isUnread: boolean;
  readonly symbol: string | null;
  readonly limit: number;
  /** Only alerts of a lower number. */
  readonly before: number;
}

export interface AlertLogOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly logger: Logger;
}

/** All alerts there have been, and which of them have been read. */
export class AlertLog {
  readonly #options: AlertLogOptions;
  /** Oldest first. */
  readonly #unread = new Map<number, Alert>();
  #newest = 0;

  private constructor(options: AlertLogOptions) {
    this.#options = options;
  }

  /** Reads what has not been read. */
  static async open(options: AlertLogOptions): Promise<AlertLog> {
    const log = new AlertLog(options);
    await log.reload();
    return log;
  }

  /** Newest first. */
  unread(): Alert[] {
    return [...this.#unread.values()].reverse();
  }

  isRead(id: number): boolean {
    return !this.#unread.has(id);
  }

  /**
   * Adds alerts and what has become of deliveries, and changes the state, all or nothing; resolves
   * when it is durable.
   * @throws what `Histories.record` throws; it is tried again.
   */
  record(
    alerts: readonly Alert[],
    deliveries: readonly DeliveryRecord[],
    change: Change,
  ): Promise<void> {
    for (const alert of alerts) {
      this.#unread.set(alert.id, alert);
      this.#newest = alert.id;
    }
    return this.#options.histories.record({ alerts, deliveries }, change);
  }

  /** @param above Only alerts of a higher number. */
  async list({ isUnread, symbol, limit, before }: AlertQuery, above = 0): Promise<Alert[]> {
    const isWanted = (alert: Alert): boolean =>
      alert.id < before && (symbol === null || alert.symbol === symbol);
    if (isUnread) return this.unread().filter(isWanted).slice(0, limit);
    const found: Alert[] = [];
    for await (const alert of this.#newestFirst(before)) {
      if (alert.id <= above) break;
      if (isWanted(alert)) found.push(alert);
      if (found.length === limit) break;
    }
    return found;
  }

  /** Those recorded at a time (ms UTC) or after it, oldest first. */
  async since(at: number): Promise<Alert[]> {
    const found: Alert[] = [];
    for await (const alert of this.#newestFirst(Number.POSITIVE_INFINITY)) {
      if (alert.at < at) break;
      found.push(alert);
    }
    return found.reverse();
  }

  /** @throws {AppError} `NOT_FOUND` */
  async get(id: number): Promise<Alert> {
    const unread = this.#unread.get(id);
    if (unread) return unread;
    const record = await this.#options.histories.find('alerts', id);
    const parsed = alertRecord.safeParse(record);
    if (parsed.success) return parsed.data;
    throw new AppError('NOT_FOUND', `There is no alert ${id}`);
  }

  /** How deliveries of an alert ended, newest first. */
  async deliveriesOf({ id, at }: Alert): Promise<DeliveryRecord[]> {
    const found: DeliveryRecord[] = [];
    for await (const record of this.#options.histories.newestFirst('deliveries')) {
      if (record.at < at) break;
      const parsed = deliveryRecord.safeParse(record);
      if (parsed.success && parsed.data.alertId === id) found.push(parsed.data);
    }
    return found;
  }

  /** Marks alerts as read; resolves when it is durable. @throws what `StateStore.update` throws. */
  async read(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.#unread.delete(id);
    const [oldest] = this.#unread.keys();
    const upTo = oldest === undefined ? this.#newest : oldest - 1;
    await this.#options.store.update(({ alerts }) => {
      const kept = [...alerts.reads.ids, ...ids].filter((id) => id > upTo);
      return { alerts: { ...alerts, reads: { upTo, ids: [...new Set(kept)] } } };
    });
  }

  /** Reads anew what has not been read, since the state has been replaced as a whole. */
  async reload(): Promise<void> {
    this.#unread.clear();
    const { reads } = this.#options.store.state.alerts;
    const read = new Set(reads.ids);
    const unread: Alert[] = [];
    for await (const alert of this.#newestFirst(Number.POSITIVE_INFINITY)) {
      this.#newest = Math.max(this.#newest, alert.id);
      if (alert.id <= reads.upTo) break;
      if (!read.has(alert.id)) unread.push(alert);
    }
    for (const alert of unread.reverse()) this.#unread.set(alert.id, alert);
  }

  async *#newestFirst(before: number): AsyncGenerator<Alert> {
    const { histories, logger } = this.#options;
    for await (const record of histories.newestFirst('alerts', before)) {
      const parsed = alertRecord.safeParse(record);
      if (parsed.success) yield parsed.data;
      else logger.warn('An alert of the history cannot be read', { id: record.id });
    }
  }
}
