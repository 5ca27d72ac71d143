import { expect, test } from 'vitest';
import type { RestRoute } from './request-spec';
import { requests } from './requests';
import { LARGE_REQUESTS } from './rest-paths';

test('every request that takes a body over 64 KiB is among those a page makes over HTTP', () => {
  const large = Object.entries(requests).flatMap(([name, spec]) => {
    const rest: RestRoute | undefined = spec.rest;
    return rest?.bodyBytes === undefined ? [] : [name];
  });
  expect(Object.keys(LARGE_REQUESTS)).toEqual(expect.arrayContaining(large));
});
