import type { ErrorBody, Reply } from '../../shared/protocol/reply';

/** The answer a transport gives when it cannot get one from the services. */
export function unavailable(message: string): Reply<never> {
  const error: ErrorBody = { code: 'UNAVAILABLE', message };
  return { ok: false, error };
}
