import type { Clock } from '../clock';
import type { Handlers } from '../handler-map';
import type { Traffic } from '../traffic';

export interface DiagnosticsServices {
  readonly traffic: Pick<Traffic, 'lines'>;
  readonly clock: Clock;
}

/** The handlers of requests about how the service itself is. */
export function diagnosticsHandlers({ traffic, clock }: DiagnosticsServices) {
  return {
    get_diagnostics: () => ({
      connections: traffic.lines().map(({ since, waitingBytes, ...figures }) => ({
        ...figures,
        since: new Date(since).toISOString(),
        waiting_bytes: waitingBytes,
      })),
      timestamp: new Date(clock.now()).toISOString(),
    }),
  } satisfies Partial<Handlers>;
}
