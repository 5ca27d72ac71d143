import { AppError } from '../../shared/domain/errors';
import { toErrorBody, type Reply } from '../../shared/protocol/reply';
import { requests, type RequestName } from '../../shared/protocol/requests';
import type { ClientSession } from './client-session';
import type { Handlers } from './handler-map';
import { invalidParams } from './invalid-params';
import type { Logger } from './logger';
import { Traffic } from './traffic';

/** Answers any request of any transport; never rejects. */
export type Dispatch = (
  name: string,
  params: unknown,
  client: ClientSession,
) => Promise<Reply<unknown>>;

type AnyHandler = (params: unknown, client: ClientSession) => unknown;

/** @param traffic Counts the requests and their errors. */
export function createDispatch(
  handlers: Handlers,
  logger: Logger,
  traffic = new Traffic(),
): Dispatch {
  return async (name, params, client) => {
    try {
      if (!isRequestName(name)) {
        traffic.requests.add('unknown');
        throw new AppError('NOT_FOUND', `There is no request ${JSON.stringify(name.slice(0, 64))}`);
      }
      traffic.requests.add(name);
      const spec = requests[name];
      if (spec.scope === 'write' && client.scope !== 'write') {
        throw new AppError('FORBIDDEN', 'This token may read only');
      }
      const parsed = spec.params.safeParse(params);
      if (!parsed.success) throw invalidParams(parsed.error);
      // The schema just checked is the one the handler's parameter type is made from.
      const handler = handlers[name] as AnyHandler;
      return { ok: true, value: await handler(parsed.data, client) };
    } catch (error) {
      if (!(error instanceof AppError)) {
        logger.error('Request failed unexpectedly', { name, error: String(error) });
      } else if (error.code === 'UNAVAILABLE') {
        logger.warn('Request could not be served', {
          name,
          error: error.message,
          detail: error.detail,
        });
      }
      const body = toErrorBody(error);
      traffic.errors.add(body.code);
      return { ok: false, error: body };
    }
  };
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}
