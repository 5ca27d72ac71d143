/** Groups of the watchlist by the trader's own names: wire symbols, in the trader's order. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/** Whether there is such a group; names of what every object has are none by themselves. */
export const hasGroup = (groups: Groups, name: string): boolean => Object.hasOwn(groups, name);

/** The symbols of a group; empty when there is none of that name (any more). */
export function symbolsIn(groups: Groups, name: string): readonly string[] {
  return (hasGroup(groups, name) ? groups[name] : undefined) ?? [];
}
