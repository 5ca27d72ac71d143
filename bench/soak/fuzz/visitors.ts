import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Question } from './payloads';
import type { FuzzTally } from './tally';

/** How long an answer may take while all the others wait for the same disk and processor. */
const PATIENCE_MS = 120_000;
const FULL_PAUSE_MS = 20;
/** Packets of a body of long-polling are parted by it. */
const SEPARATOR = '\x1e';
/** Below what a body may have. */
const BODY_BYTES = 60_000;

/** Where to go, with what, and where to note what came of it. */
export interface Visit {
  readonly url: string;
  readonly token: string;
  readonly tally: FuzzTally;
}

interface Asked {
  readonly request: string | null;
  readonly args: string;
}

const NOTHING: Asked = { request: null, args: '' };

/** Questions that wait for an answer. */
class Pending {
  readonly #waiting = new Map<number, Asked>();
  readonly #start = performance.now();
  #next = 0;
  /** Whether it was told that it is too fast. */
  isLimited = false;
  onEmpty: () => void = () => undefined;

  constructor(private readonly tally: FuzzTally) {}

  /** Whether anything is left to wait for. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0 && performance.now() - this.#start < PATIENCE_MS;
  }

  /** The packet of a question. */
  packet({ args, binary, isAsking, request }: Question): string {
    const id = isAsking ? `${this.#next}` : '';
    if (isAsking) this.#waiting.set(this.#next++, { request, args });
    this.tally.frames++;
    return binary.length > 0 ? `45${binary.length}-${id}${args}` : `42${id}${args}`;
  }

  /** Takes what the server sent; other packets than answers are passed over. */
  take(packet: string): void {
    const found = /^43(\d+)(\[.*\])$/s.exec(packet);
    if (!found) return;
    const id = Number(found[1]);
    const asked = this.#waiting.get(id) ?? NOTHING;
    const [reply] = JSON.parse(String(found[2])) as unknown[];
    const code = this.tally.answer(asked.request, reply);
    if (!this.#waiting.delete(id)) this.tally.note(`answered twice: ${id}`);
    if (code === 'RATE_LIMITED') this.isLimited = true;
    if (code === 'INTERNAL') this.tally.note(`an accident: ${asked.args}`);
    if (this.#waiting.size === 0) this.onEmpty();
  }

  /** Sums up when all has been answered, or waited for long enough, or the connection has ended. */
  end(isConnected: boolean, how = ''): void {
    if (!isConnected && this.isLimited) this.tally.putOut++;
    else if (!isConnected) {
      this.tally.dropped++;
      this.tally.note(`a connection was cut ${how}`);
    } else this.tally.unanswered += this.#waiting.size;
    if (this.isLimited) return;
    for (const { args } of this.#waiting.values()) this.tally.note(`no answer: ${args}`);
  }
}

/** A client by WebSocket that asks all of this at once and waits for its answers. */
export async function visitBySocket(visit: Visit, questions: readonly Question[]): Promise<void> {
  const socket = await admitted(visit);
  const pending = new Pending(visit.tally);
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text === '2') socket.send('3');
    else pending.take(text);
  });
  let how = '';
  const gone = once(socket, 'close').then(([code, reason]) => {
    how = `${String(code)} ${String(reason)}`;
  });
  const answered = new Promise<void>((resolve) => (pending.onEmpty = resolve));
  for (const question of questions) {
    socket.send(pending.packet(question));
    for (const bytes of question.binary) socket.send(bytes);
  }
  const late = pause(PATIENCE_MS, null, { ref: false });
  if (pending.isWaiting) await Promise.race([answered, gone, late]);
  // Whoever breaks the limit so often is put out, after the last answer.
  if (pending.isLimited) await Promise.race([gone, late]);
  pending.end(socket.readyState === WebSocket.OPEN, how);
  socket.terminate();
}

/** A connection that is let in; waits while the house is full. */
async function admitted({ url, token, tally }: Visit): Promise<WebSocket> {
  for (;;) {
    const socket = open(url);
    const outcome = new Promise<boolean>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`);
        else if (text.startsWith('40')) resolve(true);
        else if (text.startsWith('44')) resolve(false);
      });
      socket.once('close', () => resolve(false));
    });
    tally.connections++;
    if (await outcome) return socket.removeAllListeners('message');
    socket.terminate();
    await pause(FULL_PAUSE_MS);
  }
}

function open(url: string): WebSocket {
  const at = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  return new WebSocket(at, { perMessageDeflate: false }).on('error', () => undefined);
}

/** A client by long-polling that asks all of this and waits for its answers. */
export async function visitByPolling(visit: Visit, questions: readonly Question[]): Promise<void> {
  const line = await PollingLine.open(visit);
  if (!line) return;
  const pending = new Pending(visit.tally);
  let isSending = true;
  const sendAll = async (): Promise<void> => {
    for (const body of bodiesOf(questions, pending)) await line.send(body);
    isSending = false;
  };
  // Whoever does not listen meanwhile hears no ping on a busy machine, and counts as gone.
  const listen = async (): Promise<void> => {
    while (line.isOpen && (isSending || pending.isWaiting)) {
      for (const packet of await line.receive()) pending.take(packet);
    }
  };
  await Promise.all([sendAll(), listen()]);
  pending.end(line.isOpen, line.how);
  if (line.isOpen) await line.send('1');
}

/** A connection by long-polling. */
class PollingLine {
  isOpen = true;
  /** How it was ended. */
  how = '';

  private constructor(private readonly at: string) {}

  /** Null when the house is full: whoever polls does not wait. */
  static async open({ url, token, tally }: Visit): Promise<PollingLine | null> {
    const at = `${url}/socket.io/?EIO=4&transport=polling`;
    tally.connections++;
    const { sid } = JSON.parse((await (await fetch(at)).text()).slice(1)) as { sid: string };
    const line = new PollingLine(`${at}&sid=${sid}`);
    await line.send(`40${JSON.stringify({ token })}`);
    const packets = await line.receive();
    return packets.some((packet) => packet.startsWith('40')) ? line : null;
  }

  async send(body: string): Promise<void> {
    const { status } = await fetch(this.at, { method: 'POST', body });
    if (status !== 200) this.#end(`POST ${status}`);
  }

  async receive(): Promise<string[]> {
    const answer = await fetch(this.at);
    const packets = (await answer.text()).split(SEPARATOR);
    if (packets.includes('2')) await this.send('3');
    if (packets.includes('1') || packets.includes('41')) this.#end('goodbye');
    if (answer.status !== 200) this.#end(`GET ${answer.status}`);
    return packets;
  }

  #end(how: string): void {
    if (this.isOpen) this.how = how;
    this.isOpen = false;
  }
}

function* bodiesOf(questions: readonly Question[], pending: Pending): Generator<string> {
  let body = '';
  for (const question of questions) {
    const packets = [
      pending.packet(question),
      ...question.binary.map((bytes) => `b${bytes.toString('base64')}`),
    ].join(SEPARATOR);
    if (body !== '' && Buffer.byteLength(body) + Buffer.byteLength(packets) > BODY_BYTES) {
      yield body;
      body = '';
    }
    body = body === '' ? packets : `${body}${SEPARATOR}${packets}`;
  }
  if (body !== '') yield body;
}

/** Someone who sends packets as no client does, before or after being let in, until put out. */
export async function visitRaw(
  visit: Visit,
  texts: readonly string[],
  isKnown: boolean,
): Promise<void> {
  const socket = isKnown ? await admitted(visit) : open(visit.url);
  if (!isKnown) {
    visit.tally.connections++;
    await Promise.race([once(socket, 'open'), once(socket, 'close')]).catch(() => undefined);
  }
  for (const text of texts) {
    visit.tally.frames++;
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }
  await pause(FULL_PAUSE_MS);
  socket.terminate();
}

/** Someone who breaks the rules of WebSocket itself. */
export async function visitBytes({ url, tally }: Visit, bytes: readonly Buffer[]): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  tally.connections++;
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined);
  for (const each of bytes) {
    tally.frames++;
    socket.write(each);
  }
  await pause(FULL_PAUSE_MS);
  socket.destroy();
}
