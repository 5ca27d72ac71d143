import { expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { AccessLog, type AccessLevel, type Visit } from './access-log';

function open(level: AccessLevel) {
  const clock = new FakeClock();
  const lines: Readonly<Record<string, unknown>>[] = [];
  const info = (message: string, fields = {}) => void lines.push({ message, ...fields });
  const logger = { ...silentLogger, info };
  const log = new AccessLog({ clock, logger, level, nameOf: (id) => `token ${id}` });
  return { log, lines, clock };
}

const visit: Visit = {
  ...{ kind: 'request', method: 'GET', path: '/api/v1/prices?symbol=x', status: 200, code: null },
  ...{ startedAt: 0, tokenId: '7', address: '127.0.0.1' },
};
const refused: Visit = { ...visit, status: 401, code: 'UNAUTHORIZED', tokenId: null };

test('a line tells who asked for what, how it ended and how long it took, without the query', () => {
  const { log, lines, clock } = open('all');
  clock.advance(12);
  log.note(visit);
  expect(lines).toEqual([
    {
      ...{ message: 'Access', kind: 'request', method: 'GET', path: '/api/v1/prices', status: 200 },
      ...{ code: null, ms: 12, client: 'token 7', address: '127.0.0.1' },
    },
  ]);
});

test('usually only who was refused is logged, and nobody when it is off', () => {
  const [usual, off] = [open('refused'), open('off')];
  for (const each of [visit, refused, { ...visit, status: 404, code: 'NOT_FOUND' }]) {
    usual.log.note(each);
    off.log.note(each);
  }
  expect(usual.lines).toMatchObject([{ code: 'UNAUTHORIZED', client: null }]);
  expect(off.lines).toEqual([]);
});

test('a token in a path, control characters and endless names do not get into it', () => {
  const { log, lines } = open('all');
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.c2lnbmF0dXJl';
  log.note({ ...visit, path: `/api/v1/${token}/x` });
  log.note({ ...visit, path: '/\u009b2J\u202e\r\n{"level":"error"}', method: 'a\nb' });
  log.note({ ...visit, path: `/${'x'.repeat(5000)}` });
  const text = JSON.stringify(lines);
  expect(lines[0]).toMatchObject({ path: '/api/v1/[token]/x' });
  expect(lines[1]).toMatchObject({ path: '/?2J???{"level":"error"}', method: 'a?b' });
  expect(text).not.toContain('eyJ');
  expect(text.length).toBeLessThan(1500);
});

test('a flood of refusals is logged up to a hundred a minute, then counted', () => {
  const { log, lines, clock } = open('refused');
  for (let n = 0; n < 500; n++) log.note(refused);
  expect(lines).toHaveLength(100);
  clock.advance(60_000);
  log.note(refused);
  expect(lines).toHaveLength(102);
  expect(lines[100]).toMatchObject({ count: 400 });
});
