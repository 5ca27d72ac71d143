import type { Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

type Preview = RequestResult<'preview_fills_import'>;

const ok = <T>(value: T): Reply<T> => ({ ok: true, value });

/** Imports without services: a file that says `broken` anywhere has bad rows, every other is good. */
export function answerImports(fake: FakeTransport): void {
  fake
    .answer('preview_fills_import', ({ text }) =>
      ok(text.includes('broken') ? { ...GOOD, ...BROKEN } : GOOD),
    )
    .answer('import_fills', () =>
      ok({ fills: 6, duplicate_count: 1, uncovered_count: 1, created: [7, 8], changed: [1] }),
    );
}

const outcome: Omit<Preview['positions'][number], 'symbol' | 'entry_price' | 'realized_pnl'> = {
  ...{ position_id: null, side: 'long', status: 'closed', fills: 2, quantity: 0, fees: 4.1 },
  ...{ opened_at: '2026-01-05T10:00:00.000Z', closed_at: '2026-01-06T13:30:00.000Z' },
};

const GOOD: Preview = {
  ...{ format: 'binance-spot', account: 'spot', utc_offset_minutes: 420 },
  header: ['Date(UTC+7)', 'Pair', 'Side', 'Price', 'Executed', 'Amount', 'Fee'],
  columns: { time: 0, symbol: 1, side: 2, price: 3, quantity: 4, fee: 6 },
  missing: [],
  first_rows: [
    {
      line: 2,
      cells: ['2026-01-05 17:00:00', 'BTCUSDT', 'BUY', '44000', '0.5BTC', '22000USDT', '22USDT'],
    },
  ],
  ...{ rows: 8, fills: 6, error_count: 0, errors: [], can_import: true },
  ...{ duplicate_count: 1, duplicates: [{ line: 7, first_line: null }], conflicts: [] },
  position_count: 3,
  positions: [
    { ...outcome, symbol: 'BTC/USDT', entry_price: 44_000, realized_pnl: 1000 },
    { ...outcome, symbol: 'ETH/USDT', entry_price: 2412.1, realized_pnl: -84.2 },
    {
      ...outcome,
      ...{ symbol: 'SOL/USDT', position_id: 4, status: 'open', closed_at: null },
      ...{ quantity: 42, entry_price: 171.9, realized_pnl: 0, fees: 0.42 },
    },
  ],
  uncovered: [{ symbol: 'XRP/USDT', quantity: 120, price: 0.52, time: '2026-01-04T08:00:00.000Z' }],
  unvalued: [{ asset: 'BNB', amount: 0.0012 }],
};

const BROKEN: Partial<Preview> = {
  ...{ can_import: false, error_count: 2, fills: 0, position_count: 0, positions: [] },
  errors: [
    { line: 3, reason: 'Price: "a lot" cannot be read.' },
    { line: 5, reason: 'The row is cut off: the header has 7 cells, it 4.' },
  ],
  conflicts: [
    {
      ...{ symbol: 'SOL/USDT', position_id: 4, time: '2026-01-05T10:00:00.000Z' },
      reason: 'A position of that time is there already.',
    },
  ],
};
