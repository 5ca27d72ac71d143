import { stepOpenTime, openTimeOf, type Interval } from '../../shared/domain/interval';
import type { ReliabilityBin } from '../../shared/domain/signals/calibration-error';
import { wilson } from '../../shared/domain/signals/calibration-error';
import type { RequestResult } from '../../shared/protocol/requests';

type Body = RequestResult<'get_signal_record'>;
type Call = Body['calls'][number];
type Figures = NonNullable<Body['reliability']['1h']>;

interface Subject {
  readonly symbol: string;
  readonly interval: Interval;
  readonly price: number;
}

const CALLS = 330;
const MODELS = [
  { model_version: '5f1c09ab77e2', entries: 4120, used_until: null },
  { model_version: '0c44d1e8a9b3', entries: 3980, used_until: '2026-02-11T09:30:00.000Z' },
] as const;
const text = (time: number): string => new Date(time).toISOString();

/** Makes records up; the scene says what is wrong with them. */
export function fakeRecord(
  scene: string,
): (subject: Subject, limit: number, version?: string) => Body {
  return (subject, limit, version = MODELS[0].model_version) => {
    const { symbol, interval } = subject;
    const isNew = scene === 'reading' || interval === '1d';
    const calls = Array.from({ length: isNew ? 2 : CALLS }, (_, ago) => callOf(subject, ago));
    const drifting = scene === 'drift';
    const from = openTimeOf(interval, Date.now() - 730 * 86_400_000);
    return {
      symbol,
      model_version: version,
      models: [...MODELS],
      calls: calls.slice(0, limit),
      reliability: isNew ? {} : { [interval]: figuresOf(318, drifting) },
      all_symbols: isNew ? {} : { [interval]: figuresOf(2561, drifting) },
      history: { [interval]: { from: text(from), to: text(Date.now()) } },
      fault: scene === 'altered' ? { number: 1204, kind: 'altered' } : null,
    };
  };
}

const OUTCOMES = ['hit', 'miss', 'miss', 'hit', 'timeout_miss', 'miss', 'hit'] as const;

function callOf({ symbol, interval, price: now }: Subject, ago: number): Call {
  const back = 5 + ago * 26 + ((ago * 7) % 11);
  const open = stepOpenTime(interval, openTimeOf(interval, Date.now()), -back);
  const length = stepOpenTime(interval, open, 1) - open;
  const at = open + length - 1;
  const price = now * (1 + Math.sin(ago) / 60);
  const known = {
    ...{ symbol, interval, timestamp: text(at), entry: price, number: CALLS - ago },
    basis: 'calibrated',
    ...{ breakeven: 0.54, n_resolved: 1800 - ago, votes: 0.86 },
    origin: ago < 40 ? 'live' : 'replayed',
    model_version: MODELS[0].model_version,
    hash: `${'c0ffee'.repeat(10)}abcd`,
  } as const;
  if (ago % 5 === 3) return { ...known, ...NO_CLAIM };
  const direction = ago % 2 === 0 ? 1 : -1;
  return {
    ...known,
    previous_signal: 'NEUTRAL',
    new_signal: direction === 1 ? 'LONG' : 'SHORT',
    ...{ confidence: 0.38 + (ago % 13) / 100, expires_at: text(at + 24 * length) },
    ...{ target: price * (1 + direction * 0.012), stop: price * (1 - direction * 0.01) },
    ...endOf(ago, text(at + (3 + (ago % 9)) * length)),
  };
}

const NO_CLAIM = {
  previous_signal: 'LONG',
  new_signal: 'NEUTRAL',
  ...{ confidence: null, target: null, stop: null, expires_at: null },
  ...{ outcome: null, resolved_at: null, net_move: null },
} as const;

function endOf(ago: number, at: string): Pick<Call, 'outcome' | 'resolved_at' | 'net_move'> {
  const outcome = OUTCOMES[ago % OUTCOMES.length] ?? null;
  if (ago === 0 || outcome === null) return { outcome: null, resolved_at: null, net_move: null };
  return { outcome, resolved_at: at, net_move: outcome === 'hit' ? 0.0101 : -0.0118 };
}

function figuresOf(n: number, drifting: boolean): Figures {
  const part = Math.round(n / 5);
  const bin = (said: number, was: number): ReliabilityBin => {
    const hits = Math.round(was * part);
    return { n: part, said, was: hits / part, ...wilson(hits, part) };
  };
  return {
    ...{ n, said: 0.447, was: 0.451, ece: 0.012, ece_low: 0.004, ece_high: 0.031 },
    ...{ null_ece: 0.011, brier: 0.2471, brier_base_rate: 0.2474, vote_ece: 0.412 },
    bins: [bin(0.39, 0.42), bin(0.43, 0.42), bin(0.452, 0.46), bin(0.471, 0.455), bin(0.5, 0.51)],
    vote_bins: [bin(0.71, 0.43), bin(0.8, 0.46), bin(0.86, 0.45), bin(0.97, 0.47), bin(1, 0.44)],
    tenths: [
      { from: 0.3, to: 0.4, n: Math.round(n / 5), was: 0.42 },
      { from: 0.4, to: 0.5, n: n - Math.round(n / 5), was: 0.45 },
    ],
    origins: {
      live: { n: 30, said: 0.44, was: 0.47 },
      replayed: { n: n - 30, said: 0.448, was: 0.45 },
    },
    net_move: { mean: -0.00161, low: -0.00232, high: -0.0009 },
    rolling: { n: 200, said: 0.461, was: drifting ? 0.372 : 0.455, drifting },
  };
}
