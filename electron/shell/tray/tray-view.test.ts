import { expect, test } from 'vitest';
import { drawTray } from './tray-picture';
import { trayFacts, type TrayAnswers, type TrayFacts } from './tray-facts';
import { iconStateOf, menuOf, tooltipOf } from './tray-view';

const QUIET: TrayFacts = {
  ...({ state: 'live', market: 'live', unread: 0, critical: 0, pnl: null } as const),
  ...{ movers: [], recent: [], isMuted: false },
};
const STATES = ['live', 'stale', 'offline', 'unread', 'critical'] as const;
const NOBODY: TrayAnswers = {
  ...{ health: null, snapshot: null, portfolio: null, prices: null },
  ...{ alerts: null, settings: null },
};

test('a feed that is not live is never shown as one, whatever else there is to tell', () => {
  expect(iconStateOf(QUIET)).toBe('live');
  expect(iconStateOf({ ...QUIET, unread: 3 })).toBe('unread');
  expect(iconStateOf({ ...QUIET, unread: 3, state: 'connecting' })).toBe('stale');
  expect(iconStateOf({ ...QUIET, unread: 3, state: 'offline' })).toBe('offline');
  expect(iconStateOf({ ...QUIET, unread: 3, critical: 1, state: 'offline' })).toBe('critical-old');
  expect(iconStateOf({ ...QUIET, critical: 1 })).toBe('critical');
});

test('without answers nothing is claimed to be live', () => {
  const facts = trayFacts(NOBODY, 0);
  expect(iconStateOf(facts)).toBe('stale');
  expect(tooltipOf(facts, 'en')).toBe('Tickwatch · Connecting');
});

test('the tooltip tells state, alerts, profit and movers, and keeps to what Windows shows', () => {
  const facts: TrayFacts = {
    ...QUIET,
    ...{ market: 'demo', unread: 2, critical: 1, isMuted: true },
    pnl: { amount: -1234.5, currency: 'USDT' },
    movers: [{ symbol: 'BTC/USDT', change: 2.5 }],
  };
  expect(tooltipOf(facts, 'en').split('\n')).toEqual([
    'Tickwatch · Live · Demo market',
    'Unread critical alerts: 1',
    'Alerts are muted',
    'Open PnL −1,234.50 USDT',
    'BTC/USDT +2.50 %',
  ]);
  const movers = Array.from({ length: 40 }, () => ({ symbol: 'BTC/USDT', change: 1 }));
  expect(tooltipOf({ ...facts, movers }, 'th').length).toBeLessThanOrEqual(127);
});

test('a sum of old or missing prices is not told', () => {
  const portfolio = { unrealized_pnl: 5, currency: 'USDT', unpriced: [], unconverted: [] };
  const answers = (old: string[]) =>
    ({
      ...NOBODY,
      snapshot: { positions: [{}], alerts: [], status: [] },
      portfolio: { ...portfolio, not_live: old },
    }) as unknown as TrayAnswers;
  expect(trayFacts(answers([]), 0).pnl).toEqual({ amount: 5, currency: 'USDT' });
  expect(trayFacts(answers(['BTC/USDT']), 0).pnl).toBeNull();
});

test('the menu lists recent alerts, plain and short, and ends a silence that is there', () => {
  const recent = [{ id: 7, message: `a & b_c \u202e${'x'.repeat(200)}`, isUnread: true }];
  const menu = menuOf({ ...QUIET, recent, unread: 1, isMuted: true }, 'en');
  const alert = menu.find((entry) => entry?.action?.kind === 'alert');
  expect(alert?.label).toMatch(/^● a && b c {2}x+…$/);
  expect(menu.flatMap((entry) => (entry?.action ? [entry.action.kind] : []))).toEqual([
    ...['open', 'ticker', 'alert', 'alerts', 'read', 'unmute', 'quit'],
  ]);
  const kinds = menuOf(QUIET, 'th').map((entry) => entry?.action?.kind);
  expect(kinds.filter((kind) => kind === 'mute')).toHaveLength(4);
});

test('each state has a picture of its own on either panel, with room around it', () => {
  for (const theme of ['dark', 'light'] as const) {
    const pictures = STATES.map((state) => drawTray(state, theme, 32));
    expect(new Set(pictures.map((one) => Buffer.from(one).toString('hex'))).size).toBe(5);
    for (const one of pictures) expect([one[3], one.at(-1)]).toEqual([0, 0]);
  }
  expect(drawTray('critical-old', 'dark', 32)).not.toEqual(drawTray('critical', 'dark', 32));
  // Told apart without color too: what covers the panel differs.
  const covers = STATES.map((state) => drawTray(state, 'dark', 32).filter((_, i) => i % 4 === 3));
  expect(new Set(covers.map((one) => Buffer.from(one).toString('hex'))).size).toBe(5);
});
