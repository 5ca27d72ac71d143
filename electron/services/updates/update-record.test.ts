import { expect, test } from 'vitest';
import { USUAL_UPDATES } from '../../../shared/domain/update-choices';
import { silentLogger } from '../logger';
import { UpdateRecordFile } from './update-record';

const fileWith = (text: string | null): UpdateRecordFile =>
  new UpdateRecordFile(
    {
      read: () => Promise.resolve(text),
      write: () => Promise.resolve(),
    },
    silentLogger,
  );
const choices = { ...USUAL_UPDATES, enabled: true };

test('a yes is read again', async () => {
  const text = JSON.stringify({ choices, attempt: null });
  expect((await fileWith(text).read()).choices.enabled).toBe(true);
});

test.each([
  ['no file', null],
  ['an empty one', ''],
  ['half of one', JSON.stringify({ choices, attempt: null }).slice(0, -4)],
  ['one with something else in it', JSON.stringify({ choices, attempt: null, more: 1 })],
  [
    'one with a yes that is none',
    JSON.stringify({ choices: { ...choices, enabled: 1 }, attempt: null }),
  ],
])('%s is no yes', async (_name, text) => {
  expect((await fileWith(text).read()).choices.enabled).toBe(false);
});
