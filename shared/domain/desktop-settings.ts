import { z } from 'zod';
import {
  AWAKE_CHOICES,
  DESKTOP_LANGUAGES,
  HOTKEYS,
  LOGIN_STARTS,
  type DesktopSettings,
} from './desktop-choices';

/** How the app behaves on the desktop; as on the wire and as kept. */
export const desktopSettings = z.strictObject({
  language: z
    .enum(DESKTOP_LANGUAGES)
    .nullable()
    .describe('of tray and dialogs; null: that of the system'),
  close_to_tray: z
    .boolean()
    .nullable()
    .describe('whether closing the window goes on watching; null: asks the first time'),
  start_at_login: z.enum(LOGIN_STARTS).describe('hidden: in the tray alone'),
  hotkey: z.enum(HOTKEYS).nullable().describe('shows the window from anywhere; null: none'),
  keep_awake: z
    .enum(AWAKE_CHOICES)
    .describe('critical: while a critical rule can fire; the screen may still turn off'),
}) satisfies z.ZodType<DesktopSettings>;
