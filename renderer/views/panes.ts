/** Moves the focus to the next part of the window, or to the one before; after the last comes the first. */
export function movePane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const from = at < 0 && by < 0 ? 0 : at;
  const pane = panes[(from + by + panes.length) % panes.length];
  const first = pane?.querySelector<HTMLElement>(
    '[aria-current="true"], button, input, [tabindex="0"]',
  );
  (first ?? pane)?.focus();
}
