import type { Interval } from '../../shared/domain/interval';
import type { Reply } from '../../shared/protocol/reply';
import type { SignalStateBody } from '../../shared/protocol/signal-requests';
import { fakeRecord } from './fake-signal-record';
import type { FakeTransport } from './fake-transport';

type Call = NonNullable<SignalStateBody['call']>;

const HOUR_MS = 3_600_000;
const INTERVALS: readonly Interval[] = ['15m', '1h', '4h', '1d'];
const LENGTHS_MS: Readonly<Record<string, number>> = {
  '15m': HOUR_MS / 4,
  '1h': HOUR_MS,
  '4h': 4 * HOUR_MS,
  '1d': 24 * HOUR_MS,
};
const SYMBOLS: Readonly<Record<string, number>> = {
  'BTC/USDT': 67_412.5,
  'BTC/USDT:USDT': 67_395.4,
  'ETH/USDT': 3412.1,
  'SOL/USDT': 172.44,
  'BNB/USDT': 588.3,
  'XRP/USDT': 0.5213,
  'DOGE/USDT': 0.12345,
  'PEPE/USDT': 0.00001234,
};

const text = (time: number): string => new Date(time).toISOString();
const ok = <T>(value: T): Reply<T> => ({ ok: true, value });
const fail = (): Reply<never> => ({
  ok: false,
  error: { code: 'UNAVAILABLE', message: 'A scripted failure.' },
});

/**
 * Signals without services: every state that can be looked at, among the symbols and intervals. Scenes:
 * `reading`, `proven`, `drift`, `altered`, `signals-off`, `signals-failed`.
 */
export function answerSignals(fake: FakeTransport, scene: string): void {
  const isRefused = scene === 'signals-failed' || scene === 'error';
  const record = fakeRecord(scene);
  fake
    .answer('subscribe_signals', () => ok({}))
    .answer('list_signals', () => (isRefused ? fail() : ok({ items: statesOf(scene), next: null })))
    .answer('get_signal_record', ({ symbol, interval = '1h', limit, ...query }) =>
      isRefused
        ? fail()
        : ok(
            record(
              { symbol, interval, price: SYMBOLS[symbol] ?? 1 },
              Number(limit),
              query.model_version,
            ),
          ),
    );
  if (scene === 'reading') showReading(fake);
}

function showReading(fake: FakeTransport): void {
  let share = 0.12;
  setInterval(() => {
    share = (share + 0.01) % 1;
    const done = Math.floor(share * 32);
    fake.emit('signal_progress', { done, total: 32, share, timestamp: text(Date.now()) });
  }, 900);
}

function statesOf(scene: string): SignalStateBody[] {
  if (scene === 'signals-off' || scene === 'empty') return [];
  return Object.entries(SYMBOLS).flatMap(([symbol, price], at) =>
    INTERVALS.map((interval, place) =>
      stateOf({ symbol, interval, price }, (at * 3 + place) % 8, scene),
    ),
  );
}

interface Subject {
  readonly symbol: string;
  readonly interval: Interval;
  readonly price: number;
}

/** `kind` picks one of eight states. */
function stateOf(subject: Subject, kind: number, scene: string): SignalStateBody {
  const { symbol, interval } = subject;
  const length = LENGTHS_MS[interval] ?? HOUR_MS;
  const asOf = Math.floor(Date.now() / length) * length - 1;
  const known = { symbol, interval, as_of: text(asOf) };
  const reading = { ...known, signal: 'NEUTRAL', status: 'reading', call: null } as const;
  if (scene === 'reading' ? kind > 1 : kind === 7 && symbol.startsWith('XRP')) return reading;
  const status = kind === 6 ? 'behind' : 'current';
  if (kind === 2) {
    const call = { ...callOf(subject, asOf, kind, scene), ...NOTHING };
    return { ...known, status, signal: 'NEUTRAL', call };
  }
  const call = callOf(subject, asOf, kind, scene);
  return { ...known, status, signal: call.new_signal, call };
}

const NOTHING = {
  new_signal: 'NEUTRAL',
  ...{ confidence: null, target: null, stop: null, expires_at: null },
  ...{ edge: null, edge_proven: false, outcome: null, resolved_at: null, net_move: null },
} as const;

const BASES = ['calibrated', 'calibrated', 'learning', 'prior'] as const;
const COUNTS = { calibrated: 1843, learning: 96, prior: 12 } as const;
const BEFORE = { '1': 'SHORT', '-1': 'LONG' } as const;
const AFTER = { '1': 'LONG', '-1': 'SHORT' } as const;

function callOf({ interval, price }: Subject, asOf: number, kind: number, scene: string): Call {
  const length = LENGTHS_MS[interval] ?? HOUR_MS;
  const at = asOf - (kind % 5) * 3 * length;
  const direction = kind % 2 === 0 ? 1 : -1;
  const basis = BASES[kind % BASES.length] ?? 'calibrated';
  const isProven = scene === 'proven' && kind === 0;
  const confidence = isProven ? 0.58 : 0.42 + kind / 90;
  const breakeven = 0.525 + kind / 300;
  const risk = 0.008 * price;
  return {
    previous_signal: kind % 3 === 0 ? 'NEUTRAL' : BEFORE[direction],
    new_signal: AFTER[direction],
    ...{ confidence, breakeven, basis, n_resolved: COUNTS[basis] },
    ...{ target: price + direction * risk * 1.2, stop: price - direction * risk, entry: price },
    expires_at: text(at + 24 * length),
    ...{ model_version: '5f1c09ab77e2', timestamp: text(at), votes: 0.71 + (kind % 3) / 10 },
    ...{ origin: kind === 3 ? 'live' : 'replayed', age_ms: Date.now() - at },
    ...{ edge: confidence - breakeven, edge_proven: isProven },
    ...endOf(kind, text(at + 2 * length)),
  };
}

function endOf(kind: number, at: string): Pick<Call, 'outcome' | 'resolved_at' | 'net_move'> {
  if (kind === 4) return { outcome: 'hit', resolved_at: at, net_move: 0.0081 };
  if (kind === 5) return { outcome: 'miss', resolved_at: at, net_move: -0.0102 };
  return { outcome: null, resolved_at: null, net_move: null };
}
