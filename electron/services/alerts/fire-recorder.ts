import type { Fire } from '../../../shared/domain/rules/fire';
import { ALL } from '../../../shared/domain/rules/armed-rule';
import { atMost } from '../at-most';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { IdSource } from '../store/id-source';
import type { AlertLog } from './alert-log';
import { alertOf, type Alert } from './alert-record';
import type { Planned } from './outbox';
import type { RuleHost } from './rule-host';
import { withChange, type RuleStore } from './rule-store';

/** A disk that does not answer must not keep an alert from being told, ms. */
const DISK_PATIENCE_MS = 3000;

export interface FireRecorderOptions {
  readonly host: RuleHost;
  readonly rules: RuleStore;
  readonly log: AlertLog;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names the market that the trades of a wire symbol are of. */
  readonly marketOf: (symbol: string) => string;
  /** Says what else of the state changes with new alerts, in the same commit. */
  readonly plan: (alerts: readonly Alert[]) => Planned;
  /** Gets alerts once they are durable, in order. */
  readonly onAlerts: (alerts: readonly Alert[]) => void;
}

/**
 * Records what fires: in one commit the alerts, what is to be sent, and what the rules of those
 * symbols know after it. So a restart at any moment neither fires again nor misses anything.
 */
export class FireRecorder {
  readonly #options: FireRecorderOptions;
  #fires: Fire[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(options: FireRecorderOptions) {
    this.#options = options;
  }

  /** Takes fires; all of one turn of the event loop become durable together. */
  take(fires: readonly Fire[]): void {
    if (this.#fires.length === 0) queueMicrotask(() => this.flush());
    this.#fires = this.#fires.concat(fires);
  }

  /** Records what was taken; before anything else of those symbols is kept. */
  flush(): void {
    const fires = this.#fires;
    if (fires.length === 0) return;
    this.#fires = [];
    const { ids, clock, host, rules, marketOf } = this.#options;
    const now = Math.round(clock.now());
    const alerts = fires.map((fire) => {
      const stored = rules.find(fire.ruleId);
      const market = marketOf(fire.symbol);
      const origin = { rule: stored?.rule ?? null, isTarget: stored?.origin !== 'trader', market };
      return alertOf(fire, { id: ids.next('alert'), at: now, ...origin });
    });
    const symbols = host.keep(new Set([...fires.map(({ symbol }) => symbol), ALL]));
    const recorded = this.#record(alerts, symbols);
    // One after another, so that clients hear of alerts in the order of their numbers.
    this.#last = this.#last.then(() => recorded).then(() => this.#options.onAlerts(alerts));
  }

  /** Resolves when all that was taken is told of. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #record(alerts: readonly Alert[], symbols: ReturnType<RuleHost['keep']>): Promise<void> {
    const { log, plan, logger, clock } = this.#options;
    const { deliveries, change } = plan(alerts);
    const saving = log
      .record(alerts, deliveries, (state) => ({
        ...change,
        alerts: withChange(state.alerts, { rules: new Map(), symbols }),
      }))
      .catch((error: unknown) => {
        // It stays in memory and is tried again; the trader hears of it all the same.
        logger.error('Alerts not saved yet', { error: String(error) });
      });
    await atMost(DISK_PATIENCE_MS, saving, clock);
  }
}
