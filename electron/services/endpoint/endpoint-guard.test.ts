import { expect, test } from 'vitest';
import { EndpointGuard, type Visit } from './endpoint-guard';

const guard = new EndpointGuard('127.0.0.1', 8765);
const check = (headers: Visit['headers'], by = guard, localAddress = '127.0.0.1') =>
  by.check({ headers, socket: { localAddress } });
const good = { host: '127.0.0.1:8765' };

test.each([
  ['a program without an origin', good],
  [
    'the page itself',
    { ...good, origin: 'http://127.0.0.1:8765', 'sec-fetch-site': 'same-origin' },
  ],
  ['the other names of loopback', { host: 'localhost:8765', origin: 'http://localhost:8765' }],
  ['IPv6 loopback', { host: '[::1]:8765' }],
  [
    'a link followed from elsewhere',
    {
      ...good,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    },
  ],
])('lets in %s', (_name, headers) => {
  expect(check(headers)).toBeNull();
});

test.each([
  ['no host', {}, 400],
  ['a rebound name', { host: 'rebind.evil.example:8765' }, 400],
  ['another port', { host: '127.0.0.1:80' }, 400],
  ['a host without port', { host: '127.0.0.1' }, 400],
  ['localhost6', { host: 'localhost6:8765' }, 400],
  ['a foreign origin', { ...good, origin: 'https://evil.example' }, 403],
  ['the null origin', { ...good, origin: 'null' }, 403],
  ['https on our port', { ...good, origin: 'https://127.0.0.1:8765' }, 403],
  ['another local port', { ...good, origin: 'http://127.0.0.1:3000' }, 403],
  ['an origin that only begins like ours', { ...good, origin: 'http://127.0.0.1:8765.evil' }, 403],
  ['a mixed loopback origin', { ...good, origin: 'http://localhost:8765' }, 403],
  [
    'a cross-site fetch',
    { ...good, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    403,
  ],
  ['a same-site fetch', { ...good, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 403],
])('keeps out %s', (_name, headers, status) => {
  expect(check(headers)).toMatchObject({ status });
});

test('two Hosts are one too many, whatever the first one says', () => {
  const visit = { headers: good, socket: {} };
  const rawHeaders = ['Host', good.host, 'X-Host', 'x', 'host', 'evil.example'];
  expect(guard.check({ ...visit, rawHeaders })).toMatchObject({ status: 400, code: 'HOST' });
  const [name, value, ...others] = rawHeaders.slice(0, 4);
  expect(guard.check({ ...visit, rawHeaders: [name!, value!, ...others] })).toBeNull();
});

test.each([
  '/api/v1/health?token=x',
  '/socket.io/?EIO=4&transport=polling&TOKEN=x',
  '/api/v1/health?access_token=x',
  '/api/v1/prices/eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6IiJ9.c2lnbmVk',
  '/socket.io/?EIO=4&transport=polling&j=0',
])('an address with a token or for a script is refused: %s', (url) => {
  expect(guard.check({ headers: good, url, socket: {} })).toMatchObject({
    status: 400,
    code: 'URL',
  });
});

test.each(['/api/v1/auth/tokens', '/socket.io/?EIO=4&transport=polling&t=j', '/?tokens=1'])(
  'an address that only looks alike is served: %s',
  (url) => {
    expect(guard.check({ headers: good, url, socket: {} })).toBeNull();
  },
);

test('a host it was told to bind is served by that name too', () => {
  const [four, six] = [new EndpointGuard('192.168.1.5', 8765), new EndpointGuard('::1', 8765)];
  expect(check({ host: '192.168.1.5:8765' }, four)).toBeNull();
  expect(check({ host: '[::1]:8765' }, six)).toBeNull();
});

test('bound to all addresses it is served by the one that was come in by, and by no other', () => {
  const [four, six] = [new EndpointGuard('0.0.0.0', 8765), new EndpointGuard('::', 8765)];
  const own = { host: '192.168.1.5:8765', origin: 'http://192.168.1.5:8765' };
  expect(check(own, four, '192.168.1.5')).toBeNull();
  expect(check(own, six, '::ffff:192.168.1.5')).toBeNull();
  expect(check({ host: '[2001:db8::7]:8765' }, six, '2001:db8::7')).toBeNull();
  expect(check(own, four, '192.168.1.6')).toMatchObject({ status: 400 });
  expect(check({ host: 'phone.example:8765' }, four, '192.168.1.5')).toMatchObject({ status: 400 });
  expect(check({ host: '192.168.1.5:80' }, four, '192.168.1.5')).toMatchObject({ status: 400 });
  expect(check(own, guard, '192.168.1.5')).toMatchObject({ status: 400 });
});
