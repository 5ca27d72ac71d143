// Compiled and run by the test of the package, where that is installed.
import {
  TickwatchClient,
  TickwatchError,
  type EnvelopeOf,
  type RequestInput,
} from '@tickwatch/client';

declare const process: { readonly argv: string[]; readonly stdout: { write(text: string): void } };

const [, , url = '', token = ''] = process.argv;
const client = new TickwatchClient({ url, token });
const wanted: RequestInput<'list_klines'> = { symbol: 'BTC/USDT', interval: '1m', limit: 5 };

// @ts-expect-error There is no such interval.
const interval: RequestInput<'list_klines'>['interval'] = '7m';
// @ts-expect-error There is no such request.
const unknown = (): unknown => client.request('buy', {});
// @ts-expect-error There is no such event.
const unheard = (): unknown => client.on('order_filled', () => undefined);
// @ts-expect-error A price is a number.
const text = ({ data }: EnvelopeOf<'price_update'>): string => data.price;
void [interval, unknown, unheard, text];

try {
  const { symbols } = await client.request('put_watchlist', { symbols: ['btcusdt'] });
  const { items } = await client.request('list_klines', wanted);
  const high: boolean = items.every((item) => item.high >= item.low);
  process.stdout.write(JSON.stringify({ symbols, high }));
} catch (error) {
  if (error instanceof TickwatchError) process.stdout.write(`"${error.code}"`);
  else throw error;
} finally {
  client.close();
}
