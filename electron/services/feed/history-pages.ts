import { AppError } from '../../../shared/domain/errors';
import type { Trade } from '../../../shared/domain/trade';

/** Full pages of history that are fetched before a gap counts as long. */
export const EXACT_PAGES = 3;

/**
 * What a full page counts for: all there are when more like it are left than are fetched whole.
 * @param now By the venue's clock, ms UTC.
 */
export function pagesFor(page: readonly Trade[], now: number): number {
  const [first] = page;
  const last = page.at(-1);
  if (!first || !last) return 0;
  return now - last.time > EXACT_PAGES * (last.time - first.time) ? EXACT_PAGES : 1;
}

/** An answer as it is. @throws {AppError} `UNAVAILABLE` when all of it is older than was asked for. */
export function advanced(page: readonly Trade[], fromId: number): readonly Trade[] {
  const end = page.at(-1);
  if (!end || end.id >= fromId) return page;
  const detail = `asked from ${String(fromId)}, got up to ${String(end.id)}`;
  throw new AppError('UNAVAILABLE', 'The exchange repeats old trades', { detail });
}
