export interface Component {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly integrity: string | null;
  readonly texts: string[];
  readonly requires: string[];
}

export const UNKNOWN: string;
export function shippedComponents(): Component[];
