/** What a key asks the main view to do. */
export type Shortcut =
  | {
      readonly kind:
        'search' | 'help' | 'remove' | 'undo' | 'dock' | 'add-position' | 'quick-alert';
    }
  | { readonly kind: 'select'; readonly index: number }
  | { readonly kind: 'step' | 'reorder'; readonly by: 1 | -1 };

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

const PLAIN: Readonly<Record<string, Shortcut>> = {
  '/': { kind: 'search' },
  '?': { kind: 'help' },
  Delete: { kind: 'remove' },
  j: { kind: 'step', by: 1 },
  k: { kind: 'step', by: -1 },
  a: { kind: 'quick-alert' },
  p: { kind: 'add-position' },
};

const WITH_CONTROL: Readonly<Record<string, Shortcut>> = {
  z: { kind: 'undo' },
  j: { kind: 'dock' },
};

const WITH_ALT: Readonly<Record<string, Shortcut>> = {
  ArrowUp: { kind: 'reorder', by: -1 },
  ArrowDown: { kind: 'reorder', by: 1 },
};

/** The key's Latin meaning by its place, for layouts such as Thai whose letters are others. */
const BY_PLACE: Readonly<Record<string, string>> = {
  KeyA: 'a',
  KeyJ: 'j',
  KeyK: 'k',
  KeyP: 'p',
  KeyZ: 'z',
  Slash: '/',
};

/** Null when the key means nothing here. */
export function shortcutOf(press: Press): Shortcut | null {
  if (press.ctrlKey || press.metaKey) return WITH_CONTROL[latinKey(press)] ?? null;
  if (press.altKey) return WITH_ALT[press.key] ?? null;
  const key = latinKey(press);
  if (/^[1-9]$/.test(key)) return { kind: 'select', index: Number(key) - 1 };
  return PLAIN[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

function latinKey({ key, code, shiftKey }: Press): string {
  if (key.charCodeAt(0) < 128) return key;
  if (shiftKey && code === 'Slash') return '?';
  return BY_PLACE[code] ?? code.replace(/^Digit/, '');
}
