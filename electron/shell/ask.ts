import type { RequestInput, RequestName, RequestResult } from '../../shared/protocol/requests';
import type { Running } from '../app';

/** Asks the services something, as a page does. @returns Null when they refuse. */
export type Ask = <N extends RequestName>(
  name: N,
  params: RequestInput<N>,
) => Promise<RequestResult<N> | null>;

/** A line of the shell's own to the services, with all rights; it follows nothing. */
export function askOf({ dispatch, openSession }: Pick<Running, 'dispatch' | 'openSession'>): Ask {
  const session = openSession({ join: () => undefined, leave: () => undefined });
  return async <N extends RequestName>(name: N, params: RequestInput<N>) => {
    const reply = await dispatch(name, params, session);
    // The other side derives its answer from the same contract.
    return reply.ok ? (reply.value as RequestResult<N>) : null;
  };
}
