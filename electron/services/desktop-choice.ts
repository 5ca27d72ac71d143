import type { DesktopFault, DesktopSettings } from '../../shared/domain/desktop-choices';
import type { StateStore } from './store/state-store';

/** The desktop that the program runs on, where it runs on one. */
export interface Desktop {
  /** What it refused when it was last told. */
  readonly faults: readonly DesktopFault[];
  /** Does as was chosen; the same again changes nothing. Never rejects. */
  apply(settings: DesktopSettings): Promise<void>;
}

/** How the app behaves on the desktop: what is chosen, and how that is changed. */
export interface DesktopChoice {
  /** Null where there is no desktop. */
  state(): (DesktopSettings & { faults: DesktopFault[] }) | null;
  /** Keeps a change and does as it says. @throws what `StateStore.update` throws. */
  change(change: Partial<DesktopSettings>): Promise<void>;
}

/** @param desktop Null where the program runs without one: choices are then kept, and nothing more. */
export function desktopChoice(
  store: Pick<StateStore, 'state' | 'update'>,
  desktop: Desktop | null,
): DesktopChoice {
  return {
    state: () => desktop && { ...store.state.desktop, faults: [...desktop.faults] },
    async change(change) {
      await store.update((state) => ({ desktop: { ...state.desktop, ...change } }));
      await desktop?.apply(store.state.desktop);
    },
  };
}
