import { expect, test } from 'vitest';
import { readControl } from './stream-control-frame';

test.each([
  ['{"result":null,"id":7}', { id: 7, error: null }],
  ['{"id":7,"result":null}', { id: 7, error: null }],
  ['{"error":{"code":2,"msg":"invalid stream"},"id":7}', { id: 7, error: 'invalid stream' }],
  ['{"code":2,"msg":"invalid stream","id":7}', { id: 7, error: 'invalid stream' }],
  ['{"error":"odd","id":7}', { id: 7, error: 'odd' }],
  ['{"error":{},"id":7}', { id: 7, error: 'without a reason' }],
  ['{"e":"serverShutdown","E":1}', 'shutdown'],
  ['{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}', 'shutdown'],
  ['{"data":{},"stream":"!serverShutdown"}', 'shutdown'],
])('%s concerns the connection', (text, control) =>
  expect(readControl(Buffer.from(text))).toEqual(control),
);

test.each([
  '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","id":7,"result":null}}',
  '{"stream":"!miniTicker@arr","data":[]}',
  '{"e":"aggTrade","s":"BTCUSDT"}',
  '{"error":{"code":3,"msg":"Invalid JSON"},"id":null}',
  '{"id":7}',
  '[{"id":7,"result":null}]',
  'null',
  '',
  '{"stream":"!serverShutdown"',
])('%s is left to whoever reads data', (text) => expect(readControl(Buffer.from(text))).toBeNull());
