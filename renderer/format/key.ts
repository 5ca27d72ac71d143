const NAMES: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓' };
const APPLE: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
const OTHER: Readonly<Record<string, string>> = { Mod: 'Ctrl' };

/** Keys as they stand on the keyboard: `Mod+K` is `Ctrl K`, and `⌘K` on a Mac. */
export function keyText(keys: string, isApple = isAppleNow()): string {
  const parts = keys.split('+').map((part) => NAMES[part] ?? part);
  const own = parts.map((part) => (isApple ? APPLE[part] : OTHER[part]) ?? part);
  return own.join(isApple ? '' : ' ');
}

function isAppleNow(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}
