import { expect, it } from 'vitest';
import { offsetText, zoneText } from './zone';

it('a zone is named by how far it is ahead of UTC', () => {
  expect([0, 420, -210, 345, -180].map(offsetText)).toEqual([
    ...['UTC', 'UTC+7', 'UTC−3:30', 'UTC+5:45', 'UTC−3'],
  ]);
});

it('UTC is UTC wherever the machine stands', () => {
  expect(zoneText(Date.UTC(2026, 6, 1), true)).toBe('UTC');
});
