import type { EquityPoint } from '../../../shared/domain/equity';
import { Exact } from '../../../shared/domain/money';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { HistoryRecord, State } from '../store/state-schema';
import type { StateStore } from '../store/state-store';
import { equityRecord } from './portfolio-schema';

/** Every point of the last days is at hand; of the time before, the last of each hour. */
export const DETAIL_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;
/** Digits after the point that are kept. */
const PRECISION = 8;

type Runs = State['portfolio']['runs'];

export interface EquityCurveOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly logger: Logger;
}

/**
 * What the portfolio was worth. The points are a history that only grows; the state says which of
 * them are the present curve, so that a restored state brings its own curve back.
 */
export class EquityCurve {
  readonly #options: EquityCurveOptions;
  #points: readonly EquityPoint[] = [];

  private constructor(options: EquityCurveOptions) {
    this.#options = options;
  }

  /** Reads what there is; a history that nobody can read begins empty, and is logged. */
  static async open(options: EquityCurveOptions): Promise<EquityCurve> {
    const curve = new EquityCurve(options);
    await curve.reload();
    return curve;
  }

  /** By rising time, in the currency of the portfolio; those older than `DETAIL_MS` one an hour. */
  get points(): readonly EquityPoint[] {
    return this.#points;
  }

  /** Reads anew what the state says is the curve, after another was begun or the state replaced. */
  async reload(): Promise<void> {
    const { histories, store, logger } = this.#options;
    const points: EquityPoint[] = [];
    const { runs } = store.state.portfolio;
    const first = runs[0]?.from ?? Number.POSITIVE_INFINITY;
    this.#points = [];
    try {
      for await (const record of histories.newestFirst('equity', (runs.at(-1)?.to ?? 0) + 1)) {
        if (record.id < first) break;
        const point = isOnCurve(runs, record.id) ? pointOf(record) : null;
        if (point) points.push(point);
      }
    } catch (error) {
      logger.warn('The equity curve cannot be read', { error: String(error) });
    }
    this.#points = thinned(points.reverse());
  }

  /** Adds a point, later than the last one; durable soon. */
  keep(point: EquityPoint): void {
    const { histories, store } = this.#options;
    const id = histories.lastId('equity') + 1;
    const equity = point.equity.rounded(PRECISION).toText();
    histories.stage({ equity: [{ id, at: Math.floor(point.time), equity }] }, ({ portfolio }) => ({
      portfolio: { ...portfolio, runs: extended(portfolio.runs, id) },
    }));
    store.updateLazily(() => ({}));
    this.#points = thinned([...this.#points, point]);
  }
}

/** Null for a record that is no point. */
function pointOf(record: HistoryRecord): EquityPoint | null {
  const parsed = equityRecord.safeParse(record);
  const equity = parsed.success ? Exact.fromText(parsed.data.equity) : null;
  return equity && { time: record.at, equity };
}

/** Whether a record of the equity history is on the curve that a state tells. */
export function isOnCurve(runs: Runs, id: number): boolean {
  return runs.some(({ from, to }) => id >= from && id <= to);
}

function extended(runs: Runs, id: number): Runs {
  const last = runs.at(-1);
  if (last?.to !== id - 1) return [...runs, { from: id, to: id }];
  return [...runs.slice(0, -1), { from: last.from, to: id }];
}

function thinned(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const newest = points.at(-1)?.time ?? 0;
  return points.filter(({ time }, at) => {
    const next = points[at + 1];
    const isLastOfHour = !next || Math.floor(next.time / HOUR_MS) > Math.floor(time / HOUR_MS);
    return isLastOfHour || time > newest - DETAIL_MS;
  });
}
