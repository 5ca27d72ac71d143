// Compiled by the test of the package: each type is the other one, or the assignments do not compile.
import type { EventName, Events } from '../../../shared/protocol/events';
import type { RequestInput, RequestName, RequestResult } from '../../../shared/protocol/requests';
import type * as Packed from '@tickwatch/client';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type PackedData<N extends EventName> = Extract<Packed.Envelope, { type: N }>['data'];

declare const names: Same<Packed.RequestName, RequestName>;
declare const inputs: { [N in RequestName]: Same<RequestInput<N>, Packed.RequestInput<N>> };
declare const results: { [N in RequestName]: Same<RequestResult<N>, Packed.RequestResult<N>> };
declare const data: { [N in EventName]: Same<Events[N], PackedData<N>> };

export const sameNames: true = names;
export const sameInputs: Record<RequestName, true> = inputs;
export const sameResults: Record<RequestName, true> = results;
export const sameData: Record<EventName, true> = data;
