import { expect, test } from 'vitest';
import { readConfig } from './config';

test('without flags it is the live venue on the default port, loopback only', () => {
  expect(readConfig([], { XDG_DATA_HOME: '/data' })).toMatchObject({
    market: 'live',
    host: '127.0.0.1',
    port: 8765,
    venues: { spot: { kind: 'chosen' }, futures: { kind: 'chosen' } },
    limits: { maxClients: 100, maxSubscriptions: 200, rate: 20, burst: 40 },
  });
});

test.each([
  [['--demo'], {}, '1'],
  [['--demo=abc'], {}, 'abc'],
  [[], { TICKWATCH_DEMO: '1' }, '1'],
  [[], { TICKWATCH_DEMO: 'true' }, '1'],
  [[], { TICKWATCH_DEMO: '77' }, '77'],
  [['--demo=9'], { TICKWATCH_DEMO: '77' }, '9'],
])('%j with %j is the demo market with seed %s', (argv, env, seed) => {
  expect(readConfig(argv, env)).toMatchObject({ market: 'demo', demoSeed: seed });
});

test('the demo market can be switched off in the environment', () => {
  expect(readConfig([], { TICKWATCH_DEMO: '0' }).market).toBe('live');
});

test('a recording beats the demo market and takes a speed', () => {
  const config = readConfig(['--demo', '--replay', '/tape.ndjson', '--replay-speed=2.5'], {});
  expect(config).toMatchObject({ market: 'replay', replay: { file: '/tape.ndjson', speed: 2.5 } });
});

test('play money is never kept beside the real market', () => {
  const folders = [[], ['--demo'], ['--replay', 'x']].map((argv) => readConfig(argv, {}).dataDir);
  expect(new Set(folders).size).toBe(3);
});

test('a flag beats its variable, and a base URL loses its trailing slash', () => {
  const config = readConfig(['--port', '0', '--spot-ws', 'ws://127.0.0.1:9443/'], {
    TICKWATCH_PORT: '99',
    TICKWATCH_SPOT_REST: 'http://127.0.0.1:9080',
  });
  expect(config).toMatchObject({
    port: 0,
    venues: {
      spot: { kind: 'fixed', urls: { ws: 'ws://127.0.0.1:9443', rest: 'http://127.0.0.1:9080' } },
    },
  });
});

test.each([
  [['--spot-ws', 'ws://127.0.0.1:1'], {}],
  [[], { TICKWATCH_SPOT_REST: 'http://127.0.0.1:1' }],
  [['--futures-ws', 'off'], {}],
  [['--futures-rest=off', '--futures-ws', 'ws://127.0.0.1:1'], {}],
  [[], { TICKWATCH_FUTURES_WS: 'off' }],
])('with %j and %j futures are off, and it is said why', (argv, env) => {
  expect(readConfig(argv, env).venues.futures).toMatchObject({
    kind: 'off',
    reason: expect.stringMatching(/^Futures are off: .*--futures-ws/) as string,
  });
});

test('futures have addresses of their own, beside those of spot or alone', () => {
  const argv = ['--futures-ws', 'ws://127.0.0.1:1/', '--futures-rest', 'http://127.0.0.1:2'];
  const futures = { kind: 'fixed', urls: { ws: 'ws://127.0.0.1:1', rest: 'http://127.0.0.1:2' } };
  expect(readConfig(argv, {}).venues).toMatchObject({ spot: { kind: 'chosen' }, futures });
  const both = readConfig([...argv, '--spot-ws', 'ws://127.0.0.1:3'], {}).venues;
  expect(both).toMatchObject({ spot: { kind: 'fixed' }, futures });
});

test.each([
  [['--nonsense'], /--nonsense.*Known flags: --demo/],
  [['stray'], /stray/],
  [['--port', '70000'], /^--port: /],
  [['--port', 'http'], /^--port: must be a whole number/],
  [['--spot-ws', 'https://x'], /^--spot-ws: must be a URL that starts with ws:\/\/ or wss:\/\//],
  [['--futures-ws', 'on'], /^--futures-ws: must be a URL that starts with .*, or off/],
  [['--replay-speed', '0'], /^--replay-speed: must be from/],
  [['--log-level', 'loud'], /^--log-level: /],
  [['--data-dir'], /--data-dir/],
  [['--port', '-1'], /--port/],
  [['--host', 'x\ny'], /^--host: /],
  [['--host', ''], /^--host: /],
  [['--spot-ws', 'ws://127.0.0.1:9#x'], /^--spot-ws: must be a URL without/],
  [['--spot-ws', 'ws://127.0.0.1:9?x=1'], /^--spot-ws: must be a URL without/],
  [['--spot-rest', 'http://u:p@127.0.0.1:9'], /^--spot-rest: must be a URL without/],
])('%j is refused in one line', (argv, message) => {
  expect(() => readConfig(argv, {})).toThrow(
    expect.objectContaining({ code: 'INVALID', message: expect.stringMatching(message) as string }),
  );
  expect(() => readConfig(argv, {})).not.toThrow('\n');
});

test('a limit that is not a number is refused by its name', () => {
  expect(() => readConfig([], { TICKWATCH_RATE: 'fast' })).toThrow(/^TICKWATCH_RATE: /);
});

test('a wrong value is blamed on the variable it came from', () => {
  expect(() => readConfig([], { TICKWATCH_PORT: 'abc' })).toThrow(/^TICKWATCH_PORT: /);
  expect(() => readConfig(['--port', 'abc'], { TICKWATCH_PORT: '1' })).toThrow(/^--port: /);
});

test('an empty variable counts as not set', () => {
  const env = { TICKWATCH_RATE: '', TICKWATCH_PORT: '', TICKWATCH_DEMO: '' };
  expect(readConfig([], env)).toMatchObject({ market: 'live', port: 8765, limits: { rate: 20 } });
});
