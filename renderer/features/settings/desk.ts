import { createContext } from 'svelte';
import type { SettingDesk } from '../../state/setting-desk';

/** Of the open dialog, for its rows. */
export const [getDesk, setDesk] = createContext<SettingDesk>();
