import { contextBridge, ipcRenderer } from 'electron';
import { IPC_EVENTS, IPC_REQUEST, type Bridge } from '../shared/protocol/bridge';
import type { Envelope } from '../shared/protocol/events';
import type { Reply } from '../shared/protocol/reply';

const bridge: Bridge = {
  request: (name, params) =>
    ipcRenderer.invoke(IPC_REQUEST, name, params) as Promise<Reply<unknown>>,
  onEvents(listener) {
    // Electron's own event object stays on this side.
    const forward = (_event: unknown, envelopes: readonly Envelope[]): void => listener(envelopes);
    ipcRenderer.on(IPC_EVENTS, forward);
    return () => void ipcRenderer.off(IPC_EVENTS, forward);
  },
};

contextBridge.exposeInMainWorld('tickwatch', bridge);
