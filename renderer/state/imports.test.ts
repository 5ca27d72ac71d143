import { describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Imports, type ImportPreview } from './imports.svelte';
import { readTextFile } from './text-file';

const PREVIEW: ImportPreview = {
  ...{ format: 'binance-spot', account: 'spot', header: ['Date(UTC)'], columns: { time: 0 } },
  ...{ missing: [], utc_offset_minutes: 0, first_rows: [], rows: 2, fills: 2 },
  ...{ error_count: 0, errors: [], duplicate_count: 0, duplicates: [], conflicts: [] },
  ...{ position_count: 1, positions: [], uncovered: [], unvalued: [], can_import: true },
};

function fileOf(content: string | Uint8Array, name = 'trades.csv') {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const arrayBuffer = () => Promise.resolve(bytes.slice().buffer);
  return { name, size: bytes.length, arrayBuffer };
}

function harness() {
  const transport = new FakeTransport()
    .answer('preview_fills_import', () => ({ ok: true, value: PREVIEW }))
    .answer('import_fills', () => ({
      ok: true,
      value: { fills: 2, duplicate_count: 0, uncovered_count: 0, created: [7], changed: [] },
    }));
  return { transport, imports: new Imports(transport) };
}

const lost = () => ({
  ok: false as const,
  error: { code: 'UNAVAILABLE' as const, message: 'No answer in time.' },
});

describe('Imports', () => {
  it('reads a file, says what it would come to, and takes it in', async () => {
    const { imports, transport } = harness();
    await imports.choose(fileOf('Date(UTC),Pair\n'));
    expect([imports.name, imports.preview]).toEqual(['trades.csv', PREVIEW]);
    await imports.commit();
    expect(imports.result?.created).toEqual([7]);
    expect(transport.asked.map(({ name }) => name)).toEqual([
      'preview_fills_import',
      'import_fills',
    ]);
  });

  it('reads the file anew when a column is taken for another field', async () => {
    const { imports, transport } = harness();
    await imports.choose(fileOf('When,What\n'));
    imports.setColumn('time', 0);
    imports.setColumn('fee', null);
    await vi.waitFor(() => expect(imports.busy).toBeNull());
    expect(transport.asked.at(-1)?.params).toEqual({
      ...{ text: 'When,What\n', columns: { time: 0, fee: null } },
    });
  });

  it('keeps the file and its preview when the import fails', async () => {
    const { imports, transport } = harness();
    await imports.choose(fileOf('Date(UTC),Pair\n'));
    transport.answer('import_fills', lost);
    await imports.commit();
    expect([imports.error?.code, imports.preview, imports.result]).toEqual([
      ...['UNAVAILABLE', PREVIEW, null],
    ]);
  });

  it('shows no preview of a file that was left for another one', async () => {
    const { imports, transport } = harness();
    let answer = (): void => undefined;
    transport.answer(
      'preview_fills_import',
      () => new Promise((done) => (answer = () => done({ ok: true, value: PREVIEW }))),
    );
    const first = imports.choose(fileOf('Date(UTC)\n'));
    await vi.waitFor(() => expect(transport.asked).toHaveLength(1));
    imports.reset();
    answer();
    await first;
    expect([imports.name, imports.preview]).toEqual([null, null]);
  });

  it('hears of progress only while it waits for some', async () => {
    const { imports } = harness();
    const timestamp = '2026-01-01T00:00:00.000Z';
    imports.hear({ phase: 'reading', done: 0.5, rows: 10, timestamp });
    expect(imports.progress).toBeNull();
    await imports.choose(fileOf('Date(UTC)\n'));
    const committed = imports.commit();
    imports.hear({ phase: 'saving', done: 0.5, rows: 10, timestamp });
    expect(imports.progress).toEqual({ phase: 'saving', done: 0.5 });
    await committed;
  });
});

describe('readTextFile', () => {
  it('reads UTF-8 with its mark and UTF-16', async () => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, 0x44]);
    expect(await readTextFile(fileOf(marked))).toEqual({ text: 'D', problem: null });
    const wide = new Uint8Array([0xff, 0xfe, 0x44, 0x00]);
    expect(await readTextFile(fileOf(wide))).toEqual({ text: 'D', problem: null });
  });

  it('names what is no text, nothing at all, or too much', async () => {
    const workbook = fileOf(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00]));
    expect((await readTextFile(workbook)).problem).toBe('binary');
    expect((await readTextFile(fileOf('\n \n'))).problem).toBe('empty');
    const huge = { ...fileOf('x'), size: 6_000_001 };
    expect((await readTextFile(huge)).problem).toBe('large');
  });
});
