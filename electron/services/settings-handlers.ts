import type { RequestResult } from '../../shared/protocol/requests';
import type { Outbox } from './alerts/outbox';
import type { DesktopChoice } from './desktop-choice';
import type { EndpointSwitch } from './endpoint/endpoint-switch';
import type { Handlers } from './handler-map';
import { chooseSignals, signalSettingsBody, type SignalChoice } from './signals/signal-handlers';

/** What can be set. */
export interface SettingsServices {
  readonly outbox: Pick<Outbox, 'settings' | 'choose'>;
  readonly signals: SignalChoice;
  readonly desktop: DesktopChoice;
  readonly endpoint: Pick<EndpointSwitch, 'choice' | 'fixed' | 'state' | 'change'>;
}

/** The handlers of requests about what can be set. */
export function settingsHandlers({ outbox, signals, endpoint, desktop }: SettingsServices) {
  const body = (): RequestResult<'get_settings'> => ({
    // Kept frozen, and sent as a copy that is nobody's.
    alerts: structuredClone(outbox.settings),
    signals: signalSettingsBody(signals),
    endpoint: { ...endpoint.choice, fixed: [...endpoint.fixed], ...endpoint.state },
    desktop: desktop.state(),
  });
  return {
    get_settings: body,
    patch_settings: async ({ alerts, signals: chosen, endpoint: place, desktop: home }) => {
      // First, as what can be refused.
      if (place) await endpoint.change(place);
      if (alerts && isNamed(alerts)) await outbox.choose(named(alerts));
      if (home && isNamed(home)) await desktop.change(named(home));
      if (chosen) await chooseSignals(signals, chosen);
      return body();
    },
  } satisfies Partial<Handlers>;
}

type Named<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is left out by name. */
function named<T extends object>(change: T): Named<T> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Named<T>;
}

const isNamed = (change: object): boolean => Object.keys(named(change)).length > 0;
