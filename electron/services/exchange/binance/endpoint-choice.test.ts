import { expect, test } from 'vitest';
import { alternatesOf, EndpointChoice } from './endpoint-choice';

const FIRST = 'wss://stream.binance.com:9443';
const SECOND = 'wss://stream.binance.com:443';
const DATA = 'wss://data-stream.binance.vision';

test('fault 6: an address that fails is followed by the next of the same market, round and round', () => {
  const choice = new EndpointChoice(FIRST);
  const used = [0, 1, 2, 3].map(() => {
    const { base } = choice;
    choice.failed(base);
    return base;
  });
  expect(used).toEqual([FIRST, SECOND, DATA, FIRST]);
});

test('failures that come together turn to the next once', () => {
  const choice = new EndpointChoice(FIRST);
  choice.failed(FIRST);
  choice.failed(FIRST);
  expect(choice.base).toBe(SECOND);
});

test('fault 31: where the location is not served, market data alone is tried, and never the rest again', () => {
  const choice = new EndpointChoice(FIRST);
  expect(choice.restricted(FIRST)).toBe(true);
  expect(choice.base).toBe(DATA);
  choice.failed(DATA);
  expect(choice.base).toBe(DATA);
  expect(choice.restricted(DATA)).toBe(false);
  choice.reset();
  expect(choice.base).toBe(FIRST);
});

test('the spot REST host has five equals before the one for market data', () => {
  const { equals, dataOnly } = alternatesOf('https://api.binance.com');
  expect(equals[0]).toBe('https://api-gcp.binance.com');
  expect(equals.at(-1)).toBe('https://api4.binance.com');
  expect(dataOnly).toBe('https://data-api.binance.vision');
});

test.each([
  'https://api.binance.us',
  'wss://stream.binance.us:9443',
  'wss://stream.testnet.binance.vision',
  'https://fapi.binance.com',
  'wss://fstream.binance.com/market',
  'https://proxy.example',
])('%s is a market of its own: nothing stands in for it', (base) => {
  const choice = new EndpointChoice(base);
  choice.failed(base);
  expect(choice.base).toBe(base);
  expect(choice.restricted(base)).toBe(false);
});
