import Bell from '@lucide/svelte/icons/bell';
import ChartLine from '@lucide/svelte/icons/chart-line';
import ChartPie from '@lucide/svelte/icons/chart-pie';
import Gauge from '@lucide/svelte/icons/gauge';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import type { Component } from 'svelte';
import AlertsPane from '../features/alerts/AlertsPane.svelte';
import UnreadBadge from '../features/alerts/UnreadBadge.svelte';
import PositionsPane from '../features/positions/PositionsPane.svelte';
import SignalsPane from '../features/signals/SignalsPane.svelte';
import type { TextKey } from '../i18n/i18n.svelte';
import type { DockTab } from '../state/dock.svelte';
import { PARTS, type PartLoader } from './parts';

/** How a tab of the dock looks and what it shows. */
interface DockTabView {
  readonly title: Extract<TextKey, `dock.${string}`>;
  readonly icon: Component<{ size?: number | string }>;
  readonly pane: PartLoader;
  /** What stands behind the title, such as a count. */
  readonly badge?: Component;
}

/** What came with the window. */
const here =
  (view: Component): PartLoader =>
  () =>
    Promise.resolve({ default: view });

/** One view for each tab; a tab without one does not compile. */
export const DOCK_VIEWS: Readonly<Record<DockTab, DockTabView>> = {
  positions: { title: 'dock.positions', icon: ChartPie, pane: here(PositionsPane) },
  alerts: { title: 'dock.alerts', icon: Bell, pane: here(AlertsPane), badge: UnreadBadge },
  signals: { title: 'dock.signals', icon: Gauge, pane: here(SignalsPane) },
  journal: { title: 'dock.journal', icon: NotebookPen, pane: PARTS.journal },
  equity: { title: 'dock.equity', icon: ChartLine, pane: PARTS.equity },
};
