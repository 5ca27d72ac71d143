/** True when a window can be shown. Elsewhere than on Linux there is always a screen to ask for. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
