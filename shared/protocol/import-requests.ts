import { z } from 'zod';
import { timestamp } from './events';
import { define } from './request-spec';
import { LARGE_REQUESTS } from './rest-paths';

/** Characters of a file: some fifty thousand rows. */
const MAX_TEXT = 6_000_000;
const BODY_BYTES = 8 * 1024 * 1024;

/** What a column can hold. */
const field = z.enum([
  'time',
  'symbol',
  'side',
  'price',
  'quantity',
  'fee',
  'fee_asset',
  'fee_from_quantity',
  'trade_id',
]);
const column = z.number().int().min(0).max(199);
const side = z.enum(['long', 'short']);

const file = z.strictObject({
  text: z.string().min(1).max(MAX_TEXT).describe('the CSV file, its header included'),
  columns: z
    .partialRecord(field, column.nullable())
    .default({})
    .describe('which column, from 0, holds what, where the header does not tell; null: none'),
  account: z
    .enum(['spot', 'futures'])
    .optional()
    .describe('what its pairs are; by the layout of the file when absent'),
  utc_offset_minutes: z
    .number()
    .int()
    .min(-14 * 60)
    .max(14 * 60)
    .optional()
    .describe('how far its times are ahead of UTC; by its header when absent'),
  keep_repeats: z
    .boolean()
    .default(false)
    .describe('rows of the file that are the same in every field are fills of their own'),
  overlap: z
    .enum(['refuse', 'separate'])
    .default('refuse')
    .describe(
      'fills of a time when a position of their symbol is there already: refuse the file, or make positions beside it',
    ),
  leverage: z
    .number()
    .min(1)
    .max(1000)
    .optional()
    .describe('of the contracts among the new positions'),
});

const duplicate = z.object({
  line: z.number().int(),
  first_line: z
    .number()
    .int()
    .nullable()
    .describe('the line that said it first; null: it is in a position already'),
});
const broken = z.object({ line: z.number().int(), reason: z.string() });
const conflict = z.object({
  symbol: z.string(),
  position_id: z.number().int().describe('the position that is in the way'),
  time: timestamp.describe('of the first fill that cannot be placed'),
  reason: z.string(),
});
const result = z.object({
  position_id: z
    .number()
    .int()
    .nullable()
    .describe('the position it continues; null for a new one'),
  symbol: z.string(),
  side,
  status: z.enum(['open', 'closed']),
  fills: z.number().int().describe('all of the position, with those it had'),
  quantity: z.number().describe('what is open'),
  entry_price: z.number(),
  realized_pnl: z.number().describe('before fees'),
  fees: z.number(),
  opened_at: timestamp,
  closed_at: timestamp.nullable(),
});
const uncovered = z.object({
  symbol: z.string(),
  quantity: z.number(),
  price: z.number(),
  time: timestamp,
});

const preview = z.object({
  format: z.enum(['tickwatch', 'binance-spot', 'binance-futures', 'other']),
  account: z.enum(['spot', 'futures']),
  header: z.array(z.string()),
  columns: z.partialRecord(field, z.number().int()).describe('as they will be read'),
  missing: z.array(field).describe('fields no column is known for; nothing is read then'),
  utc_offset_minutes: z.number().int(),
  first_rows: z.array(z.object({ line: z.number().int(), cells: z.array(z.string()) })),
  rows: z.number().int().describe('rows of the file without its header'),
  fills: z.number().int().describe('fills that would be imported'),
  error_count: z.number().int(),
  errors: z.array(broken).describe('the first hundred rows that cannot be read'),
  duplicate_count: z.number().int(),
  duplicates: z.array(duplicate).describe('the first hundred rows that are left out'),
  conflicts: z.array(conflict).describe('the first of each symbol that stops the import'),
  position_count: z.number().int(),
  positions: z.array(result).describe('the first five hundred that would come to be, or change'),
  uncovered: z
    .array(uncovered)
    .describe('the first hundred sales of coins nothing had bought: they go into no position'),
  unvalued: z
    .array(z.object({ asset: z.string(), amount: z.number() }))
    .describe('fees of unknown worth: they are missing in fees'),
  can_import: z.boolean(),
});

/** Requests that take fills in from files. */
export const importRequests = {
  preview_fills_import: define({
    summary:
      'What a CSV file of fills would come to; changes nothing. Over 64 KiB by REST, not by socket.',
    scope: 'write',
    params: file,
    result: preview,
    rest: { ...LARGE_REQUESTS.preview_fills_import, bodyBytes: BODY_BYTES },
  }),
  import_fills: define({
    summary:
      'Import a CSV file of fills, all of it or nothing: fills after a position continue it, all others make positions of their own, symbol by symbol in time order. Over 64 KiB by REST, not by socket.',
    scope: 'write',
    params: file,
    result: z.object({
      fills: z.number().int().describe('taken in'),
      duplicate_count: z.number().int().describe('rows left out: they were there already'),
      uncovered_count: z.number().int().describe('sales of coins nothing had bought'),
      created: z.array(z.number().int()).describe('position_id of new positions, oldest first'),
      changed: z.array(z.number().int()).describe('position_id of positions that go on'),
    }),
    rest: { ...LARGE_REQUESTS.import_fills, bodyBytes: BODY_BYTES, status: 201 },
  }),
} as const;
