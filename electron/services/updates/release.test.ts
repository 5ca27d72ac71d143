import { describe, expect, test } from 'vitest';
import { readRelease } from './release';
import { faultOf } from './update-fault';

const sha512 = `${'A'.repeat(86)}==`;
const good = { version: '1.0.1', files: [{ url: 'tickwatch-1.0.1.AppImage', sha512, size: 1 }] };

describe('what a feed says of a version', () => {
  test('is taken when every file has its checksum', () => {
    const info = { ...good, releaseNotes: 'New: this.', releaseDate: '2026-01-20T09:00:00.000Z' };
    const releasedAt = Date.UTC(2026, 0, 20, 9);
    const release = { version: '1.0.1', notes: 'New: this.', releasedAt };
    expect(readRelease(info, 'stable')).toEqual(release);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'version: 1.0.1'],
    ['no version', { ...good, version: undefined }],
    ['a version that is a path', { ...good, version: '../../1.0.1' }],
    ['a version with a line break', { ...good, version: '1.0.1\n' }],
    ['no files', { ...good, files: [] }],
    ['a file without a checksum', { ...good, files: [...good.files, { url: 'b' }] }],
    ['a short checksum', { ...good, files: [{ url: 'a', sha512: 'AAAA' }] }],
    ['a weaker checksum alone', { ...good, files: [{ url: 'a', sha2: 'a'.repeat(64) }] }],
    ['an early version for those who want none', { ...good, version: '1.1.0-beta.1' }],
  ])('is refused: %s', (_name, info) => {
    let fault = null;
    try {
      readRelease(info, 'stable');
    } catch (error) {
      fault = faultOf(error);
    }
    expect(fault).toBe('list');
  });

  test('may be an early version on the channel of those', () => {
    const release = readRelease({ ...good, version: '1.1.0-beta.1' }, 'beta');
    expect(release).toMatchObject({ version: '1.1.0-beta.1', notes: '', releasedAt: null });
  });

  test.each([
    ['<h2>New</h2><ul><li>One &amp; two</li><li>3 &lt; 4</li></ul>', 'New\n- One & two\n- 3 < 4'],
    ['<script>alert(1)</script><img src=x onerror=y>text', 'alert(1)text'],
    ['a < b, b > c', 'a < b, b > c'],
    ['one\u202Eowt\u0007\r\ntwo', 'oneowt\ntwo'],
    [
      [
        { version: '1.0.1', note: 'B' },
        { version: '1.0.0', note: null },
      ],
      '1.0.1\nB\n\n1.0.0',
    ],
    [7, ''],
  ])('notes are plain text: %j', (releaseNotes, notes) => {
    expect(readRelease({ ...good, releaseNotes }, 'stable').notes).toBe(notes);
  });

  test('notes without an end do not hold the program up', () => {
    const began = performance.now();
    for (const part of ['<', '<a', '&#', '\n', '<p>']) {
      const { notes } = readRelease({ ...good, releaseNotes: part.repeat(1e6) }, 'stable');
      expect(notes.length).toBeLessThanOrEqual(20_000);
    }
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

test.each([
  [{ code: 'ERR_CHECKSUM_MISMATCH', message: 'sha512 checksum mismatch' }, 'checksum'],
  [{ code: 'ERR_UPDATER_INVALID_SIGNATURE' }, 'signature'],
  [{ message: 'Could not get code signature for running application' }, 'signature'],
  [{ code: 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' }, 'no_release'],
  [{ code: 'HTTP_ERROR_404' }, 'no_release'],
  [{ code: 'HTTP_ERROR_503' }, 'unreachable'],
  [{ message: 'net::ERR_INTERNET_DISCONNECTED' }, 'unreachable'],
  [{ code: 'ECONNREFUSED' }, 'unreachable'],
  [{ code: 'ERR_UPDATER_NO_CHECKSUM' }, 'list'],
  [{ code: 'ENOSPC' }, 'space'],
  [{ code: 'EACCES' }, 'denied'],
  [{ message: 'Cannot update while running on a read-only volume' }, 'denied'],
  [new Error('what else there may be'), 'other'],
  [null, 'other'],
] as const)('%j is a fault that people are told of as %s', (error, fault) => {
  expect(faultOf(error)).toBe(fault);
});
