import type { Page } from 'playwright-core';

/** One screen in one state, and how to come there on the scene page. */
export interface ScreenState {
  /** Unique; also the name of its pictures. */
  readonly name: string;
  /** What the scene page is told to invent, see `renderer/client/fake-market.ts`. */
  readonly scene: string;
  /** Choices that are remembered from before, by their name in the store. */
  readonly store?: Readonly<Record<string, string>>;
  /** What a trader does to come there. It has to work in every language and size. */
  readonly steps?: (page: Page) => Promise<void>;
}
