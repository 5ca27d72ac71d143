import { expect, test } from 'vitest';
import { readUpdatePlace } from './update-place';

test.each([
  ['of a release', 'owner: someone\nrepo: tickwatch\nprovider: github\nreleaseType: draft\n'],
  ['with quotes', 'provider: \'github\'\nowner: "someone"\nrepo: tickwatch\n'],
])('a package %s leads to the releases of its repository', (_name, text) => {
  const home = 'https://github.com/someone/tickwatch/releases';
  expect(readUpdatePlace(text)).toEqual({ obstacle: null, home, namesPublisher: false });
});

test.each(['https://updates.example/tickwatch', 'http://127.0.0.1:8899/feed'])(
  '%s is a place to look',
  (url) => {
    const place = readUpdatePlace(`provider: generic\nurl: ${url}\npublisherName:\n  - Someone\n`);
    expect(place).toEqual({ obstacle: null, home: url, namesPublisher: true });
  },
);

test.each([
  ['no list of places', null, 'no_place'],
  ['an empty one', '', 'no_place'],
  ['a provider that is none of ours', 'provider: custom\nurl: https://a.example\n', 'no_place'],
  ['a repository without an owner', 'provider: github\nrepo: tickwatch\n', 'no_place'],
  ['an address that is none', 'provider: generic\nurl: nonsense\n', 'no_place'],
  ['a place in the clear', 'provider: generic\nurl: http://a.example/feed\n', 'insecure_place'],
  ['a look-alike', 'provider: generic\nurl: http://127.0.0.1.a.example/\n', 'insecure_place'],
  ['a file', 'provider: generic\nurl: file:///tmp/feed\n', 'insecure_place'],
])('%s is no place to look', (_name, text, obstacle) => {
  expect(readUpdatePlace(text)).toMatchObject({ obstacle, home: null });
});
