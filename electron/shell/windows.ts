import type { BrowserWindow, WebContents } from 'electron';
import { IPC_COMMAND, type PageCommand } from '../../shared/protocol/bridge';
import { makeMain, makeTicker } from './window';

export interface WindowsParts {
  readonly preload: string;
  /** Gives the page of a new window what it shows. */
  readonly serve: (contents: WebContents) => void;
  /** The trader closes the main window: whether it goes, or is left to be hidden. */
  readonly onClosing: () => 'go' | 'stay';
}

/** The app's windows: the main one, and at most one small one with prices. */
export class Windows {
  readonly #parts: WindowsParts;
  #main: BrowserWindow | null = null;
  #ticker: BrowserWindow | null = null;

  constructor(parts: WindowsParts) {
    this.#parts = parts;
  }

  /** Whether the trader can see the main window, at least in part. */
  get isShown(): boolean {
    return this.#main?.isVisible() === true && !this.#main.isMinimized();
  }

  /** Makes the main window. @param isHidden It waits in the tray until it is asked for. */
  openMain(isHidden: boolean): void {
    const { preload, serve, onClosing } = this.#parts;
    const window = makeMain(preload);
    this.#main = window;
    if (!isHidden) window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      if (onClosing() === 'stay') event.preventDefault();
    });
    window.on('closed', () => {
      this.#main = null;
      this.#ticker?.close();
    });
    serve(window.webContents);
  }

  /** Brings the main window to the front. */
  showMain(): void {
    if (this.#main?.isMinimized() === true) this.#main.restore();
    this.#main?.show();
    this.#main?.focus();
  }

  hideMain(): void {
    this.#main?.hide();
  }

  closeMain(): void {
    this.#main?.close();
  }

  toggleMain(): void {
    if (this.isShown && this.#main?.isFocused() === true) this.hideMain();
    else this.showMain();
  }

  /** Asks for the trader's eye: in the list of windows, or by the window itself. */
  attract(isUrgent: boolean): void {
    if (isUrgent && !this.isShown) this.#main?.showInactive();
    this.#main?.flashFrame(true);
    this.#main?.once('focus', () => this.#main?.flashFrame(false));
  }

  /** Opens the small window at the place the page remembers, or brings it to the front. */
  openTicker(features: string): void {
    if (this.#ticker) {
      this.#ticker.show();
      return;
    }
    const window = makeTicker(this.#parts.preload, features);
    this.#ticker = window;
    window.on('closed', () => (this.#ticker = null));
    this.#parts.serve(window.webContents);
  }

  /**
   * Asks something of the main page, as soon as it is loaded.
   * @returns False when there is no page that could do it now.
   */
  command(command: PageCommand): boolean {
    const contents = this.#main?.webContents;
    if (!contents || contents.isDestroyed() || contents.isCrashed()) return false;
    if (contents.isLoading()) {
      contents.once('did-finish-load', () => contents.send(IPC_COMMAND, command));
    } else contents.send(IPC_COMMAND, command);
    return true;
  }
}
