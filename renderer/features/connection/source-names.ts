/** The sources that have a name and a note in every language. */
const SOURCE_NAMES = ['global', 'data', 'us', 'testnet', 'demo', 'fixed', 'off'] as const;

type SourceName = (typeof SOURCE_NAMES)[number];

/** True for a source that the screen has words for; others go by the name the services give. */
export function isSourceName(name: string): name is SourceName {
  return SOURCE_NAMES.some((known) => known === name);
}
