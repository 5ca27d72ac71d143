import { expect, test } from 'vitest';
import { PositionHarness } from '../positions/position-harness';
import { SimulatedDisk } from './simulated-disk';

/** Reads a document's part by its path, and puts another value there. */
function put(document: object, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce<object>((at, key) => (at as Record<string, object>)[key]!, document);
  Object.assign(parent, { [last]: structuredClone(value) });
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

const RULE = {
  ...{ id: 1, origin: 'trader', createdAt: Date.UTC(2026, 0, 1), armedAt: Date.UTC(2026, 0, 1) },
  ...{ isMuted: false, snoozedUntil: null },
  rule: {
    ...{ symbol: 'BTC/USDT', mode: 'once', severity: 'info' },
    condition: { type: 'price_above', price: 1 },
  },
};
const MESSAGE = {
  ...{ key: 'one', channel: 'desktop', kind: 'alerts', severity: 'info', alertIds: [1] },
  ...{ lines: [], symbol: null, price: null, occurredAt: RULE.armedAt, isLate: false },
  ...{ queuedAt: RULE.armedAt, dueAt: RULE.armedAt, tries: 0, lastReason: null },
};
const BOOK = { market: 'm', last: null, state: { book: {}, watches: {} } };

const rulePath = 'state.alerts.rules.1';
test.each<[string, string, unknown]>([
  ['a rule armed when no date can be', rulePath, { ...RULE, armedAt: 9e15 }],
  ['a rule armed after tomorrow', `${rulePath}.armedAt`, Date.UTC(2026, 0, 3)],
  ['a rule made before any venue', `${rulePath}.createdAt`, 5],
  ['a rule put off for ever', `${rulePath}.snoozedUntil`, 8.6e15],
  ['a rule on no symbol', `${rulePath}.rule.symbol`, '<b>'],
  ['a rule of another number', 'state.alerts.rules.7', RULE],
  ['what was known of no symbol', 'state.alerts.symbols.x', BOOK],
  ['a symbol of which nothing can be known', 'state.alerts.symbols.A/B', { ...BOOK, state: 7 }],
  ['a message of another key', 'state.outbox.messages.two', MESSAGE],
  ['a message for a far day', 'state.outbox.messages.one', { ...MESSAGE, dueAt: 8e15 }],
])('an import with %s is refused as a whole', async (_name, path, value) => {
  const { harness, exported } = await filled();
  put(exported, rulePath, RULE);
  put(exported, 'state.outbox.messages.one', MESSAGE);
  expect(await harness.reply('import_state', exported)).toMatchObject({ ok: true });
  const before = await harness.ask('export_state', {});
  put(exported, path, value);
  const reply = await harness.reply('import_state', exported);
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID' } });
  expect(JSON.stringify(reply)).toContain(path);
  expect(await harness.ask('export_state', {})).toEqual(before);
});

test('rules that come with an import never share their number with one that is made later', async () => {
  const { harness, exported } = await filled();
  put(exported, 'state.alerts.rules.41', { ...RULE, id: 41 });
  await harness.ask('import_state', exported);
  expect((await harness.ask('export_state', {})).ids['rule']).toBeGreaterThanOrEqual(41);
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
