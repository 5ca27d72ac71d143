import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import { connectionReports, withLast, type ConnectionReport } from './connection-reports';

type Report = RequestResult<'get_diagnostics'>;
type Health = RequestResult<'get_health'>;

const LOOK_AGAIN_MS = 2000;

/** How the services are and who is connected to them, asked for while someone looks. */
export class Diagnostics {
  #report = $state.raw<Report | null>(null);
  #health = $state.raw<Health | null>(null);
  #connections = $state.raw<readonly ConnectionReport[]>([]);
  #roundTrips = $state.raw<readonly number[]>([]);
  #error = $state.raw<ErrorBody | null>(null);
  #isAsking = false;

  constructor(
    private readonly transport: Transport,
    private readonly monotonic = () => performance.now(),
  ) {}

  /** Null before it is known. */
  get report(): Report | null {
    return this.#report;
  }

  /** Of the service and its venues; null before it is known. */
  get health(): Health | null {
    return this.#health;
  }

  /** In the order in which they were made. */
  get connections(): readonly ConnectionReport[] {
    return this.#connections;
  }

  /** How long this window's own questions took, ms, oldest first. */
  get roundTrips(): readonly number[] {
    return this.#roundTrips;
  }

  /** Why the last question failed. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  /** Asks again and again until the returned function is called. */
  follow(): () => void {
    void this.load();
    const timer = setInterval(() => void this.load(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }

  /** Asks once, unless an answer is still waited for. */
  async load(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const askedAt = this.monotonic();
    const reply = await this.transport.request('get_diagnostics', {});
    const took = this.monotonic() - askedAt;
    const health = await this.transport.request('get_health', {});
    this.#isAsking = false;
    this.#error = reply.ok ? null : reply.error;
    if (health.ok) this.#health = health.value;
    if (!reply.ok) return;
    this.#roundTrips = withLast(this.#roundTrips, took);
    this.#take(reply.value);
  }

  #take(report: Report): void {
    const last = this.#report;
    const seconds = last ? (Date.parse(report.timestamp) - Date.parse(last.timestamp)) / 1000 : 0;
    this.#connections = connectionReports(report.connections, this.#connections, seconds);
    this.#report = report;
  }
}
