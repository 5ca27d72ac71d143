import type { Component } from './components.mjs';

export interface BillOfMaterials {
  readonly serialNumber: string;
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

export function billOfMaterials(
  product: { readonly name: string; readonly version: string },
  electron: string,
  components: Component[],
): BillOfMaterials;
