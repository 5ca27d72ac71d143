import type { Transport } from '../../shared/protocol/client';
import { IpcTransport } from './ipc-transport';
import type { SessionToken } from './session-token';

/** The line that fits the place the page runs in; null when a browser tab has no token yet. */
export async function openTransport(token: SessionToken): Promise<Transport | null> {
  if (window.tickwatch) return new IpcTransport(window.tickwatch);
  if (import.meta.env.DEV) {
    const fake = new URLSearchParams(location.search).get('fake');
    if (fake !== null && fake !== 'sign-in') {
      const { openFakeMarket } = await import('./fake-market');
      return openFakeMarket(fake);
    }
  }
  if (token.get() === null) return null;
  const { SocketTransport } = await import('./socket-transport');
  return new SocketTransport({ url: location.origin, token: () => token.get() ?? '' });
}
