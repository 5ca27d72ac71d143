import type { RequestInput, RequestName, RequestResult } from '../../requests';

/** What a request can ask and what it can be answered, by name. */
export type RequestExamples = {
  readonly [N in RequestName]: {
    readonly params: RequestInput<N>;
    readonly result: RequestResult<N>;
  };
};
