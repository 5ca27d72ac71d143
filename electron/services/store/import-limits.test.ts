import { expect, test } from 'vitest';
import { PositionHarness } from '../positions/position-harness';
import { SimulatedDisk } from './simulated-disk';

/** Reads a document's part by its path, and puts another value there. */
function put(document: object, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce<object>((at, key) => (at as Record<string, object>)[key]!, document);
  Object.assign(parent, { [last]: value });
}

const OPEN = 'state.positions.open.1';
const ENTRY = `${OPEN}.entries.0.entry`;
const CLOSED = 'closed_positions.0';

test.each<[string, string, unknown]>([
  ['a time that no date can hold', `${ENTRY}.time`, 9e15],
  ['a time before any venue', `${ENTRY}.time`, 5],
  ['a time after tomorrow', `${CLOSED}.entries.1.entry.time`, Date.UTC(2026, 0, 3)],
  ['a best time that no date can hold', `${OPEN}.excursion.bestTime`, 9e15],
  ['the last number there is', 'ids.position', Number.MAX_SAFE_INTEGER],
  ['a price of hundreds of digits', `${ENTRY}.price`, '9'.repeat(399)],
  ['a price with a huge exponent', `${ENTRY}.price`, '1e999'],
  ['an endless fraction', `${ENTRY}.price`, `${'9'.repeat(30_000)}/7`],
  ['a symbol that is none', `${ENTRY}.symbol`, '<script>'],
  ['an endless note', `${OPEN}.notes.note`, 'x'.repeat(4001)],
  ['too many tags', `${OPEN}.notes.tags`, Array.from({ length: 21 }, String)],
  ['a watchlist without end', 'state.watchlist.symbols', Array(501).fill('BTC/USDT')],
  ['a watched symbol that is none', 'state.watchlist.symbols', ['<b>']],
])('an import with %s is refused by its field', async (_name, path, value) => {
  const { harness, exported } = await filled();
  put(exported, path, value);
  const reply = await harness.reply('import_state', exported);
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID' } });
  expect(JSON.stringify(reply)).toContain(`"field":"${path}"`);
});

test('an import with one entry twice, or an open position among the closed, is refused', async () => {
  const { harness, exported } = await filled();
  const open = (exported.state['positions'] as { open: Record<string, { entries: object[] }> })
    .open['1']!;
  const strayed = { ...exported, closed_positions: [{ ...open, id: 77 }] };
  expect(JSON.stringify(await harness.reply('import_state', strayed))).toContain(
    '"field":"closed_positions.0"',
  );
  put(exported, `${OPEN}.entries`, [open.entries[0], open.entries[0]]);
  expect(JSON.stringify(await harness.reply('import_state', exported))).toContain(
    `"field":"${OPEN}.entries"`,
  );
});

async function filled() {
  const harness = new PositionHarness(new SimulatedDisk());
  await harness.open();
  const trade = { symbol: 'BTC/USDT', side: 'long', quantity: 1, entry_price: 44_000 };
  await harness.ask('create_position', trade);
  const { position_id: id } = await harness.ask('create_position', trade);
  await harness.ask('close_position', { id, price: 45_000 });
  return { harness, exported: structuredClone(await harness.ask('export_state', {})) };
}
