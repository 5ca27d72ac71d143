import { connect as connectLine, isIP } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Clock, Timer } from '../../clock';

/** Within it a probe has its answer, or there is none. */
const LIMIT_MS = 2000;
/** Something in between may take a line only to drop it. */
const PROOF_MS = 300;

/** How far a line comes: not at all, to somebody who takes it, to somebody who answers. */
export type LineState = 'closed' | 'open' | 'answering';

export interface ProbeTarget {
  /** WebSocket base, e.g. `wss://stream.binance.com:9443`. */
  readonly base: string;
  /**
   * Whether to ask for a sign of life where taking the line is none: lines without encryption, when
   * something takes them and says nothing. The question is a plain `HEAD /`.
   */
  readonly asks: boolean;
}

/** Looks once how far a line comes, and tells it within 2 s. Returns what gives the look up, untold. */
export type ProbeLine = (target: ProbeTarget, tell: (state: LineState) => void) => () => void;

/**
 * Looks with a line of its own, which is no WebSocket and so no connection attempt to the venue.
 * An encrypted line counts as answering when it is secured: nobody else could have done that.
 */
export function lineProbe(clock: Clock): ProbeLine {
  return ({ base, asks }, tell) => {
    const url = new URL(base);
    const isSecure = url.protocol === 'wss:';
    const socket = connect(url, isSecure);
    const timers: Timer[] = [];
    let state: LineState = 'closed';
    const end = (): void => {
      for (const timer of timers) timer.cancel();
      socket.removeAllListeners().on('error', () => undefined);
      socket.destroy();
    };
    const conclude = (last: LineState): void => {
      end();
      tell(last);
    };
    timers.push(clock.after(LIMIT_MS, () => conclude(state)));
    socket.on('error', () => conclude('closed'));
    socket.on('close', () => conclude('closed'));
    socket.once('data', () => conclude('answering'));
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      if (isSecure) conclude('answering');
      else timers.push(clock.after(PROOF_MS, () => (asks ? (state = 'open') : conclude('open'))));
      if (asks && !isSecure) socket.write(questionTo(url));
    });
    return end;
  };
}

function connect(url: URL, isSecure: boolean) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port === '' ? (isSecure ? 443 : 80) : url.port);
  if (!isSecure) return connectLine({ host, port, autoSelectFamily: true });
  const name = isIP(host) === 0 ? { servername: host } : {};
  return connectSecurely({ host, port, ...name });
}

function questionTo({ host }: URL): string {
  return `HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
}
