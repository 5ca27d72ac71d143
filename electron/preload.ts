import { contextBridge, ipcRenderer } from 'electron';
import {
  IPC_COMMAND,
  IPC_EVENTS,
  IPC_REQUEST,
  type Bridge,
  type PageCommand,
} from '../shared/protocol/bridge';
import type { Envelope } from '../shared/protocol/events';
import type { Reply } from '../shared/protocol/reply';

/** Asked before the page listened; more than so many would only be a noise. */
const MAX_EARLY = 20;
let early: PageCommand[] = [];
const keep = (asked: PageCommand): void => {
  early = [...early, asked].slice(-MAX_EARLY);
};
let command = keep;
ipcRenderer.on(IPC_COMMAND, (_event, asked: PageCommand) => command(asked));

const bridge: Bridge = {
  request: (name, params) =>
    ipcRenderer.invoke(IPC_REQUEST, name, params) as Promise<Reply<unknown>>,
  onEvents(listener) {
    // Electron's own event object stays on this side.
    const forward = (_event: unknown, envelopes: readonly Envelope[]): void => listener(envelopes);
    ipcRenderer.on(IPC_EVENTS, forward);
    return () => void ipcRenderer.off(IPC_EVENTS, forward);
  },
  onCommand(listener) {
    const hear = (asked: PageCommand): void => listener(asked);
    command = hear;
    const waiting = early;
    early = [];
    for (const asked of waiting) listener(asked);
    return () => {
      if (command === hear) command = keep;
    };
  },
};

contextBridge.exposeInMainWorld('tickwatch', bridge);
