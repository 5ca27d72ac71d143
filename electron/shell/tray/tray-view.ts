import type { DesktopLanguage } from '../../../shared/domain/desktop-choices';
import { textOf, type ShellText } from '../texts';
import type { TrayFacts } from './tray-facts';

/** How long the trader may want silence, from the tray. */
export type MuteSpan = 'quarter' | 'hour' | 'morning' | 'always';

/** What an entry of the menu does. */
export type TrayAction =
  | { readonly kind: 'open' | 'ticker' | 'alerts' | 'read' | 'unmute' | 'quit' }
  | { readonly kind: 'mute'; readonly span: MuteSpan }
  | { readonly kind: 'alert'; readonly id: number };

/** An entry of the menu; null is a line between two groups. */
export type TrayEntry = {
  readonly label: string;
  /** Null for one that only tells. */
  readonly action: TrayAction | null;
} | null;

/** What the icon shows; the gravest counts. `critical-old`: critical alerts, and a feed that is not live. */
export type TrayIconState = 'live' | 'stale' | 'offline' | 'unread' | 'critical' | 'critical-old';

/** Windows cuts longer ones. */
const MAX_TIP = 127;
const MAX_LABEL = 60;
const SPANS = ['quarter', 'hour', 'morning', 'always'] as const;
/** What hides or turns round the text beside it. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** A feed that is not live outweighs alerts that wait: nothing new would be told. */
export function iconStateOf({ state, unread, critical }: TrayFacts): TrayIconState {
  if (critical > 0) return state === 'live' ? 'critical' : 'critical-old';
  if (state === 'offline') return 'offline';
  if (state !== 'live') return 'stale';
  return unread > 0 ? 'unread' : 'live';
}

/** What is told when the pointer rests on the icon; the most important first. */
export function tooltipOf(facts: TrayFacts, language: DesktopLanguage): string {
  const say = (key: ShellText, values = {}): string => textOf(language, key, values);
  const { state, market, unread, critical, pnl, movers, isMuted } = facts;
  const head = ['Tickwatch', say(`state.${state}`)];
  if (market !== 'live') head.push(say(`market.${market}`));
  const lines = [head.join(' · ')];
  if (critical > 0) lines.push(say('tip.critical', { count: critical }));
  else if (unread > 0) lines.push(say('tip.unread', { count: unread }));
  if (isMuted) lines.push(say('tip.muted'));
  if (pnl) lines.push(say('tip.pnl', { amount: signed(pnl.amount), currency: pnl.currency }));
  if (movers.length > 0) {
    lines.push(movers.map(({ symbol, change }) => `${symbol} ${signed(change)} %`).join(', '));
  }
  return cut(lines.join('\n'), MAX_TIP);
}

/** The menu of the icon, from top to bottom. */
export function menuOf(facts: TrayFacts, language: DesktopLanguage): TrayEntry[] {
  const entry = (key: ShellText, action: TrayAction | null): TrayEntry => ({
    label: textOf(language, key),
    action,
  });
  const recent = facts.recent.map(({ id, message, isUnread }) => ({
    label: `${isUnread ? '● ' : ''}${menuText(message)}`,
    action: { kind: 'alert', id } as const,
  }));
  const mute = facts.isMuted
    ? [entry('menu.unmute', { kind: 'unmute' })]
    : SPANS.map((span) => entry(`menu.mute.${span}`, { kind: 'mute', span }));
  return [
    entry('menu.open', { kind: 'open' }),
    entry('menu.ticker', { kind: 'ticker' }),
    null,
    entry(recent.length > 0 ? 'menu.alerts' : 'menu.alerts.none', null),
    ...recent,
    ...(recent.length > 0 ? [entry('menu.alerts.all', { kind: 'alerts' })] : []),
    ...(facts.unread > 0 ? [entry('menu.read', { kind: 'read' })] : []),
    null,
    ...mute,
    null,
    entry('menu.quit', { kind: 'quit' }),
  ];
}

/** Menus take `&` and `_` for marks of keys. */
const menuText = (text: string): string =>
  cut(text.replace(UNPRINTABLE, ' '), MAX_LABEL).replaceAll('&', '&&').replaceAll('_', ' ');

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}

/** With its sign and two decimals; a plain zero has no sign. */
function signed(value: number): string {
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  if (text === '0.00') return text;
  return value < 0 ? `−${text}` : `+${text}`;
}
