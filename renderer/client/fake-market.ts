import type { FeedState } from '../../shared/domain/feed-status';
import { venueOf } from '../../shared/domain/instrument';
import { openTimeOf, stepOpenTime, type Interval } from '../../shared/domain/interval';
import type { KlineBody } from '../../shared/protocol/events';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import { answerAccess } from './fake-access';
import { FakeAlerts } from './fake-alerts';
import { failAnswers } from './fake-failures';
import { answerImports } from './fake-imports';
import { answerMoney } from './fake-money';
import { FakePositions } from './fake-positions';
import { fakeVenues, openPositions, playScene } from './fake-scenes';
import { answerSettings } from './fake-settings';
import { answerSignals } from './fake-signals';
import { FakeTransport } from './fake-transport';

interface FakeSymbol {
  readonly price: number;
  readonly decimals: number;
  readonly change: number;
}

const SYMBOLS: Record<string, FakeSymbol> = {
  'BTC/USDT': { price: 67_412.5, decimals: 2, change: 2.5 },
  'BTC/USDT:USDT': { price: 67_395.4, decimals: 1, change: 2.47 },
  'ETH/USDT': { price: 3412.1, decimals: 2, change: -0.81 },
  'SOL/USDT': { price: 172.44, decimals: 2, change: 5.12 },
  'BNB/USDT': { price: 588.3, decimals: 1, change: 0 },
  'XRP/USDT': { price: 0.5213, decimals: 4, change: -2.07 },
  'DOGE/USDT': { price: 0.12345, decimals: 5, change: 11.94 },
  'PEPE/USDT': { price: 0.00001234, decimals: 8, change: -14.2 },
  '1000SATS/USDT': { price: 0.0002712, decimals: 7, change: 0.33 },
  'LINK/USDT': { price: 14.02, decimals: 2, change: 1.2 },
  'TRX/USDT': { price: 0.1377, decimals: 4, change: -0.04 },
  '1000PEPE/USDT:USDT': { price: 0.01234, decimals: 7, change: -14.1 },
  'ETH/USDT:USDT-260327': { price: 3466.1, decimals: 2, change: -0.7 },
};

const ok = <T>(value: T): Reply<T> => ({ ok: true, value });
const fail = (code: ErrorBody['code']): Reply<never> => ({
  ok: false,
  error: { code, message: 'A scripted failure.' },
});
const nowText = (): string => new Date().toISOString();

/** A market for looking at the screen without services; `scene` picks a state to look at. */
export function openFakeMarket(scene: string): FakeTransport {
  const fake = new FakeTransport(
    scene === 'connecting' ? { state: 'connecting' } : { state: 'connected' },
  );
  if (scene === 'full') listManySymbols();
  answerQuestions(fake, scene);
  answerAccess(fake);
  answerImports(fake);
  answerSettings(fake);
  answerSignals(fake, scene);
  const positions = new FakePositions(fake, presentPrice);
  if (scene !== 'empty') openPositions(positions, scene);
  answerMoney(fake, scene);
  showAlerts(new FakeAlerts(fake), scene);
  failAnswers(fake, scene);
  const feed: FeedState = scene === 'stale' || scene === 'offline' ? scene : 'live';
  const reason = feed === 'live' ? null : 'The line to the exchange went dead';
  setTimeout(() => {
    const status = { venue: 'spot', status: feed, since: nowText(), reason } as const;
    fake.emit('connection_status', { ...status, timestamp: nowText() });
    playScene(fake, scene);
  }, 1500);
  if (feed === 'live' && scene !== 'slow' && scene !== 'blocked')
    setInterval(() => {
      tick(fake, scene);
      positions.tick();
    }, 250);
  return fake;
}

/** As many as a watchlist can hold. */
function listManySymbols(): void {
  for (let count = Object.keys(SYMBOLS).length; count < 500; count += 1) {
    const letters = [count / 26, count].map((n) => String.fromCharCode(65 + (Math.floor(n) % 26)));
    const price = Number((1.7 ** (count % 23) / 100).toPrecision(6));
    const change = ((count * 37) % 231) / 10 - 11.5;
    SYMBOLS[`${letters.join('')}X/USDT`] = { price, decimals: 4, change };
  }
}

function showAlerts(alerts: FakeAlerts, scene: string): void {
  if (scene !== 'empty') alerts.fill();
  if (scene !== 'alerts') return;
  setTimeout(() => {
    // Several at once, so that their grouping is seen.
    for (const severity of ['info', 'critical', 'warning', 'info', 'info'] as const) {
      alerts.fire(severity);
    }
  }, 3000);
}

function answerQuestions(fake: FakeTransport, scene: string): void {
  let symbols = scene === 'empty' ? [] : Object.keys(SYMBOLS).slice(0, scene === 'full' ? 500 : 9);
  if (scene.startsWith('futures'))
    symbols = Object.keys(SYMBOLS).filter((one) => /:|^[BE]/.test(one));
  fake
    .answer('get_health', () => ok(healthOf(scene)))
    .answer('get_watchlist', () => ok({ symbols, groups: {} }))
    .answer('put_watchlist', (params) => {
      if (scene === 'error') return fail('FORBIDDEN');
      symbols = params.symbols;
      return ok({ symbols, groups: {} });
    })
    .answer('subscribe_symbol', ({ symbol }) => ok(stateOf(symbol)))
    .answer('unsubscribe_symbol', ({ symbol }) => ok({ symbol }))
    .answer('subscribe_klines', (params) => ok(params))
    .answer('unsubscribe_klines', (params) => ok(params))
    .answer('list_klines', klines)
    .answer('list_venues', () => ok({ items: fakeVenues(scene), next: null }))
    .answer('set_venue', () => fail('FORBIDDEN'))
    .answer('search_symbols', search);
}

function healthOf(scene: string): RequestResult<'get_health'> {
  const market = scene === 'demo' || scene === 'replay' ? scene : 'live';
  const store = { state: 'saved', reason: null, since: nowText() } as const;
  return { status: 'ok', version: '0.0.0', uptime_s: 1, market, venues: {}, store };
}

function stateOf(symbol: string): RequestResult<'subscribe_symbol'> {
  const known = SYMBOLS[symbol];
  if (!known || symbol === '1000SATS/USDT') {
    return { symbol, price: null, change_24h: null, timestamp: null };
  }
  const time = new Date(Date.now() - 12_000).toISOString();
  return { symbol, price: known.price, change_24h: known.change, timestamp: time };
}

function search({ query, limit, venue = 'spot' }: RequestInput<'search_symbols'>) {
  const wanted = (query ?? '').toUpperCase();
  const items = Object.entries(SYMBOLS)
    .filter(([symbol]) => venueOf(symbol) === venue && symbol.includes(wanted))
    .slice(0, Number(limit))
    .map(([symbol, { decimals }]) => ({
      symbol,
      base_asset: symbol.split(/[/:]/)[0] ?? '',
      quote_asset: symbol.split(/[/:]/)[1] ?? '',
      price_decimals: decimals,
      trading: symbol !== 'LINK/USDT',
      venue,
    }));
  return ok({ items, gaps: [], next: null });
}

async function klines({ symbol, interval, limit, end }: RequestInput<'list_klines'>) {
  await new Promise((done) => setTimeout(done, 150));
  const until = openTimeOf(interval, end === undefined ? Date.now() : Date.parse(end));
  const items: KlineBody[] = [];
  for (let back = Number(limit) - 1; back >= 0; back -= 1) {
    const time = stepOpenTime(interval, until, -back);
    // A hole, as the venue's pauses leave it.
    const isMissing = symbol === 'XRP/USDT' && Math.floor(back / 7) % 9 === 3;
    if (!isMissing) items.push(klineAt(symbol, interval, time));
  }
  return ok({ items, gaps: [], next: null });
}

/** When the page was opened: the path leads to the prices of that moment. */
const OPENED = Date.now();

/** A made-up path of waves of different lengths, up to the present price. */
function priceAt(symbol: string, time: number): number {
  const { price, decimals } = SYMBOLS[symbol] ?? { price: 1, decimals: 2 };
  const height = waveAt(time) - waveAt(OPENED);
  return Number((price * (1 + height / 1400)).toFixed(decimals));
}

function waveAt(time: number): number {
  const minutes = time / 60_000;
  const waves = [4011, 977, 211, 47, 13, 5.3, 2.1];
  return waves.reduce((total, wave) => total + Math.sin(minutes / wave) * wave ** 0.45, 0);
}

function klineAt(symbol: string, interval: Interval, time: number): KlineBody {
  const length = stepOpenTime(interval, time, 1) - time;
  const path = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => priceAt(symbol, time + share * length));
  const [open = 0] = path;
  return {
    time: new Date(time).toISOString(),
    open,
    high: Math.max(...path),
    low: Math.min(...path),
    close: path.at(-1) ?? open,
    volume: 40 + 30 * Math.abs(Math.sin(time / 7.7e6)) + ((time / 60_000) % 17),
    closed: time + length < Date.now(),
  };
}

function tick(fake: FakeTransport, scene: string): void {
  const mark = scene === 'demo' || scene === 'replay' ? scene : undefined;
  for (const [symbol, { change }] of Object.entries(SYMBOLS)) {
    const price = presentPrice(symbol);
    if (price === null || isQuiet(scene, symbol)) continue;
    const data = { symbol, price, change_24h: change };
    fake.emit('price_update', { ...data, timestamp: nowText() }, mark);
  }
}

function presentPrice(symbol: string): number | null {
  const known = SYMBOLS[symbol];
  if (!known || symbol === '1000SATS/USDT') return null;
  const moved = known.price * (1 + Math.sin(Date.now() / 900 + known.price) / 2000);
  return Number(moved.toFixed(known.decimals));
}

function isQuiet(scene: string, symbol: string): boolean {
  return scene === 'truth' && ['ETH', 'SOL', 'BNB', 'XRP'].some((base) => symbol.startsWith(base));
}
