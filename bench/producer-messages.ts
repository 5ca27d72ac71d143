/** What the producer is told to send: `rate` in frames a second, null for as fast as possible. */
export interface Order {
  readonly frames: number;
  readonly rate: number | null;
  readonly seed: number;
}

/** What the producer says. */
export type Report =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'subscribed'; readonly names: number }
  | { readonly kind: 'sent'; readonly trades: number };
