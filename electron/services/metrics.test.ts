import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { requests } from '../../shared/protocol/requests';
import { API_ROOT } from '../../shared/protocol/rest-paths';
import type { FeedStats } from './exchange/exchange';
import { EventHub } from './event-hub';
import { FeedReport } from './feed/feed-report';
import { BTC, FreshnessHarness } from './feed/freshness-harness';
import { LatencyBuckets } from './latency-buckets';
import { silentLogger } from './logger';
import { Metrics } from './metrics';
import { Traffic } from './traffic';

let harness: FreshnessHarness;
let traffic: Traffic;
let metrics: Metrics;

const figures: FeedStats = {
  venue: 'spot',
  host: 'api.venue.test',
  weightUsed: 40,
  weightLimit: 6000,
  requests: 7,
  requestsWaiting: 2,
  requestFaults: { http_429: 1, network: 3 },
  connections: 1,
  attempts: 5,
  reconnects: 3,
  renewals: 1,
  acks: 9,
  refusedStreams: 0,
  drops: { closed: 2, stalled: 1 },
  frames: 1000,
  badFrames: 4,
  delay: new LatencyBuckets(),
};

beforeEach(() => {
  harness = new FreshnessHarness();
  traffic = new Traffic();
  const { exchange, marketData, clock } = harness;
  exchange.figures = [figures];
  const hub = new EventHub(() => 1, 'live', traffic);
  const ports = { clock, logger: silentLogger };
  const report = new FeedReport({ ...ports, exchange, marketData, hub, marketNote: null });
  metrics = new Metrics({ exchange, marketData, report, traffic, clock });
});

/** The values by name and labels. */
async function scrape(): Promise<Map<string, number>> {
  const lines = (await metrics.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test('figures of the feed are told as they stand, by venue and host', async () => {
  const values = await scrape();
  expect(Object.fromEntries(values)).toMatchObject({
    'tickwatch_rest_weight_used{host="api.venue.test"}': 40,
    'tickwatch_rest_faults_total{host="api.venue.test",kind="network"}': 3,
    'tickwatch_stream_reconnects_total{venue="spot"}': 3,
    'tickwatch_stream_drops_total{venue="spot",cause="stalled"}': 1,
    'tickwatch_bad_frames_total{venue="spot"}': 4,
    'tickwatch_queue_depth{queue="rest_requests"}': 2,
  });
});

test('trades are told by what became of them, also of symbols that are watched no more', async () => {
  const release = harness.marketData.watch(BTC);
  harness.marketData.onTrade(harness.trade(1));
  harness.marketData.onTrade(harness.trade(1));
  expect((await scrape()).get('tickwatch_symbols{venue="spot",state="live"}')).toBe(1);
  release();
  const values = await scrape();
  expect(values.get('tickwatch_trades_total{kind="live"}')).toBe(1);
  expect(values.get('tickwatch_trades_total{kind="duplicate"}')).toBe(1);
  expect(values.has('tickwatch_symbols{venue="spot",state="live"}')).toBe(false);
});

test('traffic of clients is told by request, event, error and transport', async () => {
  traffic.requests.add('get_price');
  traffic.requests.add('get_price');
  traffic.errors.add('RATE_LIMITED');
  traffic.refusals.add('slow_reader');
  traffic.clients = () => ({ connections: { websocket: 2, polling: 1 }, waiting: 5, rooms: 2 });
  expect(Object.fromEntries(await scrape())).toMatchObject({
    'tickwatch_requests_total{request="get_price"}': 2,
    'tickwatch_errors_total{code="RATE_LIMITED"}': 1,
    'tickwatch_clients_refused_total{cause="slow_reader"}': 1,
    'tickwatch_connections{transport="websocket"}': 2,
    'tickwatch_queue_depth{queue="client_packets"}': 5,
  });
});

test('delays are histograms in seconds, each bucket holding the smaller ones', async () => {
  figures.delay.observe(3);
  figures.delay.observe(100);
  const values = await scrape();
  const name = 'tickwatch_feed_delay_seconds';
  expect(values.get(`${name}_bucket{venue="spot",le="0.002"}`)).toBe(0);
  expect(values.get(`${name}_bucket{venue="spot",le="0.004"}`)).toBe(1);
  expect(values.get(`${name}_bucket{venue="spot",le="+Inf"}`)).toBe(2);
  expect(values.get(`${name}_sum{venue="spot"}`)).toBeCloseTo(0.103);
  expect(values.get(`${name}_count{venue="spot"}`)).toBe(2);
  expect(await metrics.text()).toContain(`# TYPE ${name} histogram`);
});

test('no figure is anything but a number', async () => {
  metrics.start();
  const values = await scrape();
  metrics.stop();
  expect(values.size).toBeGreaterThan(30);
  for (const [name, value] of values) expect([name, Number.isFinite(value)]).toEqual([name, true]);
});

test('the dashboard names only figures that there are', async () => {
  const file = resolve(import.meta.dirname, '../../build/observability/grafana-dashboard.json');
  const known = new Set((await metrics.text()).match(/(?<=^# TYPE )\w+/gm));
  const named = (await readFile(file, 'utf8')).match(/tickwatch_\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(15);
  for (const name of named) expect(known).toContain(name.replace(/_bucket$/, ''));
});

test('the dashboard asks by labels that the figures have', async () => {
  const file = resolve(import.meta.dirname, '../../build/observability/grafana-dashboard.json');
  const text = await readFile(file, 'utf8');
  const asked = [...text.matchAll(/by \((\w+)\) \((?:\w+\()?(tickwatch_\w+)/g)];
  expect(asked.length).toBeGreaterThan(8);
  traffic.clients = () => ({ connections: { websocket: 1 }, waiting: 0, rooms: 0 });
  harness.marketData.watch(BTC);
  traffic.requests.add('get_health');
  traffic.delivered.add('alert', 1);
  traffic.errors.add('INVALID');
  traffic.refusals.add('too_long');
  const figures = await metrics.text();
  for (const [, label = '', name = ''] of asked) {
    expect(figures, `${name} by ${label}`).toMatch(new RegExp(`^${name}\\{[^}]*${label}="`, 'm'));
  }
});

test('the example for Prometheus asks where the figures are', async () => {
  const file = resolve(import.meta.dirname, '../../build/observability/prometheus.yml');
  const [, path] = /metrics_path: (\S+)/.exec(await readFile(file, 'utf8')) ?? [];
  expect(path).toBe(API_ROOT + requests.get_metrics.rest?.path);
});
