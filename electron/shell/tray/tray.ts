import { Menu, nativeImage, nativeTheme, Tray, type NativeImage } from 'electron';
import type { DesktopLanguage } from '../../../shared/domain/desktop-choices';
import type { TrayFacts } from './tray-facts';
import { drawTray } from './tray-picture';
import { iconStateOf, menuOf, tooltipOf, type TrayAction, type TrayIconState } from './tray-view';

/** Of a side at the usual density, px; drawn at twice that too. */
const SIZE = 22;

/** The icon of the app in the tray of the desktop. */
export class TrayIcon {
  readonly #tray: Tray;
  readonly #pictures = new Map<string, NativeImage>();
  /** What is shown: a desktop draws anew whatever it is given. */
  #shown = { picture: '', tip: '', menu: '' };
  #last: { facts: TrayFacts; language: DesktopLanguage } | null = null;

  /** @param run Does what an entry of the menu says. */
  constructor(private readonly run: (action: TrayAction) => void) {
    this.#tray = new Tray(this.#pictureOf('stale'));
    this.#tray.on('click', () => run({ kind: 'open' }));
    nativeTheme.on('updated', this.#repaint);
  }

  show(facts: TrayFacts, language: DesktopLanguage): void {
    this.#last = { facts, language };
    const state = iconStateOf(facts);
    const next = {
      picture: `${state} ${themeOf()}`,
      tip: tooltipOf(facts, language),
      menu: JSON.stringify(menuOf(facts, language)),
    };
    if (next.picture !== this.#shown.picture) this.#tray.setImage(this.#pictureOf(state));
    if (next.tip !== this.#shown.tip) this.#tray.setToolTip(next.tip);
    if (next.menu !== this.#shown.menu) this.#tray.setContextMenu(this.#menuOf(facts, language));
    this.#shown = next;
  }

  destroy(): void {
    nativeTheme.off('updated', this.#repaint);
    this.#tray.destroy();
  }

  readonly #repaint = (): void => {
    if (this.#last) this.show(this.#last.facts, this.#last.language);
  };

  #pictureOf(state: TrayIconState): NativeImage {
    const theme = themeOf();
    const name = `${state} ${theme}`;
    const known = this.#pictures.get(name);
    if (known) return known;
    const picture = nativeImage.createEmpty();
    for (const scaleFactor of [1, 2]) {
      const side = SIZE * scaleFactor;
      const buffer = Buffer.from(drawTray(state, theme, side));
      const bitmap = nativeImage.createFromBitmap(buffer, { width: side, height: side });
      picture.addRepresentation({ scaleFactor, dataURL: bitmap.toDataURL() });
    }
    this.#pictures.set(name, picture);
    return picture;
  }

  #menuOf(facts: TrayFacts, language: DesktopLanguage): Menu {
    return Menu.buildFromTemplate(
      menuOf(facts, language).map((entry) => {
        if (entry === null) return { type: 'separator' };
        const { label, action } = entry;
        if (action === null) return { label, enabled: false };
        return { label, click: () => this.run(action) };
      }),
    );
  }
}

const themeOf = () => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light');
