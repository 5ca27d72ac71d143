import { dailyResults } from '../../shared/domain/equity';
import { Exact } from '../../shared/domain/money';
import type { Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

type Curve = RequestResult<'get_equity'>;
type Backup = RequestResult<'list_backups'>['items'][number];
type Statistics = RequestResult<'get_journal'>['all'];

interface Point {
  readonly time: number;
  readonly equity: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const text = (time = Date.now()): string => new Date(time).toISOString();
const ok = <T>(value: T): Reply<T> => ({ ok: true, value });

/** Answers about money over time without services; scenes `equity-…` pick a curve to look at. */
export function answerMoney(fake: FakeTransport, scene: string): void {
  const backups = BACKUPS.map(([reason, hours]) => backup(reason, Date.now() - hours * HOUR_MS));
  fake
    .answer('get_equity', (params) => ok(curveOf(pointsOf(scene), params)))
    .answer('get_journal', () => ok(scene === 'empty' ? EMPTY : JOURNAL))
    .answer('list_backups', () => ok({ items: [...backups], next: null }))
    .answer('create_backup', () => {
      const made = backup('manual', Date.now());
      backups.unshift(made);
      return ok(made);
    })
    .answer('restore_backup', ({ dry_run: isDry }) =>
      ok({
        dry_run: isDry === true || isDry === 'true',
        sections: SECTIONS.map((name) => ({ name, changed: name !== 'venues' })),
        positions_before: { open: 6, closed: 41 },
        positions_after: { open: 5, closed: 39 },
        histories: { alerts: { added: 0, kept_out: 3 } },
        backup: null,
      }),
    );
}

const BACKUPS = [
  ['hourly', 0.5],
  ['manual', 3],
  ['daily', 20],
  ['before-import', 75],
] as const;
const SECTIONS = ['watchlist', 'positions', 'alerts', 'portfolio', 'venues'];

function backup(reason: string, time: number): Backup {
  return { name: `${reason}-${text(time)}.json`, reason, at: text(time) };
}

/** A year of equity, wandering the same way each time it is looked at. */
function pointsOf(scene: string): Point[] {
  const now = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  if (scene === 'empty' || scene === 'equity-empty') return [];
  if (scene === 'equity-one') return [{ time: now, equity: 25_000 }];
  const base = scene === 'equity-loss' ? 400 : 24_000;
  const points: Point[] = [];
  for (let hour = 365 * 24; hour >= 0; hour -= hour > 168 ? 24 : 0.25) {
    const day = 365 - hour / 24;
    const isGap = scene === 'equity-gaps' && day > 120 && day < 160;
    const swing = Math.sin(day / 9) * 620 + Math.sin(day / 2.3) * 240 + Math.sin(day * 5) * 60;
    if (!isGap) points.push({ time: now - hour * HOUR_MS, equity: base + swing + day * 4 });
  }
  return points;
}

function curveOf(points: readonly Point[], { from }: RequestInput<'get_equity'>): Curve {
  const since = from === undefined ? 0 : Date.parse(from);
  const within = points.filter(({ time }) => time >= since);
  const exact = within.map(({ time, equity }) => ({ time, equity: Exact.of(cents(equity)) }));
  const days = dailyResults(exact, [], { zone: 'UTC', minute: 0 });
  return {
    currency: 'USDT',
    items: within.map(({ time, equity }) => ({ equity: cents(equity), timestamp: text(time) })),
    days: days.map(({ day, pnl, percent }) => ({
      ...{ from: text(day.start), to: text(day.end), pnl: pnl.toNumber() },
      percent: percent?.rounded(2).toNumber() ?? null,
    })),
    next: null,
  };
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;

function statistics(count: number, wins: number, net: number): Statistics {
  const losses = count - wins;
  return [
    {
      ...{ currency: 'USDT', count, wins, losses, net, incomplete: 0 },
      win_rate: cents((wins / count) * 100),
      average_win: cents((net * 1.8) / wins),
      average_loss: losses === 0 ? null : cents((-net * 0.8) / losses),
      profit_factor: losses === 0 ? null : 2.25,
      expectancy: cents(net / count),
      best: cents(net * 0.6),
      worst: cents(-net * 0.3),
      average_duration_ms: 1.4 * DAY_MS,
    },
  ];
}

const EMPTY = { all: [], by_symbol: {}, by_tag: {} };
const JOURNAL = {
  all: statistics(41, 24, 3120.4),
  by_symbol: { 'BTC/USDT': statistics(22, 14, 2410.9), 'ETH/USDT': statistics(19, 10, 709.5) },
  by_tag: { swing: statistics(12, 8, 1804.2), hedge: statistics(6, 3, 212) },
};
