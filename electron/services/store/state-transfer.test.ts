import { beforeEach, expect, test } from 'vitest';
import { PositionHarness } from '../positions/position-harness';
import { SimulatedDisk } from './simulated-disk';

type Parts = Awaited<ReturnType<PositionHarness['open']>>;

let harness: PositionHarness;
let parts: Parts;

const LONG = { symbol: 'BTC/USDT', side: 'long', quantity: 1, entry_price: 44_000 };
const create = (more: object = {}) => harness.ask('create_position', { ...LONG, ...more });
const list = async () => (await harness.ask('list_positions', {})).items;
const close = (id: number) => harness.ask('close_position', { id, price: 45_000 });
const document = () => harness.ask('export_state', {});
const bring = (body: object) => harness.ask('import_state', body);

async function fresh(disk = new SimulatedDisk()): Promise<void> {
  harness = new PositionHarness(disk);
  parts = await harness.open();
}

async function killAndStart(): Promise<void> {
  harness.disk.restart();
  await fresh(harness.disk);
}

beforeEach(() => fresh());

/** One open position, one closed, and a watchlist. */
async function fill(): Promise<void> {
  await create({ note: 'open one' });
  const { position_id } = await create({ symbol: 'ETH/USDT' });
  await close(position_id);
  await parts.store.update(() => ({ watchlist: { symbols: ['ETH/USDT'], groups: {} } }));
}

test('what is exported comes back in an empty folder as it was, and outlives a kill', async () => {
  await fill();
  const exported = await document();
  const before = await list();
  await fresh();
  expect(await bring(exported)).toMatchObject({
    ...{ dry_run: false, backup: expect.stringMatching(/^before-import-/) as string },
    ...{ positions_before: { open: 0, closed: 0 }, positions_after: { open: 1, closed: 1 } },
  });
  expect(await list()).toEqual(before);
  await killAndStart();
  expect(await list()).toMatchObject(
    before.map(({ position_id, net_pnl }) => ({ position_id, net_pnl })),
  );
  expect(parts.store.state.watchlist.symbols).toEqual(['ETH/USDT']);
  const { position_id } = await create();
  expect(before.map((each) => each.position_id)).not.toContain(position_id);
});

test('an import replaces all positions: others leave, also out of the history', async () => {
  await fill();
  const exported = await document();
  await create({ note: 'later' });
  await close((await create()).position_id);
  await close(1);
  expect(await bring(exported)).toMatchObject({
    ...{ positions_before: { open: 1, closed: 3 }, positions_after: { open: 1, closed: 1 } },
  });
  await killAndStart();
  expect(await list()).toMatchObject([
    { position_id: 2, status: 'closed' },
    { position_id: 1, status: 'open', note: 'open one' },
  ]);
});

test('a dry run says what would be replaced and changes nothing', async () => {
  const exported = await document();
  await fill();
  const told = await bring({ ...exported, dry_run: 'true' });
  expect(told).toMatchObject({
    dry_run: true,
    backup: null,
    positions_after: { open: 0, closed: 0 },
  });
  expect(told.sections).toContainEqual({ name: 'watchlist', changed: true });
  expect(told.sections).toContainEqual({ name: 'portfolio', changed: false });
  expect(await list()).toHaveLength(2);
  expect(await parts.store.backups.list()).toEqual([]);
});

test.each<[string, (exported: Awaited<ReturnType<typeof document>>) => object, string]>([
  ['of a newer program', (d) => ({ ...d, schema_version: 99 }), 'schema_version'],
  ['of a newer layout', (d) => ({ ...d, version: 2 }), 'version'],
  ['with an unknown part', (d) => ({ ...d, state: { ...d.state, more: 1 } }), 'state'],
  ['with a broken part', (d) => ({ ...d, state: { ...d.state, portfolio: 7 } }), 'state.portfolio'],
  ['with a broken position', (d) => ({ ...d, closed_positions: [{}] }), 'closed_positions.0'],
  [
    'with a broken history',
    (d) => ({ ...d, histories: { alerts: [{ id: 0 }] } }),
    'histories.alerts.0',
  ],
  [
    'with one position twice',
    (d) => ({ ...d, closed_positions: [d.closed_positions[0], d.closed_positions[0]] }),
    'closed_positions',
  ],
  ['that is none', () => ({ format: 'zip' }), 'format'],
])(
  'a document %s is refused by the field, and nothing is changed',
  async (_name, change, field) => {
    await fill();
    const before = parts.store.state;
    const reply = await harness.reply('import_state', change(await document()));
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID' } });
    expect(JSON.stringify(reply)).toContain(`"field":"${field}"`);
    expect(parts.store.state).toBe(before);
  },
);

test('alerts are added when they are newer than what is there', async () => {
  const alert = (id: number) => ({ id, at: harness.clock.now(), text: `${id}` });
  await parts.histories.record({ alerts: [alert(3), alert(8)] });
  const exported = await document();
  await fresh();
  await parts.histories.record({ alerts: [alert(4)] });
  expect(await bring(exported)).toMatchObject({ histories: { alerts: { added: 1, kept_out: 1 } } });
  const ids: number[] = [];
  for await (const { id } of parts.histories.newestFirst('alerts')) ids.push(id);
  expect(ids).toEqual([8, 4]);
  expect(parts.ids.next('alert')).toBeGreaterThan(8);
});

test('no token, counter or notice of this folder travels', async () => {
  await fill();
  expect(Object.keys((await document()).state)).not.toContain('pending');
  expect(Object.keys((await document()).state)).not.toContain('notices');
  expect(JSON.stringify(await document())).not.toMatch(/secret|token/i);
});

test('a backup is gone back to: what was open then is open, and stays deleted when it is deleted', async () => {
  const { position_id: id } = await create();
  const { name } = await harness.ask('create_backup', {});
  harness.clock.advance(2000);
  await close(id);
  const told = await harness.ask('restore_backup', { name });
  expect(told).toMatchObject({
    positions_before: { open: 0, closed: 1 },
    positions_after: { open: 1, closed: 0 },
  });
  expect(await list()).toMatchObject([{ position_id: id, status: 'open' }]);
  expect((await harness.ask('list_backups', {})).items.map(({ reason }) => reason)).toEqual([
    'before-restore',
    'manual',
  ]);
  await harness.ask('delete_position', { id });
  await harness.ask('empty_deleted_positions', {});
  await killAndStart();
  expect(await list()).toEqual([]);
});

test('a restore of the backup before an import brings closed positions back', async () => {
  const other = await document();
  await fill();
  const before = { items: await list(), journal: await harness.ask('export_journal', {}) };
  const { backup } = await bring(other);
  expect(await list()).toEqual([]);
  await close((await create({ note: 'since' })).position_id);
  await harness.ask('restore_backup', { name: backup });
  expect(await list()).toEqual(before.items);
  expect(await harness.ask('export_journal', {})).toEqual(before.journal);
  await killAndStart();
  expect(await harness.ask('export_journal', {})).toEqual(before.journal);
});

test('a backup that was asked for tells closed positions, also those of before a restart', async () => {
  const other = await document();
  await fill();
  await killAndStart();
  const journal = await harness.ask('export_journal', {});
  const { name } = await harness.ask('create_backup', {});
  await bring(other);
  await killAndStart();
  expect(await harness.ask('restore_backup', { name })).toMatchObject({
    positions_after: { open: 1, closed: 1 },
  });
  expect(await harness.ask('export_journal', {})).toEqual(journal);
});

test('a backup that is not there is said', async () => {
  await expect(harness.ask('restore_backup', { name: '../auth.json' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('an import that cannot be saved changes nothing, also not later', async () => {
  await fill();
  const exported = await document();
  await create({ note: 'later' });
  for (let call = 1; call <= 20; call++) {
    harness.disk.failAt(call, 'EIO', 1000);
    const reply = await harness.reply('import_state', exported);
    expect(reply).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
    harness.disk.heal();
    expect(await list(), `failed at call ${call}`).toHaveLength(3);
    await parts.store.update(() => ({}));
  }
  await killAndStart();
  expect(await list()).toHaveLength(3);
});

test('killed at any call of the disk, all of a document is there or nothing', async () => {
  await fill();
  const exported = await document();
  await fresh();
  const before = harness.disk.calls;
  await bring(exported);
  const calls = harness.disk.calls - before;
  for (let at = 1; at <= calls; at++) {
    await fresh();
    await create({ note: 'own' });
    harness.disk.stopAt(at);
    const isAnswered = (await harness.reply('import_state', exported)).ok;
    await killAndStart();
    const notes = (await list()).map(({ note }) => note);
    const whole = [null, 'open one'];
    expect(isAnswered ? [whole] : [['own'], whole], `stopped at ${at}`).toContainEqual(notes);
  }
});

test('an import of before takes up no message whose end has come on record since', async () => {
  const at = Date.UTC(2026, 0, 1);
  const message = {
    ...{ channel: 'webhook' as const, kind: 'alerts' as const, severity: 'info' as const },
    ...{ alertIds: [1], lines: ['one'], symbol: null, price: null, occurredAt: at, isLate: false },
    ...{ sound: null, queuedAt: at, dueAt: at, tries: 1, lastReason: 'down' },
  };
  const keys = ['accepted', 'failed', 'waiting'];
  const messages = Object.fromEntries(keys.map((key) => [key, { ...message, key }]));
  await parts.store.update(({ outbox }) => ({ outbox: { ...outbox, messages } }));
  const exported = await document();
  const ended = { at, alertId: 1, channel: 'webhook', reason: null, tries: 2 };
  await parts.histories.record(
    {
      deliveries: [
        { ...ended, id: 1, status: 'accepted', key: 'accepted' },
        { ...ended, id: 2, status: 'failed', key: 'failed' },
        { ...ended, id: 3, status: 'suppressed', key: null },
      ],
    },
    ({ outbox }) => ({ outbox: { ...outbox, messages: {} } }),
  );
  await bring(exported);
  expect(Object.keys(parts.store.state.outbox.messages)).toEqual(['waiting']);
  await killAndStart();
  expect(Object.keys(parts.store.state.outbox.messages)).toEqual(['waiting']);
});
