import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  emptyRecord,
  linkEntry,
  verifyRecord,
  type RecordEntry,
  type ResolutionEntry,
} from './record';
import type { Resolution } from './signal';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const start = emptyRecord('0123456789ab');

const entries: readonly RecordEntry[] = Array.from({ length: 6 }).reduce<RecordEntry[]>(
  (done, _, at) => {
    const content: Resolution = {
      ...{ kind: 'resolution', symbol: 'BTC/USDT', interval: '1h', call: at },
      ...{ timestamp: at * 1000, outcome: at % 2 === 0 ? 'hit' : 'miss', netMove: at / 100 },
    };
    return [...done, linkEntry(content, done.at(-1) ?? start, digest)];
  },
  [],
);
const end = entries.at(-1)!;

/** An entry as it was before it was linked. */
function contentOf(entry: RecordEntry): Resolution {
  const { kind, symbol, interval, call, timestamp, outcome, netMove } = entry as ResolutionEntry;
  return { kind, symbol, interval, call, timestamp, outcome, netMove };
}

const verify = (changed: readonly RecordEntry[]) => verifyRecord(changed, { start, end }, digest);

test('a record is what was written, also after it has been in a file', () => {
  expect(verify(entries)).toBeNull();
  expect(verify(JSON.parse(JSON.stringify(entries)) as RecordEntry[])).toBeNull();
});

test('the order of fields in the file does not matter', () => {
  const turned = entries.map((it) => Object.fromEntries(Object.entries(it).reverse()));
  expect(verify(turned as unknown as RecordEntry[])).toBeNull();
});

test('a part of a record can be verified from where it begins', () => {
  const part = { start: entries[2]!, end };
  expect(verifyRecord(entries.slice(3), part, digest)).toBeNull();
});

test('an empty record is whole', () => {
  expect(verifyRecord([], { start, end: start }, digest)).toBeNull();
});

describe('the entry is named', () => {
  const rehash = (entry: RecordEntry): RecordEntry => {
    const head = { number: entry.number - 1, hash: entry.previous };
    return linkEntry(contentOf(entry), head, digest);
  };
  const altered = (at: number, change: Partial<Resolution>) =>
    entries.map((it, index) => (index === at ? ({ ...it, ...change } as RecordEntry) : it));

  test('that was altered', () => {
    expect(verify(altered(3, { outcome: 'hit' }))).toEqual({ number: 4, kind: 'altered' });
    expect(verify(altered(0, { netMove: 1 }))).toEqual({ number: 1, kind: 'altered' });
  });

  test('after one that was altered and given a fitting hash', () => {
    const forged = entries.map((it, at) =>
      at === 3 ? rehash({ ...it, netMove: 9 } as RecordEntry) : it,
    );
    expect(verify(forged)).toEqual({ number: 5, kind: 'altered' });
  });

  test('that is missing, at the end, too', () => {
    expect(verify(entries.filter((_, at) => at !== 2))).toEqual({ number: 3, kind: 'missing' });
    expect(verify(entries.slice(0, -1))).toEqual({ number: 6, kind: 'missing' });
  });

  test('that was put in or moved', () => {
    expect(verify([...entries.slice(0, 3), entries[2]!, ...entries.slice(3)])).toEqual({
      number: 4,
      kind: 'altered',
    });
    expect(verify([entries[1]!, entries[0]!])).toEqual({ number: 1, kind: 'missing' });
  });

  test('when all was written anew but the end is known', () => {
    const anew = entries.reduce<RecordEntry[]>((done, entry) => {
      const better = { ...contentOf(entry), outcome: 'hit' } as const;
      return [...done, linkEntry(better, done.at(-1) ?? start, digest)];
    }, []);
    expect(verify(anew)).toEqual({ number: 6, kind: 'altered' });
  });
});
