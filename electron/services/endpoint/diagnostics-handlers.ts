import type { Clock } from '../clock';
import type { FeedStats } from '../exchange/exchange';
import type { Handlers } from '../handler-map';
import { LatencyReader, type LatencyFigures } from '../latency-reader';
import type { LoopLag, LoopLagFigures } from '../loop-lag';
import type { Traffic } from '../traffic';

export interface DiagnosticsServices {
  readonly traffic: Pick<Traffic, 'lines'>;
  readonly clock: Clock;
  readonly exchange: { stats(): readonly Pick<FeedStats, 'venue' | 'delay'>[] };
  readonly metrics: { readonly loopLag: Pick<LoopLag, 'read'> };
}

/** The handlers of requests about how the service itself is. */
export function diagnosticsHandlers({ traffic, clock, exchange, metrics }: DiagnosticsServices) {
  const delays = new LatencyReader();
  return {
    get_diagnostics: () => ({
      connections: traffic.lines().map(({ since, waitingBytes, latencyMs, ...figures }) => ({
        ...figures,
        since: new Date(since).toISOString(),
        waiting_bytes: waitingBytes,
        latency_ms: latencyMs === null ? null : rounded(latencyMs),
      })),
      event_loop: wireLag(metrics.loopLag.read()),
      feeds: exchange.stats().map(({ venue, delay: buckets }) => {
        const delay = delays.read(buckets);
        return { venue, delay: delay && wireFigures(delay) };
      }),
      timestamp: new Date(clock.now()).toISOString(),
    }),
  } satisfies Partial<Handlers>;
}

const wireLag = (lag: LoopLagFigures | null) =>
  lag && { ...wireFigures(lag), max_ms: rounded(lag.max) };

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

/** In tenths of a ms. */
const wireFigures = ({ mean, p99 }: LatencyFigures) => ({
  mean_ms: rounded(mean),
  p99_ms: p99 === null ? null : rounded(p99),
});
