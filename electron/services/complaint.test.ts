import { expect, test } from 'vitest';
import { AppError } from '../../shared/domain/errors';
import { complaintOf } from './complaint';

test('a wrong call is told in one line, whatever it repeats', () => {
  const error = new AppError('INVALID', '--data-dir a\nb\u0007\u2028c cannot be read\n');
  expect(complaintOf(error)).toEqual({ text: '--data-dir a b c cannot be read', code: 2 });
});

test('a defect is told with where it happened', () => {
  expect(complaintOf(new AppError('INTERNAL', 'broken')).code).toBe(1);
  const { text, code } = complaintOf(new TypeError('x is not a function'));
  expect(code).toBe(1);
  expect(text).toMatch(/x is not a function\n\s+at /);
  expect(complaintOf('oops')).toEqual({ text: 'oops', code: 1 });
});
