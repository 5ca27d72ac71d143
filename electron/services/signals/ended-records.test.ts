import { expect, test } from 'vitest';
import { randomWalk } from '../../../shared/domain/signals/random-walk';
import { Random } from '../exchange/demo/prng';
import { newDisk, openBook, play } from './book-harness';

const CANDLES = randomWalk(new Random(5), {
  ...{ interval: '1h', count: 3000, drift: 0, volatility: 0.01, start: Date.UTC(2024, 0, 1) },
});
const query = { symbol: 'A/USDT', interval: '1h', limit: 1000 } as const;

type World = Awaited<ReturnType<typeof openBook>>;

/** Goes on with another cost of a round trip; returns its model. */
async function withCost(world: World, spot: number): Promise<string> {
  const { store, keeper, commit } = world;
  store.updateLazily(({ signals }) => ({
    signals: { ...signals, cost: { ...signals.cost, spot } },
  }));
  await keeper.open();
  play(keeper, CANDLES.slice(0, spot === 0.002 ? 3000 : 1500));
  await commit();
  return keeper.book.modelVersion;
}

test('the record of an earlier model is read back by its version, also after a restart', async () => {
  const disk = await newDisk();
  const world = await openBook(disk);
  const first = await withCost(world, 0.002);
  const said = await world.record.calls(query);
  expect(said.length).toBeGreaterThan(100);
  const second = await withCost(world, 0.003);
  const third = await withCost(world, 0.004);
  const ids = [third, second, first];
  expect(world.record.models.map(({ modelVersion }) => modelVersion)).toEqual(ids);
  await world.histories.close();

  const next = await openBook(disk);
  // The keeper of a new run has the settings of the store.
  expect(next.record.models).toEqual(world.record.models);
  const [now, ...earlier] = next.record.models.map(({ usedUntil }) => usedUntil);
  expect([now, earlier.map((time) => typeof time)]).toEqual([null, ['number', 'number']]);
  const view = await next.record.ended(first);
  expect(await view?.calls(query)).toEqual(said);
  expect(await view?.calls({ ...query, limit: 50 })).toEqual(said.slice(0, 50));
  expect(view?.fault).toBeNull();
  const settled = said.filter(({ resolution }) => resolution !== null).length;
  expect((await view?.reliability.of('1h', 'A/USDT'))?.n).toBe(settled);
  expect(view?.tally.intervalsOf('A/USDT')).toEqual(['1h']);
  expect(await next.record.ended(third)).toBeNull();
  await expect(next.record.ended('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a model that is set again has its new record; the earlier one is listed once', async () => {
  const world = await openBook(await newDisk());
  const first = await withCost(world, 0.002);
  const second = await withCost(world, 0.003);
  expect(await withCost(world, 0.002)).toBe(first);
  expect(world.record.models.map(({ modelVersion }) => modelVersion)).toEqual([first, second]);
});
