import { assetsOf, type Fill } from './fill';
import type { Exact } from './money';
import type { JournalEntry } from './journal';
import { durationMs } from './pnl';
import { entryPrice, exitPrice, realizedNet, realizedPnl } from './position';

/** Enough for every amount a venue knows; only a part of a split fee can be longer. */
const DECIMALS = 18;
/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * Writes rows as CSV (RFC 4180, CR LF). A text that a spreadsheet would run as a formula gets an
 * apostrophe in front; numbers stay numbers.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('');
}

/** All fills, in a layout that the import recognizes. */
export function fillsToCsv(fills: readonly Fill[]): string {
  const header =
    'Date(UTC),Symbol,Side,Price,Quantity,Fee,Fee Asset,Fee From Quantity,Trade ID'.split(',');
  const rows = fills.map((fill) => [
    timeText(fill.time),
    fill.symbol,
    fill.side.toUpperCase(),
    amountText(fill.price),
    amountText(fill.quantity),
    fill.fee ? amountText(fill.fee.amount) : '',
    fill.fee?.asset ?? '',
    fill.feeFromQuantity ? 'yes' : 'no',
    fill.tradeId ?? '',
  ]);
  return writeCsv([header, ...rows]);
}

/** Closed positions with their results; amounts in the currency that each row names. */
export function journalToCsv(entries: readonly JournalEntry[]): string {
  const header =
    'Opened(UTC),Closed(UTC),Symbol,Side,Quantity,Entry Price,Exit Price,Realized PnL,Fees,Funding,Net PnL,Currency,Duration(ms),Tags';
  const rows = entries.map(({ position, tags }) => [
    timeText(position.openedAt),
    position.closedAt === null ? '' : timeText(position.closedAt),
    position.symbol,
    position.side,
    amountText(position.entryQuantity),
    amountText(entryPrice(position)),
    amountText(exitPrice(position)),
    amountText(realizedPnl(position)),
    amountText(position.fees),
    amountText(position.funding),
    amountText(realizedNet(position)),
    assetsOf(position.symbol).quote,
    String(durationMs(position, position.updatedAt)),
    tags.join(' '),
  ]);
  return writeCsv([header.split(','), ...rows]);
}

function writeCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}

/** Plain, without an exponent; an endless fraction is cut to 18 decimals. Empty for null. */
function amountText(amount: Exact | null): string {
  const text = amount?.toText() ?? '';
  return amount && text.includes('/') ? amount.toFixed(DECIMALS) : text;
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}
