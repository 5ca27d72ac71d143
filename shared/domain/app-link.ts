/** What a link into the app, or a click on a notification, shows. */
export type AppTarget =
  | { readonly kind: 'symbol'; /** As it was written. */ readonly symbol: string }
  | { readonly kind: 'alert'; readonly id: number }
  | { readonly kind: 'alerts' };

const MAX_LENGTH = 200;
const SYMBOL = /^tickwatch:\/\/symbol\/([\p{L}\p{N}]{1,40}(?:[-:][\p{L}\p{N}]{1,20}){0,2})\/?$/u;
const ALERT = /^tickwatch:\/\/alert\/([1-9]\d{0,14})\/?$/;

/**
 * Reads `tickwatch://symbol/BTCUSDT` and `tickwatch://alert/17`. Any page may send such a link, so
 * it does no more than show something.
 * @returns Null for everything else.
 */
export function readAppLink(text: string): AppTarget | null {
  if (text.length > MAX_LENGTH) return null;
  const symbol = SYMBOL.exec(text)?.[1];
  if (symbol !== undefined) return { kind: 'symbol', symbol };
  const id = ALERT.exec(text)?.[1];
  return id === undefined ? null : { kind: 'alert', id: Number(id) };
}
