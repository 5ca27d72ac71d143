import { app, dialog, globalShortcut } from 'electron';
import { readAppLink, type AppTarget } from '../../shared/domain/app-link';
import {
  USUAL_DESKTOP,
  type DesktopFault,
  type DesktopLanguage,
  type DesktopSettings,
  type LoginStart,
} from '../../shared/domain/desktop-choices';
import type { Running } from '../app';
import type { Clock } from '../services/clock';
import type { Desktop } from '../services/desktop-choice';
import type { Logger } from '../services/logger';
import { askOf, type Ask } from './ask';
import { autostartFile, HIDDEN, setAutostart, type Command } from './autostart';
import { KeepAwake } from './keep-awake';
import { languageOf, textOf, type ShellText } from './texts';
import { FactSource } from './tray/fact-source';
import { muteChange, UNMUTE } from './tray/mute-change';
import { TrayIcon } from './tray/tray';
import type { TrayAction } from './tray/tray-view';
import type { Windows } from './windows';

interface PresenceParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly windows: () => Windows | null;
  /** What a desktop is to start when the trader logs in. */
  readonly command: Command;
}

/** What there is while the services run. */
interface Live {
  readonly ask: Ask;
  readonly source: FactSource;
  readonly awake: KeepAwake;
  readonly stop: () => void;
}

/** What the app is on the desktop beside its windows: the tray, a hotkey, links, a start at login. */
export class Presence implements Desktop {
  readonly #parts: PresenceParts;
  #settings: DesktopSettings = USUAL_DESKTOP;
  #live: Live | null = null;
  #faults = new Set<DesktopFault>();
  #isQuitting = false;
  #isAsking = false;
  /** What the entries of the menu do that need to know nothing more. */
  readonly #plain: Readonly<Record<Exclude<TrayAction['kind'], 'alert' | 'mute'>, () => void>> = {
    open: () => this.show(null),
    ticker: () => void this.#parts.windows()?.command({ kind: 'ticker' }),
    alerts: () => this.show({ kind: 'alerts' }),
    read: () => void this.#live?.ask('read_all_alerts', {}),
    unmute: () => this.#mute(UNMUTE),
    quit: () => app.quit(),
  };

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  get faults(): readonly DesktopFault[] {
    return [...this.#faults];
  }

  get language(): DesktopLanguage {
    return languageOf(this.#settings.language, app.getLocale());
  }

  /** Begins, once the app is ready and the services run. */
  async start(running: Running): Promise<void> {
    const { clock } = this.#parts;
    const ask = askOf(running);
    const tray = new TrayIcon((action) => this.#run(action));
    const awake = new KeepAwake(ask, clock);
    const source = new FactSource({
      ...{ ask, clock, hub: running.hub },
      onFacts: (facts) => tray.show(facts, this.language),
    });
    const detach = running.hub.attach({
      deliver: (_rooms, { type }) => {
        if (type === 'state_replaced') void this.#load(ask);
      },
    });
    const ends = [detach, () => source.stop(), () => awake.stop(), () => tray.destroy()];
    this.#live = { ask, source, awake, stop: () => ends.forEach((end) => end()) };
    await this.#load(ask);
  }

  /** Nothing of it is left on the desktop; from here on windows may go. */
  stop(): void {
    this.#isQuitting = true;
    this.#live?.stop();
    this.#live = null;
    if (app.isReady()) globalShortcut.unregisterAll();
  }

  async apply(settings: DesktopSettings): Promise<void> {
    const before = this.#settings;
    this.#settings = settings;
    if (before.hotkey !== settings.hotkey) this.#setHotkey(settings.hotkey);
    if (before.start_at_login !== settings.start_at_login) {
      await this.#setLogin(settings.start_at_login);
    }
    await this.#live?.awake.choose(settings.keep_awake);
    this.#live?.source.refreshSoon();
  }

  /** The trader closes the main window: whether it goes, or only hides. */
  closing(): 'go' | 'stay' {
    const { close_to_tray: isKept } = this.#settings;
    if (this.#isQuitting || !this.#live || isKept === false) return 'go';
    if (isKept === true) this.#parts.windows()?.hideMain();
    else void this.#askHowToClose(this.#live.ask);
    return 'stay';
  }

  /** Shows what words of a command line or a link ask for; the window alone when they ask nothing. */
  open(words: readonly string[]): void {
    const target = words.map(readAppLink).find((one) => one !== null);
    this.show(target ?? null);
  }

  /** Brings the window to the front, and in it what is asked for. */
  show(target: AppTarget | null): void {
    const windows = this.#parts.windows();
    windows?.showMain();
    if (target) windows?.command({ kind: 'show', target });
  }

  async #load(ask: Ask): Promise<void> {
    const settings = await ask('get_settings', {});
    if (settings?.desktop) await this.apply(settings.desktop);
  }

  #run(action: TrayAction): void {
    if (action.kind === 'alert') this.show(action);
    else if (action.kind === 'mute') {
      this.#mute(muteChange(action.span, this.#parts.clock.now()));
    } else this.#plain[action.kind]();
  }

  #mute(alerts: ReturnType<typeof muteChange>): void {
    const live = this.#live;
    void live?.ask('patch_settings', { alerts }).then(() => live.source.refresh());
  }

  #setHotkey(hotkey: string | null): void {
    globalShortcut.unregisterAll();
    const isTaken =
      hotkey !== null &&
      !globalShortcut.register(hotkey, () => this.#parts.windows()?.toggleMain());
    this.#note('hotkey', isTaken);
  }

  async #setLogin(start: LoginStart): Promise<void> {
    const { command, logger } = this.#parts;
    try {
      if (process.platform === 'linux') {
        await setAutostart(autostartFile(process.env, app.getPath('home')), command, start);
      } else {
        const args = [...command.slice(1), ...(start === 'hidden' ? [HIDDEN] : [])];
        app.setLoginItemSettings({ openAtLogin: start !== 'off', path: command[0], args });
      }
      this.#note('start_at_login', false);
    } catch (error) {
      logger.warn('The start at login could not be set', { error: String(error) });
      this.#note('start_at_login', true);
    }
  }

  #note(fault: DesktopFault, isThere: boolean): void {
    if (isThere) this.#faults.add(fault);
    else this.#faults.delete(fault);
  }

  /** The first time it is explained what closing does. */
  async #askHowToClose(ask: Ask): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const say = (key: ShellText): string => textOf(this.language, key);
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: say('close.message'),
      detail: say('close.detail'),
      buttons: [say('close.stay'), say('close.quit'), say('close.cancel')],
      defaultId: 0,
      cancelId: 2,
    });
    this.#isAsking = false;
    if (response === 2) return;
    await ask('patch_settings', { desktop: { close_to_tray: response === 0 } });
    this.#parts.windows()?.closeMain();
  }
}
