import type { Action } from '../state/actions';

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** An action a key asks for, and which of its keys it was. */
interface Asked {
  readonly action: Action;
  readonly index: number;
}

/** What a press is called in the keys of actions: `Mod+K`, `Shift+F6`, `?`, `A`. */
export function nameOfPress(press: Press): string {
  const key = latinKey(press);
  const isMod = press.ctrlKey || press.metaKey;
  // A sign such as ? has Shift in it or not, as the keyboard has it; a letter alone is the same key.
  const isShift = press.shiftKey && (isMod || press.altKey || key.length > 1);
  const held = { Mod: isMod, Alt: press.altKey, Shift: isShift };
  const modifiers = Object.entries(held).flatMap(([name, isHeld]) => (isHeld ? [name] : []));
  return [...modifiers, key.length === 1 ? key.toUpperCase() : key].join('+');
}

/** The action a press asks for; null when it means nothing here. */
export function actionOf(actions: readonly Action[], press: Press): Asked | null {
  const name = nameOfPress(press);
  for (const action of actions) {
    const index = action.keys?.indexOf(name) ?? -1;
    if (index >= 0) return { action, index };
  }
  return null;
}

/** Whether a press is meant for what has the focus, and not for the window. */
export function isTyping(target: EventTarget | null): boolean {
  const busy = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]';
  return target instanceof Element && target.closest(busy) !== null;
}

/** The key's Latin meaning, by its place for layouts such as Thai whose letters are others. */
function latinKey({ key, code, shiftKey }: Press): string {
  if (key.charCodeAt(0) < 128) return key;
  if (code === 'Slash') return shiftKey ? '?' : '/';
  return code.replace(/^(?:Digit|Key)/, '');
}
