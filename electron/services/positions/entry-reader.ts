import { AppError } from '../../../shared/domain/errors';
import { assetsOf, type Charge, type Fill } from '../../../shared/domain/fill';
import { Exact } from '../../../shared/domain/money';
import type { Clock } from '../clock';

/** What was bought or sold, as a trader states it; amounts as they were written. */
export interface FillInput {
  readonly side: 'buy' | 'sell';
  readonly price: number;
  /** By how much the position changes, in the base asset. */
  readonly quantity: number;
  readonly fee?: number | undefined;
  /** The quote asset when absent. */
  readonly feeAsset?: string | undefined;
  /** ms UTC; now when absent. */
  readonly time?: number | undefined;
}

/** What of a fill is to be another; what is absent stays. */
export type FillChange = { readonly [K in keyof FillInput]?: FillInput[K] | undefined };

/** What somebody took, not yet valued. */
interface FeeInput extends Pick<FillInput, 'fee' | 'feeAsset'> {
  readonly time: number;
}

export interface EntryReaderOptions {
  readonly clock: Clock;
  /** Quote asset for one `asset` at a time (ms UTC); null when unknown. */
  readonly rateAt: (asset: string, quote: string, time: number) => Promise<Exact | null>;
}

/** Turns what traders state into entries of the ledger. */
export class EntryReader {
  constructor(private readonly options: EntryReaderOptions) {}

  /** @param timeField What the client calls the time. @throws {AppError} `INVALID` for the future. */
  async fill(symbol: string, input: FillInput, timeField: string): Promise<Fill> {
    const time = this.time(input.time, timeField);
    return {
      ...{ kind: 'fill', symbol, side: input.side, time },
      price: Exact.of(input.price),
      quantity: Exact.of(input.quantity),
      fee: await this.fee(symbol, { ...input, time }),
      // A trader states by how much the position has changed.
      feeFromQuantity: false,
      cause: 'trade',
      tradeId: null,
    };
  }

  /** A fill as it is after a correction. @throws {AppError} `INVALID` for the future. */
  async changed(old: Fill, change: FillChange): Promise<Fill> {
    const time = this.time(change.time ?? old.time, 'time');
    return {
      ...old,
      ...{ time, fee: await this.#changedFee(old, change, time) },
      side: change.side ?? old.side,
      price: change.price === undefined ? old.price : Exact.of(change.price),
      quantity: change.quantity === undefined ? old.quantity : Exact.of(change.quantity),
    };
  }

  /** Null for no fee. */
  async fee(symbol: string, { fee, feeAsset, time }: FeeInput): Promise<Charge | null> {
    if (fee === undefined || fee === 0) return null;
    return this.charge(symbol, { amount: fee, asset: feeAsset, time });
  }

  /** An amount with what it was worth then. */
  async charge(
    symbol: string,
    taken: { readonly amount: number; readonly asset?: string | undefined; readonly time: number },
  ): Promise<Charge> {
    const { base, quote } = assetsOf(symbol);
    const { amount, asset = quote, time } = taken;
    const isOwn = asset === quote || asset === base;
    const rate = isOwn ? null : await this.options.rateAt(asset, quote, time);
    return { amount: Exact.of(amount), asset, rate };
  }

  async #changedFee(old: Fill, change: FillChange, time: number): Promise<Charge | null> {
    if (change.fee === undefined && change.feeAsset === undefined) return old.fee;
    const fee = change.fee ?? old.fee?.amount.toNumber();
    return this.fee(old.symbol, { fee, feeAsset: change.feeAsset ?? old.fee?.asset, time });
  }

  /** Now when absent. @throws {AppError} `INVALID` for a moment yet to come. */
  time(time: number | undefined, field: string): number {
    const now = this.options.clock.now();
    if (time === undefined || time <= now) return time ?? now;
    throw fieldError(field, 'must not lie in the future');
  }
}

/** An error that names the field at fault, for people and for programs. */
export function fieldError(field: string, message: string): AppError {
  return new AppError('INVALID', `${field}: ${message}`, {
    info: { details: [{ field, message }] },
  });
}

/** Lets errors of the ledger name their field in words too. @throws what it is given, or that error. */
export function withFieldNamed(error: unknown): never {
  const details = error instanceof AppError && error.code === 'INVALID' && error.info?.['details'];
  const [first] = (Array.isArray(details) ? details : []) as { field: string; message: string }[];
  if (!(error instanceof AppError) || !first || error.message.startsWith(first.field)) throw error;
  throw fieldError(first.field, first.message);
}
