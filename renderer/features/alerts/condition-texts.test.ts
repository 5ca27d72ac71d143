import { expect, it } from 'vitest';
import { alertCondition } from '../../../shared/domain/alert-conditions';
import { CONDITION_TYPES } from './condition-forms';
import { textsOf, usualTexts, writeCondition } from './condition-texts';

it.each(CONDITION_TYPES)('%s begins as a condition that the services take', (type) => {
  const texts = usualTexts(type, 100);
  const upper = type === 'channel' ? { high: '120' } : {};
  const written = writeCondition(type, { ...texts, ...upper });
  expect(written.kind).toBe('condition');
  if (written.kind !== 'condition') return;
  expect(alertCondition.safeParse(written.condition).error?.issues ?? []).toEqual([]);
  const again = writeCondition(type, textsOf(written.condition));
  expect(again).toEqual(written);
});

it('says at its slot what is missing or no number', () => {
  const written = writeCondition('channel', { when: 'enter', low: '', high: '1x' });
  expect(written).toEqual({
    kind: 'problems',
    problems: { low: 'form.error.required', high: 'form.error.not-a-number' },
  });
});
