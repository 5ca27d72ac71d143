import { z } from 'zod';
import { FEED_STATES } from '../domain/feed-status';
import { positionFigures, timestamp } from './events';
import { count, define, flag, historicTime, id, listOf, nothing, symbol } from './request-spec';

/** Each is valued at every price of its symbol and told to everyone who watches. */
export const MAX_OPEN_POSITIONS = 1000;
/** Beyond it a double does not tell cents apart. */
const MAX_AMOUNT = 1e13;

const amount = z.number().positive().max(MAX_AMOUNT);
const fee = z.number().min(-MAX_AMOUNT).max(MAX_AMOUNT).describe('negative for a rebate');
const asset = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[\p{L}\p{N}]{1,20}$/u, 'must be the name of an asset, such as BNB');
const percent = z.number().positive().max(1e6);
const leverage = z.number().min(1).max(1000);
const maintenance = z
  .number()
  .positive()
  .max(50)
  .describe('margin the venue wants kept, in percent of what is held; futures only');
const note = z.string().max(4000);
const tags = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(40)
      .regex(/^\P{C}+$/u, 'must be plain text'),
  )
  .max(20);
const notes = {
  leverage: leverage.nullable().optional(),
  maintenance_percent: maintenance.nullable().optional(),
  profit_target_percent: percent.nullable().optional(),
  stop_loss_percent: percent.nullable().optional(),
  note: note.nullable().optional(),
  tags: tags.optional(),
};
const feeFields = {
  fee: fee.optional(),
  fee_asset: asset.optional().describe('the quote asset when absent'),
};
const fillFields = z.strictObject({
  side: z.enum(['buy', 'sell']),
  price: amount,
  quantity: amount.describe('by how much the position changes, in the base asset'),
  ...feeFields,
  time: historicTime.optional().describe('now when absent'),
});

const entryBody = z.object({
  fill_id: z.number().int().positive(),
  kind: z.enum(['fill', 'funding', 'renaming']),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']).nullable(),
  price: z.number().nullable(),
  quantity: z.number().nullable(),
  fee: z.number().nullable(),
  fee_asset: z.string().nullable(),
  amount: z.number().nullable().describe('funding received, negative when paid'),
  asset: z.string().nullable().describe('asset of the funding'),
  time: timestamp,
});

/** A position as requests answer it. */
export const positionBody = positionFigures.extend({
  current_price: z.number().nullable().describe('null while no price is known'),
  pnl: z.number().nullable(),
  pnl_percentage: z.number().nullable(),
  net_pnl: z.number().nullable(),
  price_status: z
    .enum(FEED_STATES)
    .describe('whether the figures are of the present; only a live price moves position_update'),
  mark: z
    .object({ mark_price: z.number(), pnl: z.number(), pnl_percentage: z.number() })
    .nullable()
    .describe('the same by the mark price; futures only'),
  opened_at: timestamp,
  closed_at: timestamp.nullable(),
  closed_by: z.enum(['trade', 'liquidation', 'settlement']).nullable(),
  entry_quantity: z.number().describe('all that was ever entered'),
  exit_price: z.number().nullable().describe('average of all exits'),
  break_even_price: z.number().nullable(),
  roi_percent: z.number().nullable().describe('on the margin, with leverage'),
  leverage: z.number().nullable(),
  margin: z
    .number()
    .nullable()
    .describe('what is open, at its cost, over the leverage; open futures with leverage only'),
  maintenance_percent: z
    .number()
    .nullable()
    .describe('the maintenance margin that liquidation_price is estimated with'),
  maintenance_source: z
    .enum(['noted'])
    .nullable()
    .describe('noted: as noted with the position; no venue tells it without an account'),
  liquidation_price: z
    .number()
    .nullable()
    .describe(
      'estimate of the mark price that liquidates it, as an isolated position without the fee of ' +
        'that; null without margin or maintenance_percent, or when no price does',
    ),
  profit_target_percent: z.number().nullable(),
  stop_loss_percent: z.number().nullable(),
  note: z.string().nullable(),
  tags: z.array(z.string()),
  excursion: z
    .object({
      best: z.number(),
      best_at: timestamp.nullable(),
      worst: z.number(),
      worst_at: timestamp.nullable(),
    })
    .describe('highest and lowest net PnL seen'),
  unvalued: z
    .array(z.object({ purpose: z.enum(['fee', 'funding']), asset: z.string(), amount: z.number() }))
    .describe('charges whose worth is not known: they are missing in fees, funding and net_pnl'),
});
/** A position with all that happened to it. */
export const positionWithEntries = positionBody.extend({
  fills: z.array(entryBody).describe('all that happened to it, oldest first'),
});
const outcome = positionBody.extend({
  fill_id: z.number().int().positive(),
  flipped_to: positionBody.nullable().describe('the new position on the other side after a flip'),
});

const ofPosition = z.strictObject({ id });
const ofFill = z.strictObject({ id, fill_id: id });
const allowTurn = flag.describe('needed where a long would become a short, or a short a long');

/** Requests about positions and their fills. */
export const positionRequests = {
  list_positions: define({
    summary: 'Positions, newest first.',
    scope: 'read',
    params: z.strictObject({
      status: z.enum(['open', 'closed', 'deleted', 'all']).default('all'),
      symbol: symbol.optional(),
      limit: count(1000, 500),
      before: id
        .optional()
        .describe('only positions with a lower position_id: the `next` of a page'),
    }),
    result: listOf(positionBody),
    rest: { method: 'GET', path: '/positions' },
  }),
  create_position: define({
    summary: 'Open a position by its first fill; 1,000 can be open at most.',
    scope: 'write',
    params: z.strictObject({
      symbol,
      side: z.enum(['long', 'short']),
      quantity: amount,
      entry_price: amount,
      opened_at: historicTime.optional().describe('now when absent; never in the future'),
      ...feeFields,
      ...notes,
    }),
    result: positionBody,
    rest: { method: 'POST', path: '/positions', status: 201 },
  }),
  get_position: define({
    summary: 'One position with all that happened to it.',
    scope: 'read',
    params: ofPosition,
    result: positionWithEntries,
    rest: { method: 'GET', path: '/positions/{id}' },
  }),
  patch_position: define({
    summary: 'Change what is noted about a position; null takes a value away.',
    scope: 'write',
    params: ofPosition.extend(notes),
    result: positionBody,
    rest: { method: 'PATCH', path: '/positions/{id}' },
  }),
  delete_position: define({
    summary: 'Delete a position with its history; it can be restored for a day.',
    scope: 'write',
    params: ofPosition,
    result: z.object({ position_id: z.number().int(), restorable_until: timestamp }),
    rest: { method: 'DELETE', path: '/positions/{id}' },
  }),
  restore_position: define({
    summary: 'Bring a deleted position back as it was.',
    scope: 'write',
    params: ofPosition,
    result: positionBody,
    rest: { method: 'POST', path: '/positions/{id}/restore' },
  }),
  empty_deleted_positions: define({
    summary: 'Forget all deleted positions for good.',
    scope: 'write',
    params: nothing,
    result: z.object({ forgotten: z.number().int() }),
    rest: { method: 'DELETE', path: '/positions/deleted/all' },
  }),
  add_fill: define({
    summary: 'Add to a position, take off, close it, or flip it.',
    scope: 'write',
    params: fillFields.extend({
      id,
      allow_flip: z
        .boolean()
        .default(false)
        .describe('more than is open closes it and opens the other side with the rest'),
    }),
    result: outcome,
    rest: { method: 'POST', path: '/positions/{id}/fills', status: 201 },
  }),
  change_fill: define({
    summary: 'Correct a fill; everything after it is worked out anew.',
    scope: 'write',
    params: fillFields.partial().extend({ id, fill_id: id, allow_flip: allowTurn }),
    result: positionBody,
    rest: { method: 'PATCH', path: '/positions/{id}/fills/{fill_id}' },
  }),
  delete_fill: define({
    summary: 'Take a fill or a funding payment out; everything after it is worked out anew.',
    scope: 'write',
    params: ofFill.extend({ allow_flip: allowTurn }),
    result: positionBody,
    rest: { method: 'DELETE', path: '/positions/{id}/fills/{fill_id}' },
  }),
  preview_fill: define({
    summary: 'What correcting a fill, or taking it out, would come to; changes nothing.',
    scope: 'read',
    params: fillFields
      .partial()
      .extend({ id, fill_id: id, is_deleted: z.boolean().default(false) }),
    result: positionBody.extend({
      turns_side: z.boolean().describe('true: it needs allow_flip to be done'),
    }),
    rest: { method: 'POST', path: '/positions/{id}/fills/{fill_id}/preview' },
  }),
  restore_fill: define({
    summary: 'Take the last correction or deletion of a fill back; kept until the program ends.',
    scope: 'write',
    params: ofFill,
    result: positionBody,
    rest: { method: 'POST', path: '/positions/{id}/fills/{fill_id}/restore' },
  }),
  add_funding: define({
    summary: 'Add a funding payment, also a late one of a closed position.',
    scope: 'write',
    params: z.strictObject({
      id,
      amount: z.number().min(-MAX_AMOUNT).max(MAX_AMOUNT).describe('positive when received'),
      asset: asset.optional().describe('the quote asset when absent'),
      time: historicTime.optional(),
    }),
    result: positionBody,
    rest: { method: 'POST', path: '/positions/{id}/funding', status: 201 },
  }),
  close_position: define({
    summary: 'Close all that is open at one price.',
    scope: 'write',
    params: z.strictObject({
      id,
      price: amount.optional().describe('the present price when absent, only while it is live'),
      ...feeFields,
      time: historicTime.optional(),
    }),
    result: positionBody,
    rest: { method: 'POST', path: '/positions/{id}/close' },
  }),
  rename_position: define({
    summary: 'Go on under another symbol after the venue renamed or redenominated it.',
    scope: 'write',
    params: z.strictObject({
      id,
      symbol,
      ratio: amount.default(1).describe('units of the new base asset for one of the old'),
      time: historicTime.optional(),
    }),
    result: positionBody,
    rest: { method: 'POST', path: '/positions/{id}/rename' },
  }),
} as const;
