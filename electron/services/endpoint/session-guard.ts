import type { IncomingMessage } from 'node:http';
import type { EndpointGuard, Refusal } from './endpoint-guard';

interface Engine {
  use(check: (request: IncomingMessage, response: unknown, next: Next) => void): unknown;
}
type Next = (error?: Error) => void;

/** A request or an upgrade of a session that Engine.IO has opened before. */
const OF_SESSION = /[?&]sid=/;

/**
 * Guards each request of a session, too: Engine.IO asks who may come in only at its beginning.
 * @param note Hears of each that is refused.
 */
export function guardSessions(
  engine: Engine,
  guard: EndpointGuard,
  note: (request: IncomingMessage, refusal: Refusal) => void,
): void {
  engine.use((request, _response, next) => {
    const refusal = OF_SESSION.test(request.url ?? '') ? guard.check(request) : null;
    if (refusal) note(request, refusal);
    next(refusal ? new Error(refusal.message) : undefined);
  });
}
