import type { UpdateFault } from '../../../shared/domain/update-choices';

/** By the codes that Node, Electron's network and its updater give; the first match counts. */
const BY_CODE: readonly (readonly [RegExp, UpdateFault])[] = [
  [/^ERR_CHECKSUM_MISMATCH$/, 'checksum'],
  [/^ERR_UPDATER_INVALID_SIGNATURE$/, 'signature'],
  [/^ERR_UPDATER_(CHANNEL_FILE_NOT_FOUND|NO_PUBLISHED_VERSIONS|LATEST_VERSION)/, 'no_release'],
  [/^ERR_UPDATER_(NO_CHECKSUM|INVALID|NO_FILES)/, 'list'],
  [/^ENOSPC$/, 'space'],
  [/^(EACCES|EPERM|EROFS)$/, 'denied'],
  [/^(E(CONN|HOST|NET|PIPE|TIMEDOUT|NOTFOUND|AI_)|HTTP_ERROR_(4(08|29)|5))/, 'unreachable'],
  [/^HTTP_ERROR_404$/, 'no_release'],
];

/** Where there is no code, as on macOS and for Electron's network. */
const BY_WORDS: readonly (readonly [RegExp, UpdateFault])[] = [
  [/net::ERR_|timed? ?out/i, 'unreachable'],
  [/checksum mismatch/i, 'checksum'],
  [/code signature|not signed/i, 'signature'],
  [/read-only/i, 'denied'],
];

/** What an error of looking for a version, fetching it or installing it comes to. */
export function faultOf(error: unknown): UpdateFault {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  const byCode = match(BY_CODE, code);
  return byCode ?? match(BY_WORDS, message) ?? 'other';
}

const match = (known: typeof BY_CODE, text: unknown): UpdateFault | undefined =>
  typeof text === 'string' ? known.find(([pattern]) => pattern.test(text))?.[1] : undefined;

/** The list of releases is not what it has to be. @param what Of it. */
export const listFault = (what: string): Error =>
  Object.assign(new Error(`The list of releases is refused: ${what}`), {
    code: 'ERR_UPDATER_INVALID_UPDATE_INFO',
  });
