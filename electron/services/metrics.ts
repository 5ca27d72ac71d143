import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from './clock';
import type { FeedStats } from './exchange/exchange';
import type { FeedReport, FeedSource } from './feed/feed-report';
import { LoopLag } from './loop-lag';
import type { MarketData } from './feed/market-data';
import { MetricsRegistry, type Sample } from './metrics-registry';
import { symbolCounts } from './feed/symbol-counts';
import type { Traffic } from './traffic';

const NS_PER_S = 1e9;
const LAG_RESOLUTION_MS = 20;

export interface MetricsSources {
  readonly exchange: FeedSource;
  readonly marketData: MarketData;
  readonly report: FeedReport;
  readonly traffic: Traffic;
  readonly clock: Clock;
}

/** All figures of the services, in Prometheus' text format; nothing is counted here but delays of the event loop. */
export class Metrics {
  readonly #registry = new MetricsRegistry();
  /** For those who look now and then, apart from what is scraped. */
  readonly loopLag: LoopLag;
  readonly #lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });

  constructor(sources: MetricsSources) {
    this.loopLag = new LoopLag(sources.clock);
    this.#describeClients(sources);
    this.#describeRest(sources);
    this.#describeStreams(sources);
    this.#describeTrades(sources);
    this.#describeQueues(sources);
    this.#describeProcess();
  }

  start(): void {
    this.#lag.enable();
  }

  stop(): void {
    this.#lag.disable();
    this.loopLag.stop();
  }

  text(): Promise<string> {
    return this.#registry.text();
  }

  #describeClients({ traffic }: MetricsSources): void {
    this.#gauge('connections', 'Clients connected.', ['transport'], () =>
      Object.entries(traffic.clients().connections).map(labeled('transport')),
    );
    this.#counter('requests_total', 'Requests of clients by name.', ['request'], () =>
      [...traffic.requests.entries()].map(labeled('request')),
    );
    this.#counter('events_published_total', 'Events published by type.', ['event'], () =>
      [...traffic.events.entries()].map(labeled('event')),
    );
    this.#gauge('rooms', 'Rooms that anybody is in.', [], () => [[{}, traffic.clients().rooms]]);
    this.#counter(
      'events_delivered_total',
      'Events handed to clients by type, once for each client.',
      ['event'],
      () => [...traffic.delivered.entries()].map(labeled('event')),
    );
    const help = 'From handing a client messages to the last of them being written.';
    this.#registry.histogram({ name: 'tickwatch_delivery_delay_seconds', help }, () => [
      [{}, traffic.delivery],
    ]);
    this.#counter('packets_sent_total', 'Packets sent to clients.', [], () => [[{}, traffic.sent]]);
    this.#counter(
      'errors_total',
      'Requests refused or failed; RATE_LIMITED and LIMIT are hit limits.',
      ['code'],
      () => [...traffic.errors.entries()].map(labeled('code')),
    );
    this.#counter('clients_refused_total', 'Clients put out or turned away.', ['cause'], () =>
      [...traffic.refusals.entries()].map(labeled('cause')),
    );
  }

  #describeRest({ exchange }: MetricsSources): void {
    const byHost = (read: (feed: FeedStats) => number) => (): Sample[] =>
      exchange.stats().map((feed) => [{ host: feed.host }, read(feed)]);
    const labels = ['host'];
    this.#gauge(
      'rest_weight_used',
      'Request weight used in the present minute.',
      labels,
      byHost(({ weightUsed }) => weightUsed),
    );
    this.#gauge(
      'rest_weight_limit',
      'Request weight the host allows a minute.',
      labels,
      byHost(({ weightLimit }) => weightLimit),
    );
    this.#counter(
      'rest_requests_total',
      'Requests sent, tries counted one by one.',
      labels,
      byHost(({ requests }) => requests),
    );
    this.#counter('rest_faults_total', 'Failed requests by kind.', ['host', 'kind'], () =>
      exchange
        .stats()
        .flatMap(({ host, requestFaults }) =>
          Object.entries(requestFaults).map(labeled('kind', { host })),
        ),
    );
  }

  #describeStreams({ exchange }: MetricsSources): void {
    const byVenue = (read: (feed: FeedStats) => number) => (): Sample[] =>
      exchange.stats().map((feed) => [{ venue: feed.venue }, read(feed)]);
    for (const [name, help, read] of STREAM_COUNTERS) {
      this.#counter(name, help, ['venue'], byVenue(read));
    }
    this.#gauge(
      'stream_connections',
      'Connections to the venue.',
      ['venue'],
      byVenue(({ connections }) => connections),
    );
    this.#gauge(
      'streams_refused',
      'Streams the venue refuses.',
      ['venue'],
      byVenue(({ refusedStreams }) => refusedStreams),
    );
    this.#counter('stream_drops_total', 'Ends of connections by cause.', ['venue', 'cause'], () =>
      exchange
        .stats()
        .flatMap(({ venue, drops }) => Object.entries(drops).map(labeled('cause', { venue }))),
    );
    this.#gauge('data_age_seconds', 'Age of the newest data of a venue.', ['venue'], () =>
      exchange.awake().flatMap((venue): Sample[] => {
        const age = exchange.dataAge(venue);
        return age === null ? [] : [[{ venue }, age / 1000]];
      }),
    );
    const help = "From the time a frame carries to its receipt, by the venue's clock as measured.";
    const delay = { name: 'tickwatch_feed_delay_seconds', help, labels: ['venue'] };
    this.#registry.histogram(delay, () =>
      exchange.stats().map((feed) => [{ venue: feed.venue }, feed.delay]),
    );
  }

  #describeTrades({ marketData, report }: MetricsSources): void {
    this.#counter(
      'trades_total',
      'Trades: live, fetched after gaps, seen again and dropped, missing even in the history, no part of the tape.',
      ['kind'],
      () => {
        const { live, backfilled, duplicates, missing, strays } = marketData.figures();
        const kinds = { live, backfilled, duplicate: duplicates, missing, stray: strays };
        return Object.entries(kinds).map(labeled('kind'));
      },
    );
    this.#counter('gaps_total', 'Gaps noticed in the tapes of symbols.', [], () => [
      [{}, marketData.figures().gaps],
    ]);
    this.#gauge('gaps_open', 'Symbols whose missed trades are being fetched.', [], () => [
      [{}, marketData.filling().length],
    ]);
    this.#gauge('symbols', 'Watched symbols by state.', ['venue', 'state'], () =>
      symbolCounts(report.freshness.all()).flatMap(({ venue, states }) =>
        Object.entries(states).map(labeled('state', { venue })),
      ),
    );
    const help = 'From the receipt of a price to its publication.';
    this.#registry.histogram({ name: 'tickwatch_publish_delay_seconds', help }, () => [
      [{}, marketData.publishDelay],
    ]);
  }

  #describeQueues({ exchange, marketData, traffic }: MetricsSources): void {
    this.#gauge(
      'queue_depth',
      'What waits: for history, to be asked, to be sent.',
      ['queue'],
      () => {
        const requests = exchange.stats().reduce((sum, feed) => sum + feed.requestsWaiting, 0);
        const depths = {
          trades_behind_gaps: marketData.figures().waiting,
          rest_requests: requests,
          client_packets: traffic.clients().waiting,
        };
        return Object.entries(depths).map(labeled('queue'));
      },
    );
  }

  #describeProcess(): void {
    this.#gauge(
      'event_loop_lag_seconds',
      'How much later than planned the event loop turns, since the last look.',
      ['statistic'],
      () => {
        const { mean, max } = this.#lag;
        const figures = { mean, max, p50: this.#lag.percentile(50), p99: this.#lag.percentile(99) };
        this.#lag.reset();
        return Object.entries(figures).map(([statistic, ns]) => [
          { statistic },
          Math.max(0, (Number.isFinite(ns) ? ns : 0) / NS_PER_S - LAG_RESOLUTION_MS / 1000),
        ]);
      },
    );
    this.#gauge('process_memory_bytes', 'Memory of the process.', ['kind'], () => {
      const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
      return Object.entries({ rss, heap_used: heapUsed, heap_total: heapTotal, external }).map(
        labeled('kind'),
      );
    });
  }

  #counter(name: string, help: string, labels: string[], read: () => Sample[]): void {
    this.#registry.counter({ name: `tickwatch_${name}`, help, labels }, read);
  }

  #gauge(name: string, help: string, labels: string[], read: () => Sample[]): void {
    this.#registry.gauge({ name: `tickwatch_${name}`, help, labels }, read);
  }
}

/** The figures, at work. @param started Takes what ends them. */
export function startMetrics(
  sources: MetricsSources,
  started: (() => void | Promise<void>)[],
): Metrics {
  const metrics = new Metrics(sources);
  metrics.start();
  started.push(() => metrics.stop());
  return metrics;
}

const STREAM_COUNTERS: readonly (readonly [string, string, (feed: FeedStats) => number])[] = [
  ['stream_attempts_total', 'Connections begun.', ({ attempts }) => attempts],
  ['stream_reconnects_total', 'Connections lost.', ({ reconnects }) => reconnects],
  ['stream_renewals_total', 'Connections replaced while they worked.', ({ renewals }) => renewals],
  ['stream_acks_total', 'Subscriptions the venue agreed to.', ({ acks }) => acks],
  ['frames_total', 'Frames received.', ({ frames }) => frames],
  ['bad_frames_total', 'Frames that made no sense.', ({ badFrames }) => badFrames],
];

/** Turns a pair of a word and a figure into a sample whose label of that name is the word. */
function labeled(label: string, others: Readonly<Record<string, string>> = {}) {
  return ([word, value]: readonly [string, number]): Sample => [
    { ...others, [label]: word },
    value,
  ];
}
