import type { Hotkey } from '../../../shared/domain/desktop-choices';

const isMac = /Mac/.test(navigator.userAgent);

/** How keys are written on this machine. */
export const hotkeyText = (keys: Hotkey): string =>
  keys.replace('CommandOrControl', isMac ? '⌘' : 'Ctrl').replaceAll('+', ' + ');
