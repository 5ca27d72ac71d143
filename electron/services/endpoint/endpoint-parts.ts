import { Traffic } from '../traffic';
import { systemClock } from '../clock';
import type { Dispatch } from '../dispatch';
import { EventHub } from '../event-hub';
import { silentLogger } from '../logger';
import type { Auth, Grant } from './auth';
import type { EndpointOptions } from './endpoint';
import { openResume } from './open-resume';

/** Tokens that are good in tests; every other one is bad. */
const GOOD = 'good.good.good';
export const AUTHORIZATION = `Bearer ${GOOD}`;

export interface PartsOptions {
  readonly dataDir: string;
  readonly dispatch: Dispatch;
  readonly logger?: EndpointOptions['logger'];
  readonly limits?: Partial<EndpointOptions['limits']>;
}

/** What an endpoint serves in tests, with one token that is good, and what to close in the end. */
export async function openEndpointParts({ dataDir, dispatch, ...options }: PartsOptions) {
  const { logger = silentLogger } = options;
  const limits = { maxClients: 10, maxSubscriptions: 10, rate: 1000, burst: 1000 };
  const resume = await openResume({
    ...{ clock: systemClock, logger, random: () => 0, dataDir },
    maxSubscriptions: limits.maxSubscriptions,
  });
  const grant: Grant = {
    ...{ tokenId: 't', scope: 'write' },
    expiresAt: systemClock.now() + 3_600_000,
  };
  const auth = {
    verify: (token: unknown) => Promise.resolve(token === GOOD ? grant : null),
    holds: () => true,
    nameOf: () => 'a test',
    onRevoked: () => () => undefined,
  } as unknown as Auth;
  const parts: EndpointOptions = {
    ...{ auth, dispatch, logger, ...resume, clock: systemClock, pageDir: dataDir },
    ...{ hub: new EventHub(() => 1, 'live'), market: 'live', traffic: new Traffic() },
    limits: { ...limits, ...options.limits },
    present: () => null,
  };
  return { parts, close: () => resume.close() };
}
