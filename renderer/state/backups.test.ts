import { describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Backups, type Replaced } from './backups.svelte';

const KEPT = { name: 'daily-1.json', reason: 'daily', at: '2026-01-01T00:00:00.000Z' };
const summary = (isDry: boolean): Replaced => ({
  ...{ dry_run: isDry, sections: [], histories: {}, backup: isDry ? null : 'before-restore' },
  ...{ positions_before: { open: 1, closed: 2 }, positions_after: { open: 0, closed: 2 } },
});

function harness() {
  const transport = new FakeTransport()
    .answer('list_backups', () => ({ ok: true, value: { items: [KEPT], next: null } }))
    .answer('restore_backup', ({ dry_run: isDry }) => ({
      ok: true,
      value: summary(isDry === true),
    }))
    .answer('import_state', ({ dry_run: isDry }) => ({ ok: true, value: summary(isDry === true) }));
  const save = vi.fn();
  return { transport, save, backups: new Backups(transport, save) };
}

const asked = (transport: FakeTransport, name: string) =>
  transport.asked.filter((one) => one.name === name).map(({ params }) => params);

function jsonFile(value: unknown) {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  const arrayBuffer = () => Promise.resolve(bytes.slice().buffer);
  return { name: 'mine.json', size: bytes.length, arrayBuffer };
}

describe('Backups', () => {
  it('replaces nothing before the trader has seen what it would replace', async () => {
    const { backups, transport } = harness();
    await backups.checkKept(KEPT);
    expect(backups.plan?.summary).toEqual(summary(true));
    expect(asked(transport, 'restore_backup')).toEqual([{ name: KEPT.name, dry_run: true }]);
    await backups.confirm();
    expect(asked(transport, 'restore_backup').at(-1)).toEqual({
      ...{ name: KEPT.name, dry_run: false },
    });
    expect(backups.plan).toBeNull();
  });

  it('checks a file first, and brings in just what it checked', async () => {
    const { backups, transport } = harness();
    const document = { format: 'tickwatch-export', closed_positions: [] };
    await backups.checkFile(jsonFile(document));
    await backups.confirm();
    expect(asked(transport, 'import_state')).toEqual([
      { ...document, dry_run: true },
      { ...document, dry_run: false },
    ]);
  });

  it('asks nothing about a file that is no backup, and says so', async () => {
    const { backups, transport } = harness();
    for (const file of ['not json', '[]', '{"a":1}', 'null']) {
      await backups.checkFile(jsonFile(file));
      expect(backups.problem).toBe('foreign');
    }
    expect(asked(transport, 'import_state')).toEqual([]);
  });

  it('keeps the question open when replacing fails', async () => {
    const { backups, transport } = harness();
    await backups.checkKept(KEPT);
    transport.answer('restore_backup', () => ({
      ok: false,
      error: { code: 'UNAVAILABLE', message: 'The disk is full.' },
    }));
    await backups.confirm();
    expect([backups.plan?.source.kind, backups.error?.code]).toEqual(['kept', 'UNAVAILABLE']);
  });

  it('hands the whole state out as a dated file', async () => {
    const { backups, transport, save } = harness();
    const state = {
      ...{ format: 'tickwatch-export' as const, version: 1 as const, schema_version: 1 },
      ...{ app_version: '0', exported_at: KEPT.at, ids: {}, state: {} },
      ...{ closed_positions: [], histories: {} },
    };
    transport.answer('export_state', () => ({ ok: true, value: state }));
    await backups.download();
    const file = save.mock.lastCall?.[0] as { name: string; text: string };
    expect(file.name).toMatch(/^tickwatch-backup-\d{4}-\d\d-\d\d\.json$/);
    expect(JSON.parse(file.text)).toEqual(state);
  });
});
