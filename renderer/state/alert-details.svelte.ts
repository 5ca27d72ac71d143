import { SvelteMap } from 'svelte/reactivity';
import type { Events } from '../../shared/protocol/events';

/** What is known of an alert besides what every client is told. */
export type AlertDetail = Pick<Events['alert_detail'], 'params' | 'outcome'>;
/** What the price did after an alert. */
type AlertOutcome = NonNullable<AlertDetail['outcome']>;

/** How long after an alert its outcome is told, shortest first. */
export const OUTCOME_SPANS = ['15m', '1h', '4h'] as const satisfies readonly (keyof AlertOutcome)[];

const NOTHING: AlertDetail = { params: null, outcome: null };

/** What alerts are about and what came of them, by number; a change draws that one anew. */
export class AlertDetails {
  readonly #byId = new SvelteMap<number, AlertDetail>();

  of(alertId: number): AlertDetail {
    return this.#byId.get(alertId) ?? NOTHING;
  }

  adopt({ alert_id: id, params, outcome }: AlertDetail & { readonly alert_id: number }): void {
    // Most of a list that is read again has not changed, and need not be drawn again.
    const known = this.#byId.get(id);
    if (known && JSON.stringify(known) === JSON.stringify({ params, outcome })) return;
    this.#byId.set(id, { params, outcome });
  }
}
