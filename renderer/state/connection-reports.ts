import type { RequestResult } from '../../shared/protocol/requests';

type Connection = RequestResult<'get_diagnostics'>['connections'][number];

/** A connection with what can only be told over time. */
export interface ConnectionReport {
  /** As the services tell it. */
  readonly told: Connection;
  /** Names it as long as it lasts. */
  readonly key: string;
  /** Requests and messages a second since the report before; null at the first one. */
  readonly receivedRate: number | null;
  readonly sentRate: number | null;
  /** What the last pings took, ms, oldest first. */
  readonly latencies: readonly number[];
}

const MOST_VALUES = 60;

/** What the services tell of connections, in the order in which those were made, beside what they told before. */
export function connectionReports(
  connections: readonly Connection[],
  reports: readonly ConnectionReport[],
  seconds: number,
): readonly ConnectionReport[] {
  const before = new Map(reports.map((one) => [one.key, one]));
  return keyed(connections).map(([key, told]) => {
    const then = before.get(key);
    const rateOf = (count: 'received' | 'sent'): number | null =>
      then && seconds > 0 ? Math.max(0, told[count] - then.told[count]) / seconds : null;
    return {
      key,
      told,
      receivedRate: rateOf('received'),
      sentRate: rateOf('sent'),
      latencies: latenciesOf(then, told.latency_ms),
    };
  });
}

/** With a value added, as many as are kept. */
export function withLast(values: readonly number[], value: number): readonly number[] {
  return [...values, value].slice(-MOST_VALUES);
}

/** A ping is answered every ten seconds only: the same answer is not a new one. */
function latenciesOf(then: ConnectionReport | undefined, latency: number | null) {
  const before = then?.latencies ?? [];
  return latency === null || latency === then?.told.latency_ms ? before : withLast(before, latency);
}

/** The services give connections no names: when they were made, by whom and from where tells them apart. */
function keyed(connections: readonly Connection[]) {
  const counts = new Map<string, number>();
  return [...connections]
    .sort((a, b) => a.since.localeCompare(b.since))
    .map((one) => {
      const key = [one.since, one.address, one.name, one.program].join('|');
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return [`${key}|${count}`, one] as const;
    });
}
