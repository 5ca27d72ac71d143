import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EndpointState } from '../../../shared/protocol/endpoint-body';
import { systemClock } from '../clock';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { openEndpointParts } from './endpoint-parts';
import { EndpointSwitch, type SwitchOptions } from './endpoint-switch';

let folder: string;
let told: EndpointState['state'][];
const ends: (() => Promise<unknown>)[] = [];
const patient = { timeout: 15_000 };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-switch-'));
  told = [];
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await rm(folder, { recursive: true });
});

type Given = SwitchOptions['config']['given'];
/** What a program starts with; tests take free ports. */
const started = (over: { given?: Given; host?: string; port?: number } = {}) => ({
  ...{ dataDir: folder, host: '127.0.0.1', port: 0, given: [] as Given },
  ...over,
});

async function start(over: Partial<SwitchOptions> = {}): Promise<EndpointSwitch> {
  const usual = { clock: systemClock, logger: silentLogger, hasWindow: true, config: started() };
  const endpoint = await EndpointSwitch.start({ ...usual, ...over });
  ends.push(() => endpoint.close());
  const dispatch = () => Promise.resolve({ ok: true as const, value: {} });
  const { parts, close } = await openEndpointParts({ dataDir: folder, dispatch });
  ends.splice(-1, 0, close);
  parts.hub.attach({
    deliver: (_rooms, { type, data }) => {
      if (type === 'endpoint_status') told.push(data.state);
    },
  });
  endpoint.open(parts);
  return endpoint;
}

async function occupied(): Promise<{ port: number; server: Server }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => new Promise((done) => server.close(done)));
  return { port: (server.address() as AddressInfo).port, server };
}

const answers = (url: string | null): Promise<boolean> =>
  fetch(`${url}/api/v1/health`).then(
    ({ ok }) => ok,
    () => false,
  );

test('it is open at the start, goes off after the answer, and comes back', async () => {
  const endpoint = await start();
  const { url } = endpoint.state;
  expect(await answers(url)).toBe(true);
  await endpoint.change({ enabled: false });
  expect(endpoint.choice.enabled).toBe(false);
  await vi.waitFor(() => expect(told).toEqual(['off']), patient);
  expect(endpoint.state).toEqual({ state: 'off', fault: null, url: null, lan_urls: [] });
  expect(await answers(url)).toBe(false);
  await endpoint.change({ enabled: true });
  await vi.waitFor(() => expect(told).toEqual(['off', 'open']), patient);
  expect(await answers(endpoint.state.url)).toBe(true);
});

test('what was chosen outlives a restart', async () => {
  const first = await start();
  await first.change({ enabled: false });
  await vi.waitFor(() => expect(told).toEqual(['off']), patient);
  await first.close();
  const second = await start();
  expect(second.choice).toEqual({ enabled: false, port: 0, lan: false });
  expect(second.state.state).toBe('off');
});

/** Another program may take a port between its being found free and being asked for. */
async function moveToFreePort(endpoint: EndpointSwitch): Promise<number> {
  const { port, server } = await occupied();
  await new Promise((done) => server.close(done));
  try {
    await endpoint.change({ port });
    return port;
  } catch {
    return moveToFreePort(endpoint);
  }
}

test('it moves to another port, and stays where it is when that is in use', async () => {
  const endpoint = await start();
  const before = endpoint.state.url;
  const { port: taken } = await occupied();
  await expect(endpoint.change({ port: taken })).rejects.toMatchObject({
    code: 'INVALID',
    info: { details: [{ field: 'endpoint.port' }] },
  });
  expect(endpoint.choice.port).toBe(0);
  expect(await answers(before)).toBe(true);
  const port = await moveToFreePort(endpoint);
  await vi.waitFor(() => expect(told).toEqual(['open']), patient);
  expect(endpoint.state.url).toBe(`http://127.0.0.1:${port}`);
  expect(await answers(before)).toBe(false);
  expect(await answers(endpoint.state.url)).toBe(true);
});

test('opened to the local network it keeps its port and tells its addresses there', async () => {
  const endpoint = await start();
  const port = await moveToFreePort(endpoint);
  await endpoint.change({ lan: true });
  await vi.waitFor(() => {
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toBe('open');
  }, patient);
  const { url, lan_urls } = endpoint.state;
  expect(url).toBe(`http://127.0.0.1:${port}`);
  for (const each of [url, ...lan_urls]) expect(await answers(each)).toBe(true);
});

test('what a flag decides cannot be changed, and a server without a window stays open', async () => {
  const flags = started({ given: ['port', 'host'], host: '0.0.0.0' });
  const endpoint = await start({ hasWindow: false, config: flags });
  expect(endpoint.fixed).toEqual(['enabled', 'port', 'lan']);
  expect(endpoint.choice).toEqual({ enabled: true, port: 0, lan: true });
  for (const change of [{ enabled: false }, { port: 1 }, { lan: false }]) {
    await expect(endpoint.change(change)).rejects.toMatchObject({ code: 'INVALID' });
  }
  await endpoint.change({ enabled: true, port: undefined });
  expect(told).toEqual([]);
});

test('a port in use ends a server, and a window that was given it by a flag', async () => {
  const { port } = await occupied();
  for (const over of [{ hasWindow: false }, { config: started({ port, given: ['port'] }) }]) {
    await expect(start({ config: started({ port }), ...over })).rejects.toThrow(/is in use/);
  }
});

test('a port in use does not keep the window from starting, and is tried again', async () => {
  const { port, server } = await occupied();
  const clock = new FakeClock();
  const endpoint = await start({ clock, config: started({ port }) });
  expect(endpoint.state).toMatchObject({ state: 'failed', fault: 'port_in_use' });
  await new Promise((done) => server.close(done));
  await vi.waitFor(() => {
    clock.advance(5000);
    expect(told).toEqual(['open']);
  }, patient);
  expect(endpoint.state.url).toBe(`http://127.0.0.1:${port}`);
});

test('a choice that cannot be saved is not made', async () => {
  const endpoint = await start();
  const { url } = endpoint.state;
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  await expect(endpoint.change({ enabled: false })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(endpoint.choice.enabled).toBe(true);
  expect(await answers(url)).toBe(true);
});

test.each(['', '{', '{"version":1,"enabled":"no","port":1,"lan":true}', '{"version":2}'])(
  'a file of settings that says %j is as if there were none, with a warning',
  async (text) => {
    await writeFile(join(folder, 'endpoint-settings'), text);
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
    const endpoint = await start({ logger });
    expect(endpoint.choice).toEqual({ enabled: true, port: 0, lan: false });
    expect(warnings).toHaveLength(1);
  },
);

test('what was chosen is written anew for a folder that was deleted, and nothing before', async () => {
  const file = join(folder, 'endpoint-settings');
  const endpoint = await start();
  await endpoint.save();
  await expect(readFile(file)).rejects.toThrow();
  await endpoint.change({ port: 0, enabled: false });
  await rm(file);
  await endpoint.save();
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    ...{ version: 1, enabled: false, port: 0, lan: false },
  });
});
