import type { ColumnMapping, CsvField } from '../../../shared/domain/csv-columns';
import type { FillConflict } from '../../../shared/domain/fill-placement';
import type { LedgerRecord } from '../../../shared/domain/ledger-record';
import { Exact } from '../../../shared/domain/money';
import { entryPrice, openQuantity, realizedPnl } from '../../../shared/domain/position';
import type { RequestParams, RequestResult } from '../../../shared/protocol/requests';
import type { FillFile, FillPlan, FillReading } from './fill-import';

type Preview = RequestResult<'preview_fills_import'>;
type Params = RequestParams<'import_fills'>;

const MOST_LISTED = 100;
const MOST_POSITIONS = 500;

/** What the fields of a file are called on the wire. */
const WIRE_FIELDS = {
  time: 'time',
  symbol: 'symbol',
  side: 'side',
  price: 'price',
  quantity: 'quantity',
  fee: 'fee',
  feeAsset: 'fee_asset',
  feeTaken: 'fee_from_quantity',
  tradeId: 'trade_id',
} as const satisfies Record<CsvField, string>;
const FIELDS = Object.keys(WIRE_FIELDS) as CsvField[];

const NO_PLAN: FillPlan = {
  ...{ changed: [], created: [], uncovered: [], conflicts: [], duplicates: [] },
  fillCount: 0,
};

const iso = (time: number): string => new Date(time).toISOString();

/** A file as a request names it. */
export function fileOf(params: Params): FillFile {
  return {
    text: params.text,
    columns: Object.fromEntries(
      FIELDS.flatMap((field) => {
        const column = params.columns[WIRE_FIELDS[field]];
        return column === undefined ? [] : [[field, column] as const];
      }),
    ),
    account: params.account,
    utcOffset: params.utc_offset_minutes,
    keepRepeats: params.keep_repeats,
    isSeparate: params.overlap === 'separate',
    leverage: params.leverage ?? null,
  };
}

/**
 * What a file would come to.
 * @param plan Null when it cannot be placed because of its errors.
 * @param idOf Number of the position a record belongs to.
 */
export function previewBody(
  reading: FillReading,
  plan: FillPlan | null,
  idOf: (record: LedgerRecord) => number,
): Preview {
  const { layout, preview } = reading;
  return {
    format: layout.format,
    account: reading.account,
    header: [...preview.header],
    columns: columnsBody(layout.columns),
    missing: layout.missing.map((field) => WIRE_FIELDS[field]),
    utc_offset_minutes: layout.utcOffset,
    first_rows: preview.rows.map(({ line, cells }) => ({ line, cells: [...cells] })),
    rows: reading.rows,
    error_count: reading.errorCount,
    errors: reading.errors.map(({ line, reason }) => ({ line, reason })),
    ...planBody(plan, idOf),
  };
}

/** Why a fill cannot be placed, for people. */
export function conflictReason(
  { fill, existing, kind }: FillConflict,
  idOf: (record: LedgerRecord) => number,
): string {
  const name = `position ${idOf(existing)}`;
  const at = iso(fill.time);
  switch (kind) {
    case 'within':
      return `${fill.symbol}: the fill of ${at} lies amidst ${name}`;
    case 'several':
      return `${fill.symbol}: at ${at} ${name} and another one were open`;
    case 'left open':
      return `${fill.symbol}: the fills up to ${at} leave something open when ${name} begins`;
  }
}

function planBody(plan: FillPlan | null, idOf: (record: LedgerRecord) => number) {
  const { changed, created, uncovered, conflicts, duplicates, fillCount } = plan ?? NO_PLAN;
  const all = [
    ...changed.map(({ before, after }) => resultBody(after, idOf(before))),
    ...created.map((record) => resultBody(record, null)),
  ];
  const records = [...changed.map(({ after }) => after), ...created];
  return {
    fills: fillCount,
    duplicate_count: duplicates.length,
    duplicates: duplicates
      .slice(0, MOST_LISTED)
      .map(({ line, firstLine }) => ({ line, first_line: firstLine })),
    conflicts: conflicts.slice(0, MOST_LISTED).map((conflict) => ({
      symbol: conflict.fill.symbol,
      position_id: idOf(conflict.existing),
      time: iso(conflict.fill.time),
      reason: conflictReason(conflict, idOf),
    })),
    position_count: all.length,
    positions: all.slice(0, MOST_POSITIONS),
    uncovered: uncovered.slice(0, MOST_LISTED).map((fill) => ({
      symbol: fill.symbol,
      quantity: fill.quantity.toNumber(),
      price: fill.price.toNumber(),
      time: iso(fill.time),
    })),
    unvalued: unvaluedBody(records),
    can_import: plan !== null && conflicts.length === 0 && all.length > 0,
  };
}

function resultBody(
  { position, entries }: LedgerRecord,
  id: number | null,
): Preview['positions'][number] {
  return {
    position_id: id,
    symbol: position.symbol,
    side: position.side,
    status: position.closedAt === null ? 'open' : 'closed',
    fills: entries.filter(({ kind }) => kind === 'fill').length,
    quantity: openQuantity(position).toNumber(),
    entry_price: entryPrice(position).toNumber(),
    realized_pnl: realizedPnl(position).toNumber(),
    fees: position.fees.toNumber(),
    opened_at: iso(position.openedAt),
    closed_at: position.closedAt === null ? null : iso(position.closedAt),
  };
}

function unvaluedBody(records: readonly LedgerRecord[]): Preview['unvalued'] {
  const sums = new Map<string, Exact>();
  for (const { asset, amount } of records.flatMap(({ position }) => position.unvalued)) {
    sums.set(asset, amount.plus(sums.get(asset) ?? Exact.zero));
  }
  return [...sums].map(([asset, amount]) => ({ asset, amount: amount.toNumber() }));
}

function columnsBody(columns: ColumnMapping): Preview['columns'] {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const column = columns[field];
      return column === undefined ? [] : [[WIRE_FIELDS[field], column] as const];
    }),
  );
}
