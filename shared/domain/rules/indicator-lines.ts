import type { IndicatorSpec } from '../alert-conditions';
import type { Kline } from '../kline';
import type { Indicator, RulePorts } from './ports';

interface Line {
  readonly spec: IndicatorSpec;
  indicator: Indicator;
}

/** What lines need of their book. */
export interface LinesHost {
  readonly ports: Pick<RulePorts, 'createIndicator'>;
  shield(action: () => void): boolean;
}

/** The indicators over the closed candles of a series, each once however many rules name it. */
export class IndicatorLines {
  readonly #lines = new Map<string, Line>();

  constructor(private readonly host: LinesHost) {}

  /**
   * The instance for a line.
   * @param past Closed candles that a new one can begin with, so many that it is warm; null: it waits.
   */
  get(spec: IndicatorSpec, past: (warmUp: number) => readonly Kline[] | null): Indicator {
    const key = JSON.stringify([spec.indicator, Object.entries(spec.params).sort(), spec.output]);
    const known = this.#lines.get(key);
    if (known) return known.indicator;
    const line = { spec, indicator: this.host.ports.createIndicator(spec) };
    this.#lines.set(key, line);
    for (const kline of past(line.indicator.warmUp) ?? []) this.#update(line, kline);
    return line.indicator;
  }

  /** Takes the next closed candle. */
  learn(kline: Kline): void {
    for (const line of this.#lines.values()) this.#update(line, kline);
  }

  /** Begins all of them anew. */
  renew(): void {
    for (const line of this.#lines.values()) {
      this.#tend(line, () => {
        line.indicator = this.host.ports.createIndicator(line.spec);
      });
    }
  }

  /** What they have learned was wrong: they say nothing until they are warmed up anew. */
  silence(): void {
    for (const line of this.#lines.values()) silence(line);
  }

  #update(line: Line, kline: Kline): void {
    this.#tend(line, () => {
      line.indicator.update(kline);
    });
  }

  /** A line that fails has missed a candle. */
  #tend(line: Line, action: () => void): void {
    if (!this.host.shield(action)) silence(line);
  }
}

function silence(line: Line): void {
  const { warmUp } = line.indicator;
  line.indicator = { warmUp, value: null, update: () => undefined };
}
