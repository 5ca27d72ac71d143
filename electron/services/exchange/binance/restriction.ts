import { CHOICES } from './endpoints';

const ELSEWHERE =
  `Other venues are chosen with --spot-rest and --spot-ws: ${CHOICES.spot.data.rest} with ` +
  `${CHOICES.spot.data.ws} (market data only), ${CHOICES.spot.us.rest} with ${CHOICES.spot.us.ws} (Binance.US), ` +
  'or any other that speaks its protocol.';

const FUTURES_HOSTS: readonly string[] = Object.values(CHOICES.futures.global).map(
  (base) => new URL(base).host,
);

/** A location changes when somebody travels or sets up a tunnel: asking more often, ms, is of no use. */
export const LOCATION_RETRY_MS = 10 * 60_000;

/** Why a host that does not serve our location is not used, and what can be done, for people. */
export function restrictionOf(host: string): string {
  return `${host} ${restrictionBy(host)}`;
}

/** The same without the host. */
export function restrictionBy(host: string): string {
  const elsewhere = FUTURES_HOSTS.includes(host)
    ? 'Binance serves futures nowhere else.'
    : ELSEWHERE;
  return `does not serve this location (451). ${elsewhere}`;
}

/** When it is asked again, ms UTC, as the end of such a text. */
export function askedAgainAt(time: number): string {
  return ` It is asked again at ${new Date(time).toISOString()}.`;
}
