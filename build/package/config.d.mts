import type { Configuration } from 'electron-builder';

export function packageConfig(packaging: {
  readonly output: string;
  readonly papers: string;
  readonly runtime: { readonly folder: string; readonly version: string } | null;
  readonly version: string | null;
  readonly notes: string;
  readonly quick: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Configuration;
