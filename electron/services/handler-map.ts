import type { RequestName, RequestParams, RequestResult } from '../../shared/protocol/requests';
import type { ClientSession } from './client-session';

/** One function per request of the contract; leaving one out does not compile. */
export type Handlers = {
  readonly [N in RequestName]: (
    params: RequestParams<N>,
    client: ClientSession,
  ) => RequestResult<N> | Promise<RequestResult<N>>;
};
