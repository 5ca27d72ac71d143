import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHOICES } from '../exchange/binance/endpoints';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { StateStore } from '../store/state-store';
import { VenueChoices, type VenueSetting } from './venue-choices';

const CHOSEN = { kind: 'chosen' } as const;
const FIXED: VenueSetting = {
  kind: 'fixed',
  urls: { rest: 'http://x', ws: 'ws://x' },
  reason: 'The flags decide',
};
const OFF: VenueSetting = { kind: 'off', reason: 'Futures are off' };

let folder: string;
let store: StateStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-choices-'));
  store = await loaded();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function loaded(): Promise<StateStore> {
  const ports = { clock: new FakeClock(), logger: silentLogger, random: () => 0 };
  return StateStore.open({ ...ports, dataDir: folder });
}
const choices = (futures: VenueSetting = CHOSEN): VenueChoices =>
  new VenueChoices({ settings: { spot: CHOSEN, futures }, store, markets: CHOICES });

test('at first every venue is the usual market, and a choice outlives a restart', async () => {
  expect(choices().nameOf('spot')).toBe('global');
  expect(choices().urlsOf('futures').rest).toBe('https://fapi.binance.com');
  await expect(choices().choose('spot', 'us')).resolves.toBe(true);
  await expect(choices().choose('spot', 'us')).resolves.toBe(false);
  await store.close();
  store = await loaded();
  expect(choices().nameOf('spot')).toBe('us');
  expect(choices().urlsOf('spot').ws).toBe('wss://stream.binance.us:9443');
  expect(choices().nameOf('futures')).toBe('global');
});

test('each market has files of its own, the usual ones those without a name', async () => {
  expect(choices().fileSuffix('spot')).toEqual([]);
  expect(choices().fileSuffix('futures')).toEqual(['futures']);
  await choices().choose('futures', 'testnet');
  expect(choices().fileSuffix('futures')).toEqual(['futures', 'testnet']);
  expect(choices(FIXED).fileSuffix('futures')).toEqual(['futures']);
});

test.each([
  [FIXED, /The flags decide/],
  [OFF, /Futures are off/],
])('what the start has decided is not chosen, and it is said why', async (setting, reason) => {
  await choices().choose('futures', 'testnet');
  await expect(choices(setting).choose('futures', 'global')).rejects.toThrow(reason);
  expect(choices(setting).choicesOf('futures')).toEqual([]);
  expect(choices().nameOf('futures')).toBe('testnet');
});

test.each(['moon', '', 'constructor', '__proto__', 'us'])(
  'there is no futures market %j',
  async (name) => {
    await expect(choices().choose('futures', name)).rejects.toMatchObject({ code: 'INVALID' });
  },
);

test('a market that a later version knows and this one does not is the usual one here', async () => {
  await store.update(() => ({ venues: { spot: 'mars' } }));
  expect(choices().nameOf('spot')).toBe('global');
});

test('a choice that cannot be saved is not made', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'in the way');
  await expect(choices().choose('spot', 'us')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(choices().nameOf('spot')).toBe('global');
});
