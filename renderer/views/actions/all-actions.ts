import type { Action } from '../../state/actions';
import { alertActions } from './alert-actions';
import { chartActions } from './chart-actions';
import type { Screen } from './screen';
import { settingActions } from './setting-actions';
import { symbolActions } from './symbol-actions';
import { windowActions } from './window-actions';

/** Everything that can be done now: palette, keys and cheat sheet are made of it. */
export const allActions = (screen: Screen): readonly Action[] => [
  ...alertActions(screen),
  ...symbolActions(screen),
  ...chartActions(screen),
  ...windowActions(screen),
  ...settingActions(screen),
];
