/** Languages that the desktop's own texts are written in. */
export const DESKTOP_LANGUAGES = ['en', 'th'] as const;
export type DesktopLanguage = (typeof DESKTOP_LANGUAGES)[number];

/** Keys that may bring the window to the front from anywhere, as Electron writes them. */
export const HOTKEYS = [
  'CommandOrControl+Alt+T',
  'CommandOrControl+Alt+W',
  'CommandOrControl+Shift+F9',
  'F9',
] as const;
export type Hotkey = (typeof HOTKEYS)[number];

/** Whether the app starts with the desktop, and how. */
export const LOGIN_STARTS = ['off', 'window', 'hidden'] as const;
export type LoginStart = (typeof LOGIN_STARTS)[number];

/** When the machine is kept from going to sleep by itself. */
export const AWAKE_CHOICES = ['never', 'critical', 'always'] as const;
export type AwakeChoice = (typeof AWAKE_CHOICES)[number];

/** How the app behaves on the desktop. */
export interface DesktopSettings {
  /** Of tray and dialogs; null: that of the system. */
  readonly language: DesktopLanguage | null;
  /** Whether closing the window goes on watching; null: asks the first time. */
  readonly close_to_tray: boolean | null;
  readonly start_at_login: LoginStart;
  /** Shows the window from anywhere; null: none. */
  readonly hotkey: Hotkey | null;
  readonly keep_awake: AwakeChoice;
}

/** Before the trader has chosen. */
export const USUAL_DESKTOP: DesktopSettings = {
  language: null,
  close_to_tray: null,
  start_at_login: 'off',
  hotkey: null,
  keep_awake: 'never',
};

/** What of it the machine refuses; the choice stays and is tried again at the next start. */
export const DESKTOP_FAULTS = ['hotkey', 'start_at_login'] as const;
export type DesktopFault = (typeof DESKTOP_FAULTS)[number];
