// Clients in a process of their own: they connect, follow everything, and count what they get.
import { LightClient } from './light-client';
import { sharedMicros, type Delivery, type LoadOrder, type LoadReport } from './orders';
import { quantile } from '../statistics';

const AT_ONCE = 50;
/** No more is coming when nothing came for so long. */
const GIVE_UP_MS = 3000;
const LATENCIES = 2_000_000;

const clients: LightClient[] = [];
const paused: LightClient[] = [];
const latencies = new Float64Array(LATENCIES);
let delivered = 0;
let [firstAt, lastAt] = [0, 0];

function onPrice(publishedAt: number): void {
  lastAt = sharedMicros();
  if (delivered === 0) firstAt = lastAt;
  if (delivered < LATENCIES) latencies[delivered] = lastAt - publishedAt;
  delivered++;
}

process.on('message', (order: LoadOrder) => void obey(order).then(tell));
process.on('disconnect', () => process.exit(0));

function tell(report: LoadReport): void {
  process.send?.(report);
}

async function obey(order: LoadOrder): Promise<LoadReport> {
  switch (order.kind) {
    case 'connect':
      await inTurns(order.clients, async () => {
        clients.push(await following(new LightClient(order.target, onPrice)));
      });
      break;
    case 'paused': {
      const client = await following(new LightClient(order.target, () => undefined));
      client.pause();
      paused.push(client);
      break;
    }
    case 'count':
      delivered = 0;
      for (const client of clients) client.prices = 0;
      break;
    case 'expect':
      return { kind: 'delivery', delivery: await expectEach(order.messages) };
    case 'attack':
      return attack(order);
    case 'close':
      for (const client of [...clients.splice(0), ...paused.splice(0)]) client.close();
  }
  return { kind: 'done' };
}

async function following(client: LightClient): Promise<LightClient> {
  const outcome = await client.outcome;
  if (outcome !== 'in') throw new Error(`A client was refused: ${outcome}`);
  await client.follow();
  return client;
}

/** Does something so many times, some of it at once. */
async function inTurns(times: number, run: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < times) await run(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function expectEach(messages: number): Promise<Delivery> {
  const wanted = messages * clients.length;
  return new Promise((resolve) => {
    let [known, knownAt] = [-1, 0];
    const timer = setInterval(() => {
      if (delivered !== known) [known, knownAt] = [delivered, performance.now()];
      if (delivered < wanted && performance.now() - knownAt < GIVE_UP_MS) return;
      clearInterval(timer);
      resolve(sumUp(messages));
    }, 5);
  });
}

function sumUp(messages: number): Delivery {
  const seen = latencies.subarray(0, delivered);
  return {
    delivered,
    short: clients.filter(({ prices }) => prices < messages).length,
    took: (lastAt - firstAt) / 1000,
    p50: quantile(seen, 0.5) / 1000,
    p99: quantile(seen, 0.99) / 1000,
    most: quantile(seen, 1) / 1000,
  };
}

const FORGED = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

/** Forged tokens, good ones that find no place, pages of other origins: none may get in. */
async function attack({
  target,
  attempts,
}: Extract<LoadOrder, { kind: 'attack' }>): Promise<LoadReport> {
  const kinds: readonly [string, string][] = [
    [FORGED, ''],
    [target.token, ''],
    [target.token, 'Origin: http://evil.example\r\n'],
  ];
  let admitted = 0;
  await inTurns(attempts, async (n) => {
    const [token, headers] = kinds[n % kinds.length] ?? ['', ''];
    const client = new LightClient({ ...target, token }, () => undefined, headers);
    if ((await client.outcome) === 'in') admitted++;
    client.close();
  });
  return { kind: 'attacked', refused: attempts - admitted, admitted };
}
