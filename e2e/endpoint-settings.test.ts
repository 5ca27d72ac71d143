import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApp } from '../electron/app';
import { systemClock } from '../electron/services/clock';
import { readConfig } from '../electron/services/config';
import { silentLogger } from '../electron/services/logger';
import { replayProgram } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

const patient = { timeout: 20_000 };

test('over the endpoint itself it is moved and switched off, each time after the answer', async () => {
  const dataDir = await tempFolder();
  const choice = { version: 1, enabled: true, port: 0, lan: false };
  await writeFile(join(dataDir, 'endpoint-settings'), JSON.stringify(choice));
  const app = createApp(readConfig(['--demo', '--data-dir', dataDir], {}), {
    ...{ clock: systemClock, logger: silentLogger, random: Math.random, version: 'test' },
    ...{ replayProgram, pageDir: null, hasWindow: true },
  });
  onTestFinished(() => app.stop());
  const running = await app.start();
  const { url, token, dispatch } = running;
  const window = running.openSession({ join: () => undefined, leave: () => undefined });
  const settings = () => dispatch('get_settings', {}, window);
  const client = await SocketClient.connect(url, token);
  onTestFinished(() => client.close());

  const opened = await client.ask('patch_settings', { endpoint: { lan: true } });
  expect(opened).toMatchObject({
    ok: true,
    value: { endpoint: { lan: true, state: 'open', url } },
  });
  await vi.waitFor(async () => {
    expect(client.socket.connected).toBe(false);
    const reply = await settings();
    expect(reply).toMatchObject({ value: { endpoint: { state: 'open' } } });
    expect(reply).not.toMatchObject({ value: { endpoint: { url } } });
  }, patient);

  const moved = (await settings()) as { value: { endpoint: { url: string } } };
  const response = await fetch(`${moved.value.endpoint.url}/api/v1/settings`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: '{"endpoint":{"enabled":false}}',
  });
  expect(response.status).toBe(200);
  await vi.waitFor(async () => {
    expect(await settings()).toMatchObject({ value: { endpoint: { state: 'off', url: null } } });
  }, patient);
  await expect(fetch(`${moved.value.endpoint.url}/api/v1/health`)).rejects.toThrow();
});
