import { WebSocket } from 'ws';
import { BASE_ASSETS } from './frame-source';
import { startPipeline } from './pipeline';
import type { ProducerProcess } from './producer-process';

/** Told of every trade: the price, and the quantity, in which a moment may travel. */
type Decide = (price: number, quantity: number) => void;

/** A client of the producer; resolves with how to end it once it is subscribed to everything. */
export type Contestant = (
  producer: ProducerProcess,
  decide: Decide,
) => Promise<() => Promise<void>>;

const KINDS = ['aggTrade', 'miniTicker', 'kline_1m'];
const NAMES = BASE_ASSETS.flatMap((base) =>
  KINDS.map((kind) => `${base.toLowerCase()}usdt@${kind}`),
);

/** The least a program can do: `ws`, `JSON.parse`, a price. */
export const raw: Contestant = async (producer, decide) => {
  const subscribed = producer.subscribed(NAMES.length);
  const socket = new WebSocket(`ws://${producer.host}/stream`, { perMessageDeflate: false });
  socket.on('open', () => {
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: NAMES, id: 1 }));
  });
  socket.on('message', (bytes: Buffer) => {
    const { data } = JSON.parse(bytes.toString()) as { data?: { e: string; p: string; q: string } };
    if (data?.e === 'aggTrade') decide(Number(data.p), Number(data.q));
  });
  await subscribed;
  return () => {
    socket.terminate();
    return Promise.resolve();
  };
};

/** The product's own way, whole. */
export const pipeline: Contestant = async (producer, decide) => {
  const subscribed = producer.subscribed(NAMES.length);
  const { loaded, stop } = startPipeline({
    host: producer.host,
    onTrade: ({ price, quantity }) => decide(price, quantity),
  });
  await Promise.all([subscribed, loaded]);
  return stop;
};
