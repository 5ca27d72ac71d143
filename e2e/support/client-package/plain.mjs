// Run by the test of the package, where that is installed.
import { TickwatchClient, TickwatchError } from '@tickwatch/client';

const [url, token] = process.argv.slice(2);
const opened = [];
const open = (options) => {
  const client = new TickwatchClient({ url, token, ...options });
  opened.push(client);
  return client;
};
const next = (client, type) =>
  new Promise((done) => {
    const stop = client.on(type, (envelope) => {
      stop();
      done(envelope);
    });
  });
const until = (client, wanted) =>
  new Promise((done) => client.onState((state) => state === wanted && done()));
const arm = (client) =>
  client.request('create_alert_rule', {
    symbol: 'BTC/USDT',
    condition: { type: 'price_above', price: 1 },
    mode: 'once',
    severity: 'info',
  });

const first = open();
const { symbol } = await first.request('subscribe_symbol', { symbol: 'btcusdt' });
const { type: heard } = await next(first, 'price_update');
const refused = await first.request('get_price', { symbol: 'NO/SUCH' }).catch((error) => {
  if (error instanceof TickwatchError) return error.code;
  throw error;
});

const stranger = open({ token: 'not.a.token' });
await until(stranger, 'unauthorized');

// Two alerts happen while nobody with this session is there.
const begun = next(first, 'alert');
await arm(first);
await begun;
const { session, lastSeq } = first;
first.close();
const other = open();
// Heard from before the rules are there: a rule may fire before its answer is read.
const fired = new Set();
let heardOne = () => {};
other.on('alert', ({ data }) => {
  fired.add(data.rule_id);
  heardOne();
});
const ids = [(await arm(other)).rule_id, (await arm(other)).rule_id];
while (!ids.every((id) => fired.has(id))) {
  await new Promise((done) => {
    heardOne = done;
  });
}
const again = open({ session, lastSeq });
const missed = [];
await new Promise((done) => {
  again.on('alert', ({ data }) => {
    missed.push(data.rule_id);
    if (ids.every((id) => missed.includes(id))) done();
  });
});

const { state } = again;
for (const client of opened) client.close();
process.stdout.write(
  JSON.stringify({
    ...{ symbol, heard, refused, unauthorized: stranger.state === 'unauthorized', state },
    missed: new Set(missed).size,
    doubled: missed.length - new Set(missed).size,
  }),
);
