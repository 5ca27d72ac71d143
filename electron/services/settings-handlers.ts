import type { RequestResult } from '../../shared/protocol/requests';
import type { Outbox } from './alerts/outbox';
import type { EndpointSwitch } from './endpoint/endpoint-switch';
import type { Handlers } from './handler-map';
import { chooseSignals, signalSettingsBody, type SignalChoice } from './signals/signal-handlers';

/** What can be set. */
export interface SettingsServices {
  readonly outbox: Pick<Outbox, 'settings' | 'choose'>;
  readonly signals: SignalChoice;
  readonly endpoint: Pick<EndpointSwitch, 'choice' | 'fixed' | 'state' | 'change'>;
}

/** The handlers of requests about what can be set. */
export function settingsHandlers({ outbox, signals, endpoint }: SettingsServices) {
  const body = (): RequestResult<'get_settings'> => ({
    // Kept frozen, and sent as a copy that is nobody's.
    alerts: structuredClone(outbox.settings),
    signals: signalSettingsBody(signals),
    endpoint: { ...endpoint.choice, fixed: [...endpoint.fixed], ...endpoint.state },
  });
  return {
    get_settings: body,
    patch_settings: async ({ alerts, signals: chosen, endpoint: place }) => {
      // First, as what can be refused.
      if (place) await endpoint.change(place);
      const named = Object.entries(alerts ?? {}).filter(([, value]) => value !== undefined);
      if (named.length > 0) await outbox.choose(Object.fromEntries(named));
      if (chosen) await chooseSignals(signals, chosen);
      return body();
    },
  } satisfies Partial<Handlers>;
}
