import type { AlertRule } from '../../shared/domain/alert-rule';
import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';

export type BackCastResult = RequestResult<'backtest_alert_rule'>;
export type BackFire = BackCastResult['fires'][number];

type AlertDetailParams = Events['alert_detail']['params'];

/** What a rule is tried on. */
export interface BackCastOrder {
  readonly rule: AlertRule;
  readonly days: number;
  /** More fires than that within seven days are too many. */
  readonly maxPerWeek: number;
}

/** When a rule that is being written would have fired: one question at a time. */
export class BackCast {
  #order = $state.raw<BackCastOrder | null>(null);
  #result = $state.raw<BackCastResult | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  #progress = $state<number | null>(null);
  #run = 0;

  constructor(private readonly transport: Transport) {}

  /** What was asked last; null for nothing. */
  get order(): BackCastOrder | null {
    return this.#order;
  }

  /** Null before the answer is there. */
  get result(): BackCastResult | null {
    return this.#result;
  }

  /** Why there is no answer; null when nothing is wrong. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  /** 0 … 1; null while nothing is being tried. */
  get progress(): number | null {
    return this.#progress;
  }

  /** Tries a rule on the past; an earlier question is given up. */
  async ask(order: BackCastOrder): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    this.#order = order;
    this.#result = null;
    this.#error = null;
    this.#progress = 0;
    const { rule, days, maxPerWeek: most } = order;
    const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
    const params = { rule, days, zone, max_per_week: most, run: String(run) };
    const reply = await this.transport.request('backtest_alert_rule', params);
    if (run !== this.#run) return;
    this.#progress = null;
    if (reply.ok) this.#result = reply.value;
    else this.#error = reply.error;
  }

  /** What a fire was about, for its sentence; null when nothing is tried. */
  paramsOf({ direction, level, already_true }: BackFire): AlertDetailParams {
    if (!this.#order) return null;
    const { condition, message } = this.#order.rule;
    const rest = { own_message: message !== undefined, sound: null };
    return { condition, direction, level, already_true, ...rest };
  }

  /** Takes the news of how far it has come. */
  hear({ run, done }: Events['backtest_progress']): void {
    if (this.#progress !== null && run === String(this.#run)) this.#progress = done;
  }

  /** Gives up and forgets all about it. */
  end(): void {
    const isBusy = this.#progress !== null;
    this.#run += 1;
    this.#order = null;
    this.#result = null;
    this.#error = null;
    this.#progress = null;
    if (isBusy) void this.transport.request('cancel_backtest', {});
  }
}
