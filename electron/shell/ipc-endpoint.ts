import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { Envelope } from '../../shared/protocol/events';
import { IPC_EVENTS, IPC_REQUEST } from '../../shared/protocol/bridge';
import type { Reply } from '../../shared/protocol/reply';
import { EVERYONE } from '../../shared/protocol/rooms';
import type { Running } from '../app';
import type { ClientSession } from '../services/client-session';
import type { Clock } from '../services/clock';
import { PAGE_ORIGIN } from './page-protocol';

/** Twenty batches a second: more than an eye can follow, few enough to cost nothing. */
const FLUSH_EVERY_MS = 50;

interface Page {
  session: ClientSession;
  rooms: Set<string>;
  queue: Envelope[];
}

/** The contract over Electron's IPC, for the app's own windows only. */
export class IpcEndpoint {
  readonly #running: Running;
  readonly #pages = new Map<WebContents, Page>();
  readonly #stop: (() => void)[] = [];

  constructor(running: Running, clock: Clock) {
    this.#running = running;
    ipcMain.handle(IPC_REQUEST, (event, name: unknown, params: unknown) =>
      this.#answer(event, name, params),
    );
    const flush = clock.every(FLUSH_EVERY_MS, () => this.#flush());
    const detach = running.hub.attach({
      deliver: (rooms, envelope) => {
        for (const page of this.#pages.values()) {
          if (rooms.some((room) => page.rooms.has(room))) page.queue.push(envelope);
        }
      },
    });
    this.#stop.push(
      () => flush.cancel(),
      detach,
      () => ipcMain.removeHandler(IPC_REQUEST),
    );
  }

  /** Serves one window's page; each load of the page starts with nothing followed. */
  serve(contents: WebContents): void {
    this.#pages.set(contents, this.#freshPage());
    const begin = (): void => {
      this.#pages.get(contents)?.session.close();
      this.#pages.set(contents, this.#freshPage());
    };
    contents.on('did-navigate', begin);
    // What a page followed that is gone must not pile up until another takes its place.
    contents.on('render-process-gone', begin);
    contents.once('destroyed', () => {
      this.#pages.get(contents)?.session.close();
      this.#pages.delete(contents);
    });
  }

  stop(): void {
    for (const end of this.#stop) end();
  }

  #freshPage(): Page {
    const rooms = new Set([EVERYONE]);
    const session = this.#running.openSession({
      join: (room) => void rooms.add(room),
      leave: (room) => void rooms.delete(room),
    });
    return { session, rooms, queue: [] };
  }

  async #answer(
    event: IpcMainInvokeEvent,
    name: unknown,
    params: unknown,
  ): Promise<Reply<unknown>> {
    const page = this.#pages.get(event.sender);
    const isOurs =
      event.senderFrame !== null &&
      event.senderFrame === event.sender.mainFrame &&
      event.senderFrame.origin === PAGE_ORIGIN;
    if (!page || !isOurs || typeof name !== 'string') {
      return { ok: false, error: { code: 'FORBIDDEN', message: 'Not from here' } };
    }
    return this.#running.dispatch(name, params, page.session);
  }

  #flush(): void {
    for (const [contents, page] of this.#pages) {
      if (page.queue.length === 0 || contents.isDestroyed() || contents.isCrashed()) continue;
      contents.send(IPC_EVENTS, page.queue);
      page.queue = [];
    }
  }
}
