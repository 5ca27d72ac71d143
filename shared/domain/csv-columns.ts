/** What a column can hold. */
const CSV_FIELDS = [
  'time',
  'symbol',
  'side',
  'price',
  'quantity',
  'fee',
  'feeAsset',
  'feeTaken',
  'tradeId',
] as const;

export type CsvField = (typeof CSV_FIELDS)[number];

/** Which column (from 0) holds which field; absent when none does. */
export type ColumnMapping = Readonly<Partial<Record<CsvField, number>>>;

/** What a header tells of a file. */
export interface CsvLayout {
  readonly format: 'tickwatch' | 'binance-spot' | 'binance-futures' | 'other';
  readonly columns: ColumnMapping;
  /** Fields without which nothing can be imported; empty when the file can be read as it is. */
  readonly missing: readonly CsvField[];
  /** How far its times are ahead of UTC, in minutes: the header may say so, `Time(UTC+7)`. */
  readonly utcOffset: number;
}

/** The spellings of each field that exports and traders use, the surest first. */
const NAMES: Readonly<Record<CsvField, readonly string[]>> = {
  time: ['date', 'time', 'timestamp', 'date time', 'transaction time', 'trade time', 'datetime'],
  symbol: ['pair', 'market', 'symbol', 'trading pair', 'contract', 'instrument'],
  side: ['side', 'type', 'direction', 'buy/sell'],
  price: [
    'price',
    'trade price',
    'filled price',
    'average price',
    'avg price',
    'avg trading price',
  ],
  // "Amount" is the quantity in files that also have a total, and the quote value in all others.
  quantity: ['executed', 'quantity', 'qty', 'filled quantity', 'filled', 'size', 'amount'],
  fee: ['fee', 'commission', 'trading fee', 'fees'],
  feeAsset: ['fee coin', 'fee asset', 'fee currency', 'commission asset', 'commissionasset'],
  // Only in our own export: a fee in the base asset may have come out of the quantity, or not.
  feeTaken: ['fee from quantity'],
  tradeId: ['trade id', 'tradeid', 'trade no', 'id'],
};

const REQUIRED: readonly CsvField[] = ['time', 'symbol', 'side', 'price', 'quantity'];
const PROFIT = ['realized profit', 'realized pnl', 'realised profit', 'realizedpnl'];

/** Recognizes the columns by their names; case, spaces and a time zone in brackets do not matter. */
export function layoutOf(header: readonly string[]): CsvLayout {
  const names = header.map(plainName);
  const columns = Object.fromEntries(
    CSV_FIELDS.map((field) => [field, columnOf(names, field)] as const).filter(
      ([, column]) => column >= 0,
    ),
  );
  return {
    format: formatOf(names),
    columns,
    missing: REQUIRED.filter((field) => !(field in columns)),
    utcOffset: offsetIn(header[columns['time'] ?? -1] ?? ''),
  };
}

/** A layout with columns that a person has chosen; null takes a field away. */
export function withColumns(
  layout: CsvLayout,
  header: readonly string[],
  chosen: Readonly<Partial<Record<CsvField, number | null>>>,
): CsvLayout {
  const columns: ColumnMapping = Object.fromEntries(
    CSV_FIELDS.flatMap((field) => {
      const column = chosen[field] === undefined ? layout.columns[field] : chosen[field];
      return column === undefined || column === null ? [] : [[field, column] as const];
    }),
  );
  return {
    ...layout,
    columns,
    missing: REQUIRED.filter((field) => columns[field] === undefined),
    utcOffset: offsetIn(header[columns.time ?? -1] ?? ''),
  };
}

function columnOf(names: readonly string[], field: CsvField): number {
  const name = NAMES[field].find((candidate) => names.includes(candidate));
  return name === undefined ? -1 : names.indexOf(name);
}

/** @see the layouts Binance exports: spot `Date(UTC),Pair,Side,Price,Executed,Amount,Fee`, earlier
 * `Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin`; futures with `Realized Profit` */
function formatOf(names: readonly string[]): CsvLayout['format'] {
  const has = (...wanted: string[]) => wanted.every((name) => names.includes(name));
  if (has('symbol', 'fee from quantity')) return 'tickwatch';
  if (has('symbol', 'side', 'price') && PROFIT.some((name) => names.includes(name))) {
    return 'binance-futures';
  }
  const isNew = has('pair', 'side', 'price', 'executed', 'fee');
  const isOld = has('market', 'type', 'price', 'amount', 'total', 'fee');
  return isNew || isOld ? 'binance-spot' : 'other';
}

function plainName(text: string): string {
  return text
    .replace(/\(.*\)/, '')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .toLowerCase();
}

function offsetIn(name: string): number {
  const [, sign, hours = '0', minutes = '0'] =
    /utc\s*([+-])(\d{1,2})(?::(\d{2}))?/i.exec(name) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -size : size;
}
