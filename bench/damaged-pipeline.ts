import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import type {
  ConnectSocket,
  SocketListener,
} from '../electron/services/exchange/binance/stream-socket';
import { damaged } from './damage';
import { FrameSource } from './frame-source';
import { startPipeline } from './pipeline';

/** What damaged frames did to everything between the socket and the decision. */
export interface DamagedRun {
  readonly frames: number;
  /** Trades that came out. */
  readonly trades: number;
  /** Anything thrown. */
  readonly crashes: number;
  /** Prices, quantities and candles that came out and are not above zero and finite. */
  readonly absurd: number;
  /** MB, garbage collected, after as many frames again as warmed it up. */
  readonly heapGrowth: number;
}

const FRAMES_A_TURN = 500;
const SETTLE_EVERY_MS = 100;
const SETTLE_TIMES = 150;

/** The venue's end of a socket that exists only here. */
class Line {
  #listener: SocketListener | null = null;

  get isOpen(): boolean {
    return this.#listener !== null;
  }

  /** Lost while nobody listens. */
  say(bytes: Buffer): void {
    this.#listener?.text(bytes);
  }

  readonly connect: ConnectSocket = (_url, listener) => {
    setImmediate(() => {
      this.#listener = listener;
      listener.opened();
    });
    return {
      send: (text) => setImmediate(() => listener.text(answerTo(text))),
      close: () => undefined,
      terminate: () => {
        if (this.#listener === listener) this.#listener = null;
      },
    };
  };
}

function answerTo(text: string): Buffer {
  const { id } = JSON.parse(text) as { id: number };
  return Buffer.from(JSON.stringify({ result: null, id }));
}

/** Sends damaged frames through the whole pipeline and looks at all that comes out. */
export async function runDamaged(host: string, frames: number, seed: number): Promise<DamagedRun> {
  const tally = { trades: 0, crashes: 0, absurd: 0 };
  const see = (...values: readonly number[]): void => {
    if (!values.every((value) => value > 0 && Number.isFinite(value))) tally.absurd++;
  };
  const line = new Line();
  const pipeline = startPipeline({
    host,
    connect: line.connect,
    onTrade: ({ price, quantity }) => {
      tally.trades++;
      see(price, quantity);
    },
    onPrice: ({ price }) => see(price),
    onKline: ({ kline: { open, high, low, close } }) => see(open, high, low, close),
  });
  await pipeline.loaded;
  const settled = async (): Promise<number> => {
    for (let n = 0; n < SETTLE_TIMES && pipeline.filling().length > 0; n++)
      await pause(SETTLE_EVERY_MS);
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / 1e6;
  };
  tally.crashes += await feed(line, frames / 10, seed + 1);
  const before = await settled();
  tally.crashes += await feed(line, frames, seed);
  const heapGrowth = (await settled()) - before;
  await pipeline.stop();
  return { frames, ...tally, heapGrowth };
}

/** Returns how many frames threw. */
async function feed(line: Line, frames: number, seed: number): Promise<number> {
  const random = seededRandom(seed);
  const source = new FrameSource(seed);
  let crashes = 0;
  for (let sent = 0; sent < frames;) {
    await turn();
    // Too many bad frames make the product connect anew; what comes meanwhile would be lost.
    for (let n = 0; n < FRAMES_A_TURN && line.isOpen; n++, sent++) {
      try {
        const frame = source.next('0.00100000');
        line.say(damaged(frame, random));
        // Undamaged again, or the tape would wait for history after each frame.
        line.say(Buffer.from(frame));
      } catch {
        crashes++;
      }
    }
  }
  return crashes;
}
