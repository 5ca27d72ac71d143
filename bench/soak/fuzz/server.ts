// The product with everything in it, in a process of its own that can be looked at from inside. It
// ends as the product does when something goes wrong that nobody had thought of.
// usage: node fuzz-server.js DATA_DIR
import { createApp } from '../../../electron/app';
import { systemClock } from '../../../electron/services/clock';
import { readConfig } from '../../../electron/services/config';
import { Inside } from './inside';
import type { Look } from './tally';

/** What the server says: where it is, then how it looks each time it is asked. */
export type FuzzReport = { readonly url: string; readonly token: string } | Look;

const inside = new Inside();
const flags = ['--demo=fuzz', '--port', '0', '--data-dir', process.argv[2] ?? ''];
const app = createApp(readConfig(flags, {}), {
  clock: systemClock,
  logger: inside.logger,
  random: Math.random,
  version: 'fuzz',
  replayProgram: new URL('./replay.js', import.meta.url),
  pageDir: null,
});

function tell(report: FuzzReport): void {
  process.send?.(report);
}

const { url, token } = await app.start();
process.on('message', () => tell(inside.look()));
process.on('disconnect', () => void app.stop().then(() => process.exit(0)));
tell({ url, token });
