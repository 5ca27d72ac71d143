import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LatencyBuckets } from './latency-buckets';

type Labels = Readonly<Record<string, string>>;
/** A figure and what it is of. */
export type Sample = readonly [labels: Labels, value: number];
/** Durations and what they are of. */
type Timing = readonly [labels: Labels, buckets: LatencyBuckets];

/** What is told of a metric. */
interface Description {
  readonly name: string;
  readonly help: string;
  /** Names of its labels; none when absent. */
  readonly labels?: readonly string[];
}

/** Metrics that are read from whoever keeps the figures, at the moment they are asked for. */
export class MetricsRegistry {
  readonly #registry = new Registry();

  /** A figure that only ever grows. */
  counter({ name, help, labels = [] }: Description, read: () => Iterable<Sample>): void {
    new Counter({
      name,
      help,
      labelNames: labels,
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [each, value] of read()) this.inc(each, value);
      },
    });
  }

  /** A figure that comes and goes. */
  gauge({ name, help, labels = [] }: Description, read: () => Iterable<Sample>): void {
    new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [each, value] of read()) this.set(each, value);
      },
    });
  }

  /** Durations, told in seconds. */
  histogram({ name, help, labels = [] }: Description, read: () => Iterable<Timing>): void {
    this.#registry.registerMetric(
      new ReadHistogram({ name, help, labelNames: labels, registers: [] }, read),
    );
  }

  /** All metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

/** A histogram whose buckets are counted elsewhere, since observing here looks labels up each time. */
class ReadHistogram extends Histogram {
  readonly #about: Readonly<Record<'name' | 'help', string>>;
  readonly #read: () => Iterable<Timing>;

  constructor(about: ConstructorParameters<typeof Histogram>[0], read: () => Iterable<Timing>) {
    super(about);
    this.#about = about;
    this.#read = read;
  }

  /** What the registry asks a metric for when it makes a text of it. */
  getForPromString() {
    const { name, help } = this.#about;
    const values = [...this.#read()].flatMap((timing) => samplesOf(name, timing));
    return { name, help, type: 'histogram', values, aggregator: 'sum' };
  }
}

function samplesOf(name: string, [labels, buckets]: Timing) {
  const samples: { metricName: string; labels: Record<string, string | number>; value: number }[] =
    [];
  let total = 0;
  for (const [at, count] of buckets.counts.entries()) {
    total += count;
    const bound = buckets.bounds[at];
    const le = bound === undefined ? '+Inf' : bound / 1000;
    samples.push({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: total });
  }
  samples.push({ metricName: `${name}_sum`, labels, value: buckets.sum / 1000 });
  samples.push({ metricName: `${name}_count`, labels, value: total });
  return samples;
}
