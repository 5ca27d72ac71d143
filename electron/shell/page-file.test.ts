import { expect, test } from 'vitest';
import { fileFor } from './page-file';

test('a path inside the page leads to its file, and the root to its index', () => {
  expect(fileFor('app://ui/', '/app/page')).toBe('/app/page/index.html');
  expect(fileFor('app://ui/assets/a%20b.js?x#y', '/app/page')).toBe('/app/page/assets/a b.js');
  // Chromium and URL both take dots out before anything is looked up.
  expect(fileFor('app://ui/assets/../index.html', '/app/page')).toBe('/app/page/index.html');
});

test.each([
  'app://elsewhere/index.html',
  'app://ui/..%2fsecret',
  'app://ui/assets/..%2f..%2fsecret',
  'app://ui/..%2fpage-of-another',
  'app://ui/..%5csecret',
  'app://ui/%00',
  'app://ui/%E0%A4%A',
])('%s leads nowhere', (url) => {
  expect(fileFor(url, '/app/page')).toBeNull();
});
