import type { EventName } from '../../../shared/protocol/events';
import type { Clock, Timer } from '../../services/clock';
import type { EventHub } from '../../services/event-hub';
import type { Ask } from '../ask';
import { trayFacts, type TrayFacts } from './tray-facts';

/** Figures move all the time, and nobody looks at a tooltip for long. */
const EVERY_MS = 5000;
/** What belongs together arrives within it. */
const SOON_MS = 150;
const RECENT = 5;
/** Events after which the icon may be another one. */
const TELLING: readonly EventName[] = [
  ...(['alert', 'alerts_read', 'connection_status', 'state_replaced'] as const),
];

export interface FactSourceParts {
  readonly ask: Ask;
  readonly hub: Pick<EventHub, 'attach'>;
  readonly clock: Clock;
  readonly onFacts: (facts: TrayFacts) => void;
}

/** Keeps what the tray tells up to date: by asking, so that nothing that was missed stays wrong. */
export class FactSource {
  readonly #parts: FactSourceParts;
  readonly #stops: (() => void)[];
  #soon: Timer | null = null;
  #isAsking = false;
  #isOld = false;

  constructor(parts: FactSourceParts) {
    this.#parts = parts;
    const timer = parts.clock.every(EVERY_MS, () => void this.refresh());
    const detach = parts.hub.attach({
      deliver: (_rooms, { type }) => {
        if (TELLING.includes(type)) this.refreshSoon();
      },
    });
    this.#stops = [() => timer.cancel(), detach, () => this.#soon?.cancel()];
    void this.refresh();
  }

  /** Asks within a moment. */
  refreshSoon(): void {
    this.#soon ??= this.#parts.clock.after(SOON_MS, () => {
      this.#soon = null;
      void this.refresh();
    });
  }

  /** Asks now, or again once the answers on their way are there. */
  async refresh(): Promise<void> {
    this.#isOld = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isOld) {
      this.#isOld = false;
      this.#parts.onFacts(await this.#facts());
    }
    this.#isAsking = false;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async #facts(): Promise<TrayFacts> {
    const { ask, clock } = this.#parts;
    const [health, snapshot, portfolio, prices, alerts, settings] = await Promise.all([
      ask('get_health', {}),
      ask('get_snapshot', {}),
      ask('get_portfolio', {}),
      ask('list_prices', {}),
      ask('list_alerts', { limit: RECENT }),
      ask('get_settings', {}),
    ]);
    return trayFacts({ health, snapshot, portfolio, prices, alerts, settings }, clock.now());
  }
}
