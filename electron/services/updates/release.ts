import { z } from 'zod';
import type { UpdateChannel } from '../../../shared/domain/update-choices';
import { listFault } from './update-fault';

/** A version that can be had. */
export interface Release {
  readonly version: string;
  /** Plain text; empty when nothing is told. */
  readonly notes: string;
  /** ms UTC; null when it is not told. */
  readonly releasedAt: number | null;
}

const MAX_NOTES = 20_000;

/** @see https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string */
const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,50})?(?:\+[0-9A-Za-z.-]{1,50})?$/;
/** 64 bytes as base64. */
const SHA512 = /^[A-Za-z0-9+/]{86}==$/;

const told = z.object({
  version: z.string().regex(VERSION, 'no version'),
  files: z
    .array(z.object({ url: z.string().min(1), sha512: z.string().regex(SHA512, 'no checksum') }))
    .min(1),
  releaseNotes: z
    .union([z.string(), z.array(z.object({ version: z.string(), note: z.string().nullable() }))])
    .nullish()
    .catch(null),
  releaseDate: z.string().nullish().catch(null),
});

/**
 * Judges what a feed says of a version, before anything is fetched: it must be one of the channel, and
 * every file of it must come with its checksum.
 * @throws {Error} `list` to `faultOf`.
 */
export function readRelease(info: unknown, channel: UpdateChannel): Release {
  const read = told.safeParse(info);
  if (!read.success) {
    const { path = [], message = '' } = read.error.issues[0] ?? {};
    throw listFault(`${path.join('.')}: ${message}`);
  }
  const { version, releaseNotes, releaseDate } = read.data;
  const isEarly = version.split('+')[0]?.includes('-') === true;
  if (channel === 'stable' && isEarly) throw listFault('a stable channel with an early version');
  const time = Date.parse(releaseDate ?? '');
  return {
    version,
    notes: plainNotes(releaseNotes),
    releasedAt: Number.isNaN(time) ? null : time,
  };
}

function plainNotes(notes: z.output<typeof told>['releaseNotes']): string {
  if (!notes) return '';
  const text =
    typeof notes === 'string'
      ? notes
      : notes.map(({ version, note }) => `${version}\n${note ?? ''}`).join('\n\n');
  return harmless(withoutMarkup(text.slice(0, 4 * MAX_NOTES))).slice(0, MAX_NOTES);
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'", '#x27': "'" },
};

/** GitHub's feed tells notes as HTML. */
function withoutMarkup(text: string): string {
  if (!/<\/?[a-z][^<>]*>/i.test(text)) return text;
  return text
    .replace(/<li[^<>]*>/gi, '- ')
    .replace(/<br[^<>]*>|<\/(?:p|li|h\d|ul|ol|div|pre)>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(#?\w{1,8});/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** Without what moves text about or hides in it; the screen shows lines alone. */
const harmless = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
