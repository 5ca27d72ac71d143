import { z } from 'zod';
import { DESKTOP_FAULTS } from '../domain/desktop-choices';
import { desktopSettings } from '../domain/desktop-settings';

/** How the app behaves on the desktop, and what of it the machine refuses. */
export const desktopBody = desktopSettings.extend({
  faults: z
    .array(z.enum(DESKTOP_FAULTS))
    .describe('choices that the machine refuses: another program has the keys, or no such folder'),
});
