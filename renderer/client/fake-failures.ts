import type { Reply } from '../../shared/protocol/reply';
import type { RequestName } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

/** What the parts of the screen ask for before they can show anything. */
const LISTS: readonly RequestName[] = [
  ...(['get_watchlist', 'list_positions', 'get_portfolio', 'list_alerts'] as const),
  ...(['list_alert_rules', 'list_klines', 'list_signals', 'get_signal_record'] as const),
  ...(['get_journal', 'get_equity', 'list_backups', 'list_tokens', 'list_channels'] as const),
  ...(['get_settings', 'get_diagnostics', 'search_symbols', 'list_deliveries'] as const),
];
/** What is kept when the rest fails: the window has symbols to fail for. */
const KEPT: ReadonlySet<RequestName> = new Set(['get_watchlist', 'get_settings']);

const failed: Reply<never> = {
  ok: false,
  error: { code: 'INTERNAL', message: 'A scripted failure.' },
};

/** Takes back the answers of scenes whose services are slow (`slow`) or fail (`error`). */
export function failAnswers(fake: FakeTransport, scene: string): void {
  if (scene !== 'slow' && scene !== 'error') return;
  const never = new Promise<never>(() => undefined);
  for (const name of LISTS) {
    if (scene === 'slow') fake.answer(name, () => never);
    else if (!KEPT.has(name)) fake.answer(name, () => failed);
  }
}
