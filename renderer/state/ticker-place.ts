import { readText, writeSetting, type SettingStore } from './setting-store';

/** Where a window is on the screen, px. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const NAMES = ['left', 'top', 'width', 'height'] as const;
const FIRST = { width: 300, height: 360 };
/** What the ticker window is opened at, in a browser and in the desktop app alike. */
const ADDRESS = './?view=ticker';

/** True in the small window that shows prices and nothing else. */
export const isTicker = ({ search }: Pick<Location, 'search'>): boolean =>
  new URLSearchParams(search).get('view') === 'ticker';

/** Opens the small window where it was last, or brings it to the front. */
export function openTicker(store: SettingStore): void {
  const place: Partial<Place> = readPlace(store) ?? FIRST;
  const features = NAMES.flatMap((name) =>
    place[name] === undefined ? [] : [`${name}=${place[name]}`],
  );
  window.open(ADDRESS, 'tickwatch-ticker', ['popup', ...features].join(','))?.focus();
}

/** Remembers where this window is. */
export function keepPlace(store: SettingStore): void {
  const { screenX: left, screenY: top, innerWidth: width, innerHeight: height } = window;
  writeSetting(store, 'ticker.place', [left, top, width, height].join(' '));
}

function readPlace(store: SettingStore): Place | null {
  const [left, top, width, height] = (readText(store, 'ticker.place') ?? '').split(' ').map(Number);
  if (left === undefined || top === undefined || !width || !height) return null;
  return [left, top, width, height].every(Number.isFinite) ? { left, top, width, height } : null;
}
