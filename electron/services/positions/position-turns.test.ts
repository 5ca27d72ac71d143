import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { SimulatedDisk } from '../store/simulated-disk';
import { PositionDraft, type ToldChange } from './position-draft';
import { PositionHarness } from './position-harness';
import { PositionTurns } from './position-turns';

const LONG = { symbol: 'btc-usdt', side: 'long', quantity: 1, entry_price: 44_000 };
const BUY = { side: 'buy', price: 44_000, quantity: 0.1 };

let harness: PositionHarness;
let parts: Awaited<ReturnType<PositionHarness['open']>>;
/** Commits so far. */
let commits: number;

beforeEach(async () => {
  harness = new PositionHarness(new SimulatedDisk());
  await open();
});

async function open(): Promise<void> {
  parts = await harness.open();
  commits = 0;
  parts.store.onCommitted(() => commits++);
}

const create = () => harness.ask('create_position', LONG);
const quantityOf = async (id: number) => (await harness.ask('get_position', { id })).quantity;

async function killAndStart(): Promise<void> {
  harness.disk.restart();
  harness = new PositionHarness(harness.disk, new FakeClock(harness.clock.now()));
  await open();
}

test('sixty writers at once are saved by a handful of commits, each before its answer', async () => {
  const ids = [(await create()).position_id, (await create()).position_id];
  commits = 0;
  const fills = Array.from({ length: 60 }, (_, n) =>
    harness.ask('add_fill', { id: ids[n % 2], ...BUY }),
  );
  await Promise.all(fills);
  expect(commits).toBeLessThanOrEqual(4);
  await killAndStart();
  expect(await Promise.all(ids.map((id) => quantityOf(id)))).toEqual([4, 4]);
});

test('what cannot be saved together is refused together, and none of it comes to be', async () => {
  const { position_id: id } = await create();
  harness.disk.failAt(1, 'ENOSPC', Number.POSITIVE_INFINITY);
  const asked = [
    ...[1, 2, 3].map(() => harness.reply('add_fill', { id, ...BUY })),
    harness.reply('create_position', LONG),
  ];
  const codes = (await Promise.all(asked)).map((reply) => (reply.ok ? 'ok' : reply.error.code));
  expect(codes).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
  harness.disk.heal();
  await harness.ask('add_fill', { id, ...BUY });
  await killAndStart();
  expect((await harness.ask('list_positions', {})).items).toMatchObject([
    { position_id: id, quantity: 1.1 },
  ]);
});

test('one that is wrong is refused alone, and the others see nothing of it', async () => {
  const { position_id: id } = await create();
  const replies = await Promise.all([
    harness.reply('add_fill', { id, ...BUY }),
    harness.reply('add_fill', { id, side: 'sell', price: 45_000, quantity: 1.2 }),
    harness.reply('close_position', { id, price: 45_000 }),
    harness.reply('add_fill', { id, ...BUY }),
  ]);
  expect(replies.map(({ ok }) => ok)).toEqual([true, false, true, false]);
  expect(await quantityOf(id)).toBe(0);
});

test('changes of one position at once are told in their order', async () => {
  const { position_id: id } = await create();
  harness.heard.length = 0;
  await Promise.all([
    harness.ask('patch_position', { id, note: 'x' }),
    harness.ask('delete_position', { id }),
    harness.ask('restore_position', { id }),
  ]);
  const told = harness.heard.flatMap((each) =>
    each.type === 'position_changed' ? [each.data.change] : [],
  );
  expect(told).toEqual(['changed', 'deleted', 'restored']);
});

test('what a position has been through, saved while a fill of it is, loses no fill', async () => {
  const { position_id: id } = await create();
  const before = parts.positions.get(id);
  const filled = harness.ask('add_fill', { id, ...BUY });
  while (parts.store.state.positions.open[id]?.entries.length !== 2) await Promise.resolve();
  parts.positions.amend([{ ...before, excursion: { ...before.excursion } }]);
  await filled;
  // The save that nobody waits for.
  harness.clock.advance(1000);
  await parts.store.close();
  await killAndStart();
  expect(await quantityOf(id)).toBe(1.1);
});

/** Turns over a store that saves at once, and tells when it is let. */
function slowToTell() {
  const waiting: (() => void)[] = [];
  const section = { open: {}, deleted: {} };
  const turns = new PositionTurns({
    positions: {
      draft: () => new PositionDraft({ section, find: () => undefined, now: 0, oldest: 0 }),
      save: () => Promise.resolve(),
    },
    onSaved: (told: readonly ToldChange[]) =>
      told.length === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  });
  return { turns, waiting };
}

test('whoever is slow to hear of one change holds up no other, only what has to be alone', async () => {
  const { turns, waiting } = slowToTell();
  const position = parts.positions.get((await create()).position_id);
  const done: string[] = [];
  const slow = turns
    .change((draft) => draft.put(position, 'changed'))
    .then(() => done.push('slow'));
  await turns.change(() => undefined).then(() => done.push('quick'));
  const alone = turns.alone(() => Promise.resolve()).then(() => done.push('alone'));
  const later = turns.change(() => undefined).then(() => done.push('later'));
  await new Promise(setImmediate);
  expect(done).toEqual(['quick']);
  for (const resolve of waiting) resolve();
  await Promise.all([slow, alone, later]);
  expect(done).toEqual(['quick', 'slow', 'alone', 'later']);
});
