import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import { PAGE_CHOICES, type PageChoiceName } from './page-choices';

type Services = RequestResult<'get_settings'>;
type Changes = RequestInput<'patch_settings'>;

/** What a file of settings says of itself. */
const FORMAT = 'tickwatch-settings';
const VERSION = 1;

/** What of the alerts is a choice for longer than a day; muting is not. */
const ALERT_KEYS = [
  'default_channels',
  'quiet_hours',
  'flood_limit',
  'repeat_critical_s',
] as const satisfies readonly (keyof Services['alerts'])[];
const SIGNAL_KEYS = [
  'cost_spot',
  'cost_futures',
  'stop_ranges',
  'horizon',
  'intervals',
  'per_symbol',
] as const satisfies readonly (keyof Services['signals'])[];

/** The parts of a file, each taken over or left as one. */
export const SETTINGS_PARTS = ['page', 'alerts', 'signals'] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

/**
 * What can travel to another machine. Secrets, channels and the endpoint cannot: they stand for
 * access, or belong to one machine. Values of a file are not trusted: the page takes only what it
 * knows, and the services judge what is theirs.
 */
export interface PortableSettings {
  readonly page: Readonly<Partial<Record<PageChoiceName, string>>>;
  readonly alerts: NonNullable<Changes['alerts']>;
  readonly signals: NonNullable<Changes['signals']>;
}

/** What a file holds, or why it is none. */
export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: PortableSettings }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'newer' };

/** What of the services' settings can travel. */
export function portableOf(
  { alerts, signals }: Pick<Services, 'alerts' | 'signals'>,
  page: PortableSettings['page'],
): PortableSettings {
  return { page, alerts: picked(alerts, ALERT_KEYS), signals: picked(signals, SIGNAL_KEYS) };
}

/** The text of a file that holds settings. */
export function writeSettings(settings: PortableSettings): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...settings }, null, 2)}\n`;
}

/** Reads a file of settings; what it does not know is left out. */
export function readSettings(text: string): ReadSettings {
  const document = fieldsOf(parsed(text));
  if (document['format'] !== FORMAT) return { kind: 'foreign' };
  if (document['version'] !== VERSION) return { kind: 'newer' };
  const page = picked(fieldsOf(document['page']), PAGE_CHOICES);
  const texts = Object.entries(page).filter(([, value]) => typeof value === 'string');
  const settings = {
    page: Object.fromEntries(texts),
    alerts: picked(fieldsOf(document['alerts']), ALERT_KEYS),
    signals: picked(fieldsOf(document['signals']), SIGNAL_KEYS),
  };
  // The services refuse what of theirs makes no sense.
  return { kind: 'settings', settings: settings as PortableSettings };
}

/** How many settings of each part differ from those of now. */
export function differences(
  next: PortableSettings,
  now: PortableSettings,
): Readonly<Record<SettingsPart, number>> {
  const count = (part: SettingsPart): number => {
    const before = fieldsOf(now[part]);
    return Object.entries(next[part]).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
    ).length;
  };
  return { page: count('page'), alerts: count('alerts'), signals: count('signals') };
}

function picked<T extends object, K extends string>(from: T, keys: readonly K[]) {
  const own = keys.filter((key) => Object.hasOwn(from, key));
  const entries = own.map((key) => [key, (from as Record<string, unknown>)[key]]);
  return Object.fromEntries(entries) as { [N in K]: N extends keyof T ? T[N] : unknown };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no file of settings either.
    return null;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
