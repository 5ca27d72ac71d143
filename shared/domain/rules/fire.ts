import type { AlertRule, AlertType } from '../alert-rule';
import type { Sign } from './exact';

/** A rule has fired: what is to be recorded and delivered. */
export interface Fire {
  readonly ruleId: number;
  readonly symbol: string;
  readonly positionId: number | null;
  readonly alertType: AlertType;
  readonly severity: AlertRule['severity'];
  readonly message: string;
  /** Of the deciding trade, mark price or candle close; null when no price is known (clock and feed rules). */
  readonly price: number | null;
  /** Of the deciding trade, or the moment that decided; ms UTC. */
  readonly occurredAt: number;
  /** What decided came from history. */
  readonly late: boolean;
  /** It has been true ever since the rule was armed. */
  readonly alreadyTrue: boolean;
  /** The level that was reached; null for conditions without one. */
  readonly level: number | null;
  /** Which way the price went; 0 when that says nothing. */
  readonly direction: Sign;
  /** The rule fires once and has now done so for this symbol or position. */
  readonly isLast: boolean;
}
