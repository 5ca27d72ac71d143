import { expect, onTestFinished, test } from 'vitest';
import { fuzz } from '../bench/soak/fuzz/fuzz';
import { Inside } from '../bench/soak/fuzz/inside';
import { createApp } from '../electron/app';
import { systemClock } from '../electron/services/clock';
import { readConfig } from '../electron/services/config';
import { replayProgram } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

const FRAMES = 5000;
const SEED = 7;

test(
  'thousands of frames that no client sends harm neither the service nor those that keep the rules',
  { timeout: 180_000 },
  async () => {
    const inside = new Inside();
    const argv = ['--demo=fuzz', '--port', '0', '--data-dir', await tempFolder()];
    const app = createApp(readConfig(argv, {}), {
      ...{ clock: systemClock, logger: inside.logger, random: Math.random, version: 'test' },
      ...{ replayProgram, pageDir: null },
    });
    onTestFinished(() => app.stop());
    const { url, token } = await app.start();
    const look = () => Promise.resolve(inside.look());
    const { tally, ...found } = await fuzz({ url, token, look, frames: FRAMES, seed: SEED });
    const told = `seed ${SEED}: ${tally.problems.join('\n')}`;
    expect(found, told).toMatchObject({ pollution: [], accidents: [], strangeCodes: [] });
    // That nobody is cut who keeps the rules is the soak's: a busy machine misses a ping.
    expect(tally, told).toMatchObject({ misshapen: 0, withoutRetry: 0 });
    const answers = Object.values(tally.codes).reduce((sum, count) => sum + count, 0);
    expect(tally.frames).toBeGreaterThanOrEqual(FRAMES);
    expect(tally.reached).toBeGreaterThan(answers / 20);
    expect(tally.putOut).toBeGreaterThan(0);
    const client = await SocketClient.connect(url, token);
    onTestFinished(() => client.close());
    expect(await client.ask('get_health', {})).toMatchObject({ ok: true });
  },
);
