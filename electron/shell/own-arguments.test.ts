import { expect, test } from 'vitest';
import { ownArguments } from './own-arguments';

test('unpackaged, the flags after the folder are ours and switches of Chromium are not', () => {
  const argv = [
    ...['/electron', '--no-sandbox', '-r', '/loader.js', '--inspect=0', '.'],
    ...['--demo', '--disable-gpu', '--user-data-dir=/x', '--port', '0'],
  ];
  expect(ownArguments(argv, false)).toEqual(['--demo', '--port', '0']);
});

test('packaged, everything after the program is ours but for switches of Chromium', () => {
  expect(ownArguments(['/opt/tickwatch', '--force-dark-mode', '--data-dir', 'd'], true)).toEqual([
    '--data-dir',
    'd',
  ]);
});

test('what an installer says to the newer version is no flag of ours', () => {
  const argv = ['/opt/tickwatch', '--updated', '--force-run', '--port', '0'];
  expect(ownArguments(argv, true)).toEqual(['--port', '0']);
});

test('an unknown flag is kept, so that it is refused', () => {
  expect(ownArguments(['/electron', '.', '--nonsense'], false)).toEqual(['--nonsense']);
});
