import type { UpdateObstacle } from '../../shared/domain/update-choices';

/** What a package says of where its newer versions are. */
export interface UpdatePlace {
  readonly obstacle: UpdateObstacle | null;
  /** Where people find all versions; null when that is not known. */
  readonly home: string | null;
  /** Whether the maker's name is in the package, for Windows to hold newer versions against. */
  readonly namesPublisher: boolean;
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * Reads `app-update.yml`, which electron-builder puts into packages.
 * @param text Null when the package has none.
 * @see https://www.electron.build/auto-update
 */
export function readUpdatePlace(text: string | null): UpdatePlace {
  const fields = new Map(
    (text ?? '').split('\n').flatMap((line) => {
      const [, name, value] = /^(\w+): *(\S.*?)? *$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, unquoted(value ?? '')] as const];
    }),
  );
  const home = homeOf(fields);
  const namesPublisher = fields.has('publisherName');
  if (home === null) return { obstacle: 'no_place', home, namesPublisher };
  const { protocol, hostname } = new URL(home);
  // Whoever sits in between could put another checksum beside another program.
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  return isSafe
    ? { obstacle: null, home, namesPublisher }
    : { obstacle: 'insecure_place', home: null, namesPublisher };
}

const unquoted = (text: string): string => /^(['"])(.*)\1$/.exec(text)?.[2] ?? text;

function homeOf(fields: ReadonlyMap<string, string>): string | null {
  const [owner, repo, url = ''] = ['owner', 'repo', 'url'].map((name) => fields.get(name));
  const provider = fields.get('provider');
  if (provider === 'github' && owner && repo) return `https://github.com/${owner}/${repo}/releases`;
  return provider === 'generic' && URL.canParse(url) ? url : null;
}
