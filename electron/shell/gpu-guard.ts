import { app, dialog, type Details } from 'electron';
import type { Clock } from '../services/clock';
import type { Logger } from '../services/logger';
import type { ShellText } from './texts';

/** Chromium starts the process again by itself; this often within a minute it is of no use. */
const CRASHES = 3;
const WINDOW_MS = 60_000;
const SOFTWARE = '--disable-gpu';

interface GraphicsParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** In the trader's language. */
  readonly say: (key: ShellText) => string;
}

/** Notes crashes of the graphics process and, when they go on, offers to do without it. */
export function watchGraphics({ clock, logger, say }: GraphicsParts): void {
  let crashes: number[] = [];
  let isOffered = app.commandLine.hasSwitch(SOFTWARE.slice(2));
  app.on('child-process-gone', (_event, { type, reason, exitCode }: Details) => {
    if (reason === 'clean-exit') return;
    logger.error('A process of the desktop is gone', { type, reason, exitCode });
    if (type !== 'GPU') return;
    const now = clock.monotonic();
    crashes = [...crashes.filter((at) => at > now - WINDOW_MS), now];
    if (crashes.length < CRASHES || isOffered) return;
    isOffered = true;
    void offerSoftware(say);
  });
}

async function offerSoftware(say: GraphicsParts['say']): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: say('gpu.message'),
    detail: say('gpu.detail'),
    buttons: [say('gpu.again'), say('gpu.later')],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return;
  app.relaunch({ args: [...process.argv.slice(1), SOFTWARE] });
  app.quit();
}
