import { expect, test } from 'vitest';
import {
  USUAL_DESKTOP,
  type DesktopFault,
  type DesktopSettings,
} from '../../shared/domain/desktop-choices';
import { desktopChoice } from './desktop-choice';
import { emptyState, type Change, type State } from './store/state-schema';

function open(hasDesktop: boolean, error: Error | null = null) {
  let state: State = emptyState();
  const done: DesktopSettings[] = [];
  const faults: DesktopFault[] = [];
  const store = {
    get state() {
      return state;
    },
    update(change: Change): Promise<void> {
      if (error) return Promise.reject(error);
      state = { ...state, ...change(state) };
      return Promise.resolve();
    },
  };
  const apply = (settings: DesktopSettings): Promise<void> => {
    done.push(settings);
    if (settings.hotkey !== null) faults.push('hotkey');
    return Promise.resolve();
  };
  return { choice: desktopChoice(store, hasDesktop ? { faults, apply } : null), done, store };
}

test('a choice is kept, done at once, and what the machine refuses of it is told', async () => {
  const { choice, done } = open(true);
  expect(choice.state()).toEqual({ ...USUAL_DESKTOP, faults: [] });
  await choice.change({ hotkey: 'F9' });
  expect(done).toEqual([{ ...USUAL_DESKTOP, hotkey: 'F9' }]);
  expect(choice.state()).toEqual({ ...USUAL_DESKTOP, hotkey: 'F9', faults: ['hotkey'] });
});

test('a choice that cannot be kept is not done', async () => {
  const { choice, done } = open(true, new Error('EIO'));
  await expect(choice.change({ close_to_tray: true })).rejects.toThrow('EIO');
  expect(done).toEqual([]);
});

test('without a desktop nothing is told of one', async () => {
  const { choice, store } = open(false);
  expect(choice.state()).toBeNull();
  await choice.change({ keep_awake: 'always' });
  expect([choice.state(), store.state.desktop.keep_awake]).toEqual([null, 'always']);
});
