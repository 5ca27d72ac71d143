// A page of your own that shows a price and the newest alerts. Build it, let Tickwatch serve it, open it:
//
//   npx vite build examples/browser --base ./ --outDir /tmp/pages
//   npm run server -- --demo --pages /tmp/pages
//   http://127.0.0.1:8765/pages/#token=TOKEN
//
// It has to come from Tickwatch itself: pages of other origins are refused, whatever they bring.
import { TickwatchClient } from '../../clients/typescript/tickwatch-client';

const show = (id: string, text: string): void => {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
};

// What stands behind the # is never sent anywhere.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
const client = new TickwatchClient({ url: location.origin, token });

client.onState((state) => show('state', state));
client.on('price_update', ({ data }) => show('price', String(data.price)));
client.on('alert', ({ data }) => {
  const line = document.createElement('li');
  line.textContent = `${data.occurred_at} ${data.message}`;
  document.getElementById('alerts')?.prepend(line);
});

async function follow(): Promise<void> {
  const { price } = await client.request('subscribe_symbol', { symbol: 'BTC/USDT' });
  if (price !== null) show('price', String(price));
}

follow().catch((error: unknown) => show('state', String(error)));
