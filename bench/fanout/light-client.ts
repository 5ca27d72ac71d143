import { connect, type Socket } from 'node:net';
import { SYMBOLS, type Target } from './orders';

const [MESSAGE, EVENT, PING] = [0x34, 0x32, 0x32];
/** Where the name of an event begins: `42["price_update"`. */
const NAME_AT = 4;
const PRICE_UPDATE = 'p'.charCodeAt(0);
const HANDSHAKE =
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
/** The price of the bench's messages is the moment they were published. */
const PRICE = Buffer.from('"price":');

/** How it went with one connection: `in`, or what it was refused with. */
type Outcome = string;

/**
 * The least a Socket.IO client can be over a WebSocket, so that the server is what is measured. It
 * relies on whole frames without masks, as servers send them.
 */
export class LightClient {
  /** Prices since it was told to count. */
  prices = 0;
  readonly #socket: Socket;
  /** What came of a frame that is not whole yet. */
  #rest: Buffer | null = null;
  #isOpen = false;
  #follows = 0;
  #settle: (outcome: Outcome) => void = () => undefined;
  /** How its connection went; without following anything yet. */
  readonly outcome: Promise<Outcome>;
  #followed: () => void = () => undefined;

  /**
   * @param onPrice Hears of every price: the moment it was published, in shared microseconds.
   * @param headers More lines of the handshake, each ended.
   */
  constructor(
    target: Target,
    private readonly onPrice: (publishedAt: number) => void,
    headers = '',
  ) {
    const { hostname, port } = new URL(target.url);
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    this.#socket = connect(Number(port), hostname)
      .setNoDelay(true)
      .on('data', (data: Buffer) => this.#read(data, target.token))
      .on('error', (error: NodeJS.ErrnoException) => this.#settle(error.code ?? 'error'))
      .on('close', () => this.#settle('closed'));
    this.#socket.write(`${HANDSHAKE}Host: ${hostname}:${port}\r\n${headers}\r\n`);
  }

  /** Resolves once it follows every symbol. */
  async follow(): Promise<void> {
    const followed = new Promise<void>((resolve) => (this.#followed = resolve));
    SYMBOLS.forEach((symbol, n) => {
      this.#send(`42${n}${JSON.stringify(['subscribe_symbol', { symbol }])}`);
    });
    await followed;
  }

  /** Reads nothing more. */
  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(data: Buffer, token: string): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, data]) : data;
    this.#rest = null;
    const start = this.#isOpen ? 0 : this.#passHandshake(bytes);
    if (start < 0) return;
    const end = this.#readFrames(bytes, start, token);
    if (end < bytes.length) this.#rest = bytes.subarray(end);
  }

  /** Where frames begin; below zero when they do not. */
  #passHandshake(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      this.#rest = bytes;
      return end;
    }
    const status = bytes.toString('latin1', 9, 12);
    this.#isOpen = status === '101';
    if (this.#isOpen) return end + 4;
    this.#settle(status);
    this.#socket.destroy();
    return -1;
  }

  /** Returns where the first frame begins that is not whole. */
  #readFrames(bytes: Buffer, start: number, token: string): number {
    let at = start;
    while (at + 2 <= bytes.length) {
      const short = (bytes[at + 1] as number) & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (at + head > bytes.length) return at;
      const length = short < 126 ? short : longLength(bytes, at, short);
      const payload = at + head;
      if (payload + length > bytes.length) return at;
      this.#take(bytes, payload, length, token);
      at = payload + length;
    }
    return at;
  }

  #take(bytes: Buffer, at: number, length: number, token: string): void {
    if (bytes[at] === MESSAGE && bytes[at + 1] === EVENT) {
      if (bytes[at + NAME_AT] === PRICE_UPDATE) this.#takePrice(bytes, at, length);
    } else if (bytes[at] === PING && length === 1) this.#send('3');
    else this.#control(bytes.toString('latin1', at, at + length), token);
  }

  #takePrice(bytes: Buffer, at: number, length: number): void {
    this.prices++;
    const price = bytes.indexOf(PRICE, at) + PRICE.length;
    let micros = 0;
    for (let n = price; n < at + length; n++) {
      const digit = (bytes[n] as number) - 48;
      if (digit < 0 || digit > 9) break;
      micros = micros * 10 + digit;
    }
    this.onPrice(micros);
  }

  #control(text: string, token: string): void {
    if (text.startsWith('0')) this.#send(`40${JSON.stringify({ token })}`);
    else if (text.startsWith('40')) this.#settle('in');
    else if (text.startsWith('44')) {
      this.#settle(/"message":"(\w+)"/.exec(text)?.[1] ?? text);
    } else if (text.startsWith('43') && ++this.#follows === SYMBOLS.length) this.#followed();
  }

  /** A text frame of at most 64 KiB, masked with zeros. */
  #send(text: string): void {
    const payload = Buffer.from(text);
    const head =
      payload.length < 126
        ? [0x81, 0x80 | payload.length]
        : [0x81, 0x80 | 126, payload.length >> 8, payload.length & 0xff];
    this.#socket.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]));
  }
}

function longLength(bytes: Buffer, at: number, short: number): number {
  return short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
}
