import type { ConnectionReport } from '../../state/connection-reports';
import type { Diagnostics } from '../../state/diagnostics.svelte';

type Figures = Pick<Diagnostics, 'report' | 'health' | 'connections' | 'roundTrips'>;
type Field = readonly [name: string, value: string | number | null];

/**
 * The figures as lines of `name=value`, in the words of the protocol whatever the language: for
 * whoever is asked for help. Holds no token and no name of a position.
 */
export function diagnosticsText(figures: Figures): string {
  const { report, connections } = figures;
  const lines = [
    serviceLine(figures),
    line('event_loop', Object.entries(report?.event_loop ?? {})),
    ...venueLines(figures),
    ...connections.map(connectionLine),
  ];
  return `${lines.join('\n')}\n`;
}

function serviceLine({ report, health, roundTrips }: Figures): string {
  const known = health && {
    ...{ version: health.version, status: health.status },
    ...{ uptime_s: health.uptime_s, market: health.market },
  };
  return line('tickwatch', [
    ...Object.entries(known ?? {}),
    ['time', report?.timestamp ?? null],
    ['round_trip_ms', tenths(roundTrips.at(-1) ?? null)],
  ]);
}

const venueLines = ({ report, health }: Figures): readonly string[] =>
  Object.entries(health?.venues ?? {}).map(([venue, { status, data_age_ms, reconnects }]) =>
    line(venue, [
      ...Object.entries({ status, data_age_ms, reconnects }),
      ...delayOf(report, venue),
    ]),
  );

function connectionLine({ told, receivedRate, sentRate }: ConnectionReport): string {
  const rates = { received_per_s: tenths(receivedRate), sent_per_s: tenths(sentRate) };
  return line('connection', Object.entries({ ...told, ...rates }));
}

function delayOf(report: Figures['report'], venue: string): readonly Field[] {
  const feed = report?.feeds.find((one) => one.venue === venue);
  return Object.entries(feed?.delay ?? {}).map(([name, value]) => [`delay_${name}`, value]);
}

const line = (what: string, fields: readonly Field[]): string =>
  [what, ...fields.map(([name, value]) => `${name}=${written(value)}`)].join(' ');

const written = (value: Field[1]): string =>
  typeof value === 'string' && /[^\w.:+-]/.test(value) ? JSON.stringify(value) : String(value);

const tenths = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;
