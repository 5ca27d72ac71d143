/**
 * All that this package takes from the contract: types alone. The built package has them written out,
 * so that whoever installs it needs nothing else of the program.
 */
export type { Envelope, EventName } from '../../shared/protocol/events';
export type { ErrorBody, Reply } from '../../shared/protocol/reply';
export type { RequestInput, RequestName, RequestResult } from '../../shared/protocol/requests';
