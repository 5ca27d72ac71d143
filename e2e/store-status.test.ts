import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

const WAIT = { timeout: 15_000, interval: 50 };

interface Status {
  readonly state: string;
  readonly reason: string | null;
  readonly notices: readonly {
    readonly id: number;
    readonly kind: string;
    readonly text: string;
  }[];
}

async function started(dataDir: string): Promise<Headless> {
  const server = await startHeadless(['--demo', '--data-dir', dataDir]);
  onTestFinished(() => void server.end('SIGKILL'));
  return server;
}

async function ask(server: Headless, method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, value: (await response.json()) as Record<string, unknown> };
}

const list = (server: Headless, ...groups: string[]) =>
  ask(server, 'PUT', '/watchlist', {
    symbols: [],
    groups: Object.fromEntries(groups.map((name) => [name, []])),
  });

async function statusOf(server: Headless): Promise<Status> {
  const client = await SocketClient.connect(server.url, server.token);
  const reply = await client.ask('get_snapshot', {});
  client.close();
  if (!reply.ok) throw new Error('no snapshot');
  return reply.value['store'] as Status;
}

test('a damaged state is recovered, the trader is told, and puts the notice away for good', async () => {
  const folder = await tempFolder();
  const first = await started(folder);
  await list(first, 'Majors');
  await list(first, 'Majors', 'Minors');
  await first.end();
  const file = join(folder, 'state.json');
  const data = await readFile(file);
  data[data.length - 20]! ^= 1;
  await writeFile(file, data);

  const second = await started(folder);
  const { value } = await ask(second, 'GET', '/watchlist');
  expect(value['groups']).toHaveProperty('Majors');
  const status = await statusOf(second);
  expect(status).toMatchObject({ state: 'saved', notices: [{ kind: 'recovered' }] });
  const client = await SocketClient.connect(second.url, second.token);
  const [notice] = status.notices;
  expect(await client.ask('dismiss_notice', { id: notice!.id })).toMatchObject({
    ok: true,
    value: { notices: [] },
  });
  await vi.waitFor(
    () => expect(client.of('store_status').at(-1)?.data).toMatchObject({ notices: [] }),
    WAIT,
  );
  client.close();
  expect((await ask(second, 'DELETE', `/notices/${notice!.id}`)).status).toBe(404);
  await second.end();
  const third = await started(folder);
  expect((await statusOf(third)).notices).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.includes('.corrupt-'))).toHaveLength(1);
  await third.end();
});

test('fault 43: a folder of a newer program is shown, said to be read-only, and left as it is', async () => {
  const folder = await tempFolder();
  const newer = '{"schemaVersion":99,"watchlist":{"symbols":[],"groups":{"Later":[]}}}';
  await writeFile(join(folder, 'state.json'), newer);
  const server = await started(folder);
  expect(await statusOf(server)).toMatchObject({
    state: 'read_only',
    notices: [{ kind: 'newer' }],
  });
  expect((await ask(server, 'GET', '/watchlist')).value['groups']).toEqual({ Later: [] });
  expect((await list(server, 'Mine')).status).toBe(503);
  expect((await ask(server, 'GET', '/watchlist')).value['groups']).toEqual({ Later: [] });
  expect((await server.end()).code).toBe(0);
  expect(await readFile(join(folder, 'state.json'), 'utf8')).toBe(newer);
});

test('a data folder deleted while it runs comes back with all that was in it', async () => {
  const folder = join(await tempFolder(), 'data');
  const server = await started(folder);
  await list(server, 'Majors');
  // Moved away first: removed in place it would fill again while it is emptied.
  const gone = `${folder}.gone`;
  await rename(folder, gone);
  await rm(gone, { recursive: true, maxRetries: 5 });
  await vi.waitFor(async () => {
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['state.json', 'instance.lock', 'auth-secret']),
    );
  }, WAIT);
  expect((await statusOf(server)).notices).toMatchObject([{ kind: 'folder_gone' }]);
  await expect(startHeadless(['--demo', '--data-dir', folder])).rejects.toThrow('in use');
  await server.end('SIGKILL');
  const next = await started(folder);
  expect((await ask(next, 'GET', '/watchlist')).value['groups']).toEqual({ Majors: [] });
  const old = await fetch(`${next.url}/api/v1/watchlist`, {
    headers: { Authorization: `Bearer ${server.token}` },
  });
  expect(old.status).toBe(200);
  await next.end();
});

/** A disk of 256 KiB; null where this user may not mount one, and a folder that fails is used then. */
function mountTinyDisk(folder: string): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  let isMounted = true;
  return () => {
    if (isMounted) execFileSync('umount', ['-l', folder]);
    isMounted = false;
  };
}

test('fault 40: on a full disk it goes on, says unsaved, and saves again when there is space', async () => {
  const folder = join(await tempFolder(), 'disk');
  await mkdir(folder);
  const unmount = mountTinyDisk(folder);
  if (unmount) onTestFinished(unmount);
  const server = await started(folder);
  expect((await list(server, 'Majors')).status).toBe(200);
  const client = await SocketClient.connect(server.url, server.token);
  const states = () => client.of('store_status').map(({ data }) => data.state);
  const makeRoom = await fillUp(folder, unmount !== null);
  expect((await list(server, 'Majors', 'Minors')).status).toBe(503);
  await vi.waitFor(() => expect(states()).toContain('unsaved'), { timeout: 1000, interval: 10 });
  const { value } = await ask(server, 'GET', '/health');
  expect(value).toMatchObject({ status: 'degraded', store: { state: 'unsaved' } });
  expect((await ask(server, 'GET', '/watchlist')).value['groups']).toEqual({ Majors: [] });
  await makeRoom();
  await vi.waitFor(() => expect(states().at(-1)).toBe('saved'), { timeout: 40_000 });
  expect((await list(server, 'Majors', 'Minors')).status).toBe(200);
  client.close();
  await server.end();
  const next = await started(folder);
  expect((await ask(next, 'GET', '/watchlist')).value['groups']).toHaveProperty('Minors');
  await next.end();
});

test('fault 40: a disk that is full from the start is no reason not to watch prices', async () => {
  const folder = join(await tempFolder(), 'disk');
  await mkdir(folder);
  const unmount = mountTinyDisk(folder);
  // Without a disk of its own it cannot be filled before the start; the running case is above.
  if (!unmount) return;
  onTestFinished(unmount);
  const first = await started(folder);
  await list(first, 'Majors');
  await first.end();
  const makeRoom = await fillUp(folder, true);
  const server = await started(folder);
  expect(await statusOf(server)).toMatchObject({ state: 'unsaved', reason: 'The disk is full' });
  expect((await ask(server, 'GET', '/watchlist')).value['groups']).toEqual({ Majors: [] });
  await makeRoom();
  await vi.waitFor(async () => expect(await statusOf(server)).toMatchObject({ state: 'saved' }), {
    timeout: 40_000,
    interval: 250,
  });
  await expect(startHeadless(['--demo', '--data-dir', folder])).rejects.toThrow('in use');
  await server.end();
});

/** Lets nothing more be written. Returns what makes room again. */
async function fillUp(folder: string, isDisk: boolean): Promise<() => Promise<void>> {
  if (isDisk) {
    const ballast = join(folder, 'ballast');
    // It fails as soon as the disk is full.
    await writeFile(ballast, Buffer.alloc(1_000_000)).catch(() => undefined);
    return () => rm(ballast);
  }
  await rm(folder, { recursive: true });
  await writeFile(folder, 'in the way');
  return () => rm(folder);
}
