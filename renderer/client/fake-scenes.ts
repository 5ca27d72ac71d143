import type { FeedState } from '../../shared/domain/feed-status';
import type { RequestResult } from '../../shared/protocol/requests';
import type { FakePositions } from './fake-positions';
import type { FakeTransport } from './fake-transport';

const HOUR_MS = 3_600_000;
const text = (time = Date.now()): string => new Date(time).toISOString();

/** Plays what a scene shows besides moving prices. */
export function playScene(fake: FakeTransport, scene: string): void {
  SCENES[scene]?.(fake);
}

/** Where the fake venues come from, blocked or not. */
export function fakeVenues(scene: string): RequestResult<'list_venues'>['items'] {
  const isBlocked = scene === 'blocked';
  const global = { rest: 'https://api.binance.com', ws: 'wss://stream.binance.com:9443' };
  const us = { rest: 'https://api.binance.us', ws: 'wss://stream.binance.us:9443' };
  const data = {
    rest: 'https://data-api.binance.vision',
    ws: 'wss://data-stream.binance.vision',
  };
  return [
    {
      venue: 'spot',
      choice: 'global',
      ...global,
      status: isBlocked ? 'offline' : 'live',
      reason: isBlocked ? 'The exchange does not serve this location (451)' : null,
      unavailable_until: null,
      choices: [
        { name: 'global', ...global },
        { name: 'data', ...data },
        { name: 'us', ...us },
      ],
    },
  ];
}

const CROWDS: Readonly<Record<string, number>> = { crowd: 1000, full: 200 };

/** Opens what a scene holds: `crowd` a thousand positions, `full` 200, the others a handful. */
export function openPositions(positions: FakePositions, scene: string): void {
  positions.open('BTC/USDT', 'long', [0.25, 66_120.4], {
    profit_target_percent: 5,
    stop_loss_percent: 3,
    tags: ['swing'],
  });
  positions.open('ETH/USDT', 'short', [3, 3388.6], { stop_loss_percent: 2.5, tags: ['hedge'] });
  positions.open('BTC/USDT:USDT', 'short', [0.4, 67_010], { leverage: 10, tags: ['hedge'] });
  positions.open('SOL/USDT', 'long', [42, 171.9], { note: 'Breakout over 170.' });
  positions.open('PEPE/USDT', 'long', [250_000_000, 0.00001198], { tags: ['swing', 'meme'] });
  positions.open('1000SATS/USDT', 'long', [1_200_000, 0.0002801]);
  closeSome(positions);
  const crowd = CROWDS[scene] ?? 0;
  const symbols = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT', 'XRP/USDT', 'LINK/USDT'];
  const prices = [67_000, 3400, 172, 588, 0.52, 14];
  for (let count = 0; count < crowd - 6; count += 1) {
    const at = count % symbols.length;
    const price = (prices[at] ?? 1) * (1 + ((count % 37) - 18) / 400);
    const side = count % 3 === 0 ? 'short' : 'long';
    positions.open(symbols[at] ?? '', side, [1 + (count % 9), Number(price.toPrecision(5))]);
  }
}

/** What the journal tells of. */
function closeSome(positions: FakePositions): void {
  const closed = [
    ['BTC/USDT', 'long', [0.2, 64_120], 66_310, { tags: ['swing'], note: 'Sold into strength.' }],
    ['ETH/USDT', 'short', [2, 3390.5], 3431.2, { tags: ['hedge'] }],
    ['SOL/USDT', 'long', [30, 168.2], 171.05, { tags: ['swing', 'breakout'] }],
    ['PEPE/USDT', 'long', [90_000_000, 0.0000131], 0.0000124, {}],
  ] as const;
  for (const [symbol, side, amounts, exit, notes] of closed) {
    positions.open(symbol, side, amounts, notes);
    positions.close(exit);
  }
}

const SCENES: Readonly<Record<string, (fake: FakeTransport) => void>> = {
  lost: (fake) => fake.setLink({ state: 'lost', reason: 'transport close' }),
  truth: showTroubledSymbols,
  futures: (fake) => {
    status(fake, 'futures', 'live');
    setInterval(() => mark(fake), 1000);
  },
  'futures-off': (fake) => {
    status(fake, 'futures', 'offline', 'connect ECONNREFUSED 127.0.0.1:9443');
  },
  'catch-up': (fake) => {
    let done = 0;
    setInterval(() => {
      done = (done + 1) % 50;
      fake.emit('catch_up', { total: 50, done, timestamp: text() });
    }, 400);
  },
  unsaved: (fake) => {
    const notice = {
      id: 1,
      kind: 'recovered',
      text: 'The saved data could not be read; they were recovered from state.json.1.',
      at: text(),
    } as const;
    fake.emit('store_status', {
      state: 'unsaved',
      reason: 'The disk is full',
      since: text(),
      notices: [notice],
      timestamp: text(),
    });
  },
  blocked: (fake) => {
    const reason = 'The exchange does not serve this location (451)';
    status(fake, 'spot', 'offline', reason);
  },
};

function status(
  fake: FakeTransport,
  venue: 'spot' | 'futures',
  feed: FeedState,
  reason: string | null = null,
): void {
  const since = text(Date.now() - 65_000);
  fake.emit('connection_status', { venue, status: feed, since, reason, timestamp: text() });
}

function showTroubledSymbols(fake: FakeTransport): void {
  const say = (symbol: string, feed: FeedState, reason: string | null, age: number | null): void =>
    fake.emit('symbol_status', {
      symbol,
      status: feed,
      since: text(Date.now() - (age ?? 0)),
      reason,
      data_age_ms: age,
      timestamp: text(),
    });
  say('ETH/USDT', 'stale', 'The line to the exchange went dead', 192_000);
  say('SOL/USDT', 'connecting', null, null);
  say('BNB/USDT', 'offline', 'The exchange has halted trading of this symbol', 5 * HOUR_MS);
  say('XRP/USDT', 'live', null, 47_000);
}

function mark(fake: FakeTransport): void {
  const price = 67_398.2 + Math.sin(Date.now() / 3000) * 4;
  const period = 8 * HOUR_MS;
  fake.emit('mark_price_update', {
    symbol: 'BTC/USDT:USDT',
    mark_price: Number(price.toFixed(2)),
    index_price: 67_401.77,
    funding_rate: -0.000125,
    next_funding_at: text(Math.ceil(Date.now() / period) * period),
    timestamp: text(),
  });
}
