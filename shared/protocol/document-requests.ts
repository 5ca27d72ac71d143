import { z } from 'zod';
import { define, nothing } from './request-spec';

const document = z.looseObject({});

/** Requests for the contract itself, as machines read it. */
export const documentRequests = {
  get_openapi: define({
    summary: 'All operations over HTTP, as an OpenAPI 3.1 document.',
    scope: 'read',
    params: nothing,
    result: document,
    rest: { method: 'GET', path: '/openapi.json' },
  }),
  get_asyncapi: define({
    summary: 'All events and requests over Socket.IO, as an AsyncAPI 3 document.',
    scope: 'read',
    params: nothing,
    result: document,
    rest: { method: 'GET', path: '/asyncapi.json' },
  }),
} as const;
