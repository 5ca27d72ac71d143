import { z } from 'zod';
import type { LedgerEntry } from './fill';
import { exactText } from './money-text';

const time = z.number().int();

const charge = z.object({
  amount: exactText,
  asset: z.string(),
  rate: exactText.nullable(),
});

const fill = z.object({
  kind: z.literal('fill'),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  price: exactText,
  quantity: exactText,
  time,
  fee: charge.nullable(),
  feeFromQuantity: z.boolean(),
  cause: z.enum(['trade', 'liquidation', 'settlement']),
  tradeId: z.string().nullable(),
});

const funding = z.object({
  kind: z.literal('funding'),
  symbol: z.string(),
  time,
  amount: charge,
});

const renaming = z.object({
  kind: z.literal('renaming'),
  symbol: z.string(),
  time,
  newSymbol: z.string(),
  ratio: exactText,
});

/** The entries of the ledger as files keep them: amounts are texts, nothing is lost. */
export const ledgerEntrySchema = z.discriminatedUnion('kind', [
  fill,
  funding,
  renaming,
]) satisfies z.ZodType<LedgerEntry>;
