import { toVenueSymbol } from '../../../shared/domain/instrument';
import type { Exchange } from '../exchange/exchange';
import { knownSymbol } from './fee-rates';

/** What contracts are settled in, and their names end with. */
const SETTLED_IN = ['USDT', 'USDC', 'BUSD'];
/** A contract that is delivered: `BTCUSDT_240628`. */
const DELIVERED = /^(.+)_(\d{6})$/;
/** As our own export writes it. */
const WIRE_SYMBOL = /^[\p{L}\p{N}]+\/[\p{L}\p{N}]+(?::[\p{L}\p{N}]+(?:-\d{6})?)?$/u;

/** How the pairs of a file are to be understood. */
export interface PairReading {
  readonly account: 'spot' | 'futures';
  /** Whether the file is of our own making: it may name symbols that no venue has any more. */
  readonly isOwn: boolean;
}

/**
 * The wire symbols behind the pairs of a file, null for those that no venue knows.
 * @throws {AppError} `UNAVAILABLE` while the venue cannot be asked.
 */
export async function symbolsOf(
  names: ReadonlySet<string>,
  reading: PairReading,
  exchange: Exchange,
): Promise<ReadonlyMap<string, string | null>> {
  const symbols = new Map<string, string | null>();
  for (const name of names) symbols.set(name, await symbolOf(name, reading, exchange));
  return symbols;
}

async function symbolOf(name: string, reading: PairReading, exchange: Exchange) {
  if (name === '') return null;
  for (const spelling of spellings(name, reading)) {
    const known = await knownSymbol(exchange, spelling);
    if (known !== null) return known;
  }
  return reading.isOwn && WIRE_SYMBOL.test(name) ? name : null;
}

function spellings(name: string, { account, isOwn }: PairReading): string[] {
  if (isOwn || account === 'spot' || name.includes(':')) return [name];
  const venueSymbol = toVenueSymbol(name);
  const [, pair = venueSymbol, delivery] = DELIVERED.exec(venueSymbol) ?? [];
  const suffix = delivery === undefined ? '' : `-${delivery}`;
  return SETTLED_IN.filter((asset) => pair.endsWith(asset)).map(
    (asset) => `${pair}:${asset}${suffix}`,
  );
}
