import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Socket } from 'socket.io-client';
import type { Envelope } from '../../../shared/protocol/events';
import { connected, EndpointHarness, heardBy } from './endpoint-harness';

let service: EndpointHarness;
let token: string;

beforeEach(async () => {
  service = await EndpointHarness.open();
  token = await service.token();
});
afterEach(() => service.close());

const numberOf = ({ type, data }: Envelope): number[] => {
  if (type === 'alert') return [data.alert_id];
  return type === 'signal_reversal' ? [data.n_resolved] : [];
};

test('a client that comes back gets what it missed, in order, once, and the present prices', async () => {
  const auth = { token, session: 'session-1' };
  const first = await connected(service.client(auth));
  const heard = heardBy(first);
  await first.emitWithAck('subscribe_symbol', { symbol: 'BTC/USDT' });
  service.alert();
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  first.disconnect();
  service.alert();
  service.price('BTC/USDT', 5);
  service.reversal('BTC/USDT');
  service.reversal('ETH/USDT');
  service.alert();
  await service.told();
  const second = service.client({ ...auth, last_seq: heard.at(-1)?.seq });
  const missed = heardBy(second);
  await connected(second);
  await vi.waitFor(() => expect(missed).toHaveLength(4));
  expect(missed.flatMap(numberOf)).toEqual([2, 3, 5]);
  expect(missed.at(-1)).toMatchObject({ type: 'price_update', data: { price: 7 } });
  const seqs = missed.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  service.price('BTC/USDT', 9);
  await vi.waitFor(() => expect(missed.at(-1)).toMatchObject({ data: { price: 9 } }));
  second.disconnect();
});

test('it works across a restart of the service, rooms included', async () => {
  const auth = { token, session: 'session-1' };
  const first = await connected(service.client(auth));
  const heard = heardBy(first);
  await first.emitWithAck('subscribe_symbol', { symbol: 'BTC/USDT' });
  service.alert();
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  service.alert();
  service.reversal('BTC/USDT');
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  await service.restart();
  const second = service.client({ ...auth, last_seq: heard[0]?.seq });
  const missed = heardBy(second);
  await connected(second);
  await vi.waitFor(() => expect(missed.flatMap(numberOf)).toEqual([2, 3]));
  service.reversal('BTC/USDT');
  await vi.waitFor(() => expect(missed.flatMap(numberOf)).toEqual([2, 3, 4]));
  second.disconnect();
});

test('another token does not open a session, and one nobody knows is told to ask anew', async () => {
  const first = await connected(service.client({ token, session: 'session-1' }));
  await first.emitWithAck('subscribe_symbol', { symbol: 'BTC/USDT' });
  first.disconnect();
  service.alert();
  await service.told();
  const other = service.client({ token: await service.token(), session: 'session-1', last_seq: 1 });
  const heard = heardBy(other);
  await connected(other);
  await vi.waitFor(() => expect(heard).toMatchObject([{ type: 'resync' }]));
  other.disconnect();
});

test('a client that was told to ask anew goes on after its snapshot, without a gap', async () => {
  const client = service.client({ token, session: 'session-1', last_seq: 99 });
  const heard = heardBy(client);
  await connected(client);
  await vi.waitFor(() => expect(heard).toMatchObject([{ type: 'resync' }]));
  service.alert();
  service.alert();
  await client.emitWithAck('get_snapshot', {});
  service.alert();
  await vi.waitFor(() => expect(heard.flatMap(numberOf)).toEqual([1, 2, 3]));
  client.disconnect();
});

test('a session name or number that makes no sense is refused', async () => {
  for (const wrong of [{ session: 'short' }, { session: 'with space' }, { last_seq: -1 }]) {
    const client = service.client({ token, ...wrong });
    await expect(connected(client)).rejects.toThrow('INVALID');
    client.close();
  }
});

/** A client that drops its line at any moment, and keeps what it heard over all of them. */
class Wanderer {
  readonly heard: number[] = [];
  lastSeq: number | undefined;
  socket: Socket | null = null;

  constructor(private readonly name: string) {}

  async come(): Promise<void> {
    const auth = { token, session: this.name, last_seq: this.lastSeq };
    const socket = service.client(auth);
    this.socket = socket;
    socket.onAny((_name: string, envelope: Envelope) => {
      // What an earlier line still brings belongs to nobody any more.
      if (this.socket !== socket) return;
      expect(envelope.seq).toBeGreaterThan(this.lastSeq ?? 0);
      this.lastSeq = envelope.seq;
      this.heard.push(...numberOf(envelope));
    });
    await connected(socket).catch((error: unknown) => {
      throw new Error(`${this.name}: ${String(error)}`);
    });
  }

  /** @param how Closes in order, cuts the line, or leaves the old one open beside the next. */
  leave(how: 'close' | 'cut' | 'steal'): void {
    const { socket } = this;
    this.socket = null;
    if (how === 'close') socket?.disconnect();
    if (how === 'cut') socket?.io.engine.close();
  }
}

/** A thousand handshakes take their time on a busy machine. */
const patient = { timeout: 120_000 };

const step = fc.record({
  how: fc.constantFrom('close' as const, 'cut' as const, 'steal' as const),
  before: fc.integer({ min: 0, max: 3 }),
  away: fc.integer({ min: 0, max: 4 }),
  /** Leaves again at once, in the middle of the replay. */
  isHasty: fc.boolean(),
});

test(
  '1,000 disconnects of twenty clients: none misses, doubles or reorders anything',
  patient,
  async () => {
    const steps = fc.array(step, { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 20, maxLength: 20 }), async (walks) => {
        const published: number[] = [];
        const publish = (times: number): void => {
          for (let n = 0; n < times; n++) {
            published.push(n % 2 === 0 ? service.alert() : service.reversal('BTC/USDT'));
          }
        };
        const wanderers = walks.map((_, at) => new Wanderer(`wanderer-${at}`));
        for (const each of wanderers) {
          await each.come();
          await each.socket?.emitWithAck('subscribe_symbol', { symbol: 'BTC/USDT' });
        }
        const walk = async (wanderer: Wanderer, at: number): Promise<void> => {
          for (const { how, before, away, isHasty } of walks[at] ?? []) {
            publish(at === 0 ? before : 0);
            wanderer.leave(how);
            publish(at === 0 ? away : 0);
            await wanderer.come();
            if (isHasty) continue;
            await new Promise((done) => setImmediate(done));
          }
        };
        await Promise.all(wanderers.map(walk));
        publish(1);
        await vi.waitFor(() => {
          for (const { heard } of wanderers) expect(heard).toHaveLength(published.length);
        }, patient.timeout / 4);
        for (const { heard, socket } of wanderers) {
          expect(heard).toEqual(published);
          socket?.disconnect();
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  },
);
