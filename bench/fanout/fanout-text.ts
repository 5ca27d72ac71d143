import type { Spread } from '../statistics';
import type { CrowdReading, FanoutReading, PacedReading } from './fanout';

/** The figures of the fan-out for people, with what each of them must be. */
export function fanoutText({ crowds, many, paused, attack }: FanoutReading): string {
  return [
    ...crowds.map(crowdText),
    `${many.clients} clients × 20 updates/s: ${pacedText(many)}; a connection ` +
      `${many.idleKib.toFixed(1)} KiB idle, ${many.loadedKib.toFixed(1)} KiB after it (p99 ≤ 150 ms, ≤ 40 KiB)`,
    `a paused reader: ${paused.megabytes.toFixed(1)} MB (≤ 15); others before: ` +
      `${pacedText(paused.before)}; meanwhile: ${pacedText(paused.during)}`,
    `${attack.attempts} connection attempts, ${attack.admitted} admitted: ${attack.clients} listeners ` +
      `${pacedText(attack)} (p99 ≤ 250 ms)`,
  ].join('\n');
}

function crowdText({ clients, ours, flask, ratio }: CrowdReading): string {
  const text = `${clients} clients flat out: Tickwatch ${rateText(ours)}`;
  if (!flask || !ratio) return `${text}; Flask-SocketIO is not installed`;
  return `${text}; Flask-SocketIO, eventlet ${rateText(flask)}; ratio ${spread(ratio, 1)} (≥ 4)`;
}

const rateText = ({ perSecond, cpu }: CrowdReading['ours']): string =>
  `${spread(perSecond, 0)} delivered/s, ${spread(cpu, 2)} µs of CPU each`;

function pacedText({ delivered, clients, expected, short, ...times }: PacedReading): string {
  const { p50, p99, most } = times;
  const share = (100 * delivered) / (clients * expected);
  return (
    `${share.toFixed(share === 100 ? 0 : 3)} % of ${clients * expected} delivered, ${short} clients short, ` +
    `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, most ${most.toFixed(0)} ms`
  );
}

const spread = ({ median, min, max }: Spread, digits: number): string =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}…${max.toFixed(digits)})`;
