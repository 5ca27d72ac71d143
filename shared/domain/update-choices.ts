/** Which releases are offered; beta ones come sooner and have been tried by fewer people. */
export const UPDATE_CHANNELS = ['stable', 'beta'] as const;
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number];

/** What happens with a release that was found: it waits for a word, or is fetched at once. */
export const UPDATE_DOWNLOADS = ['ask', 'auto'] as const;
type UpdateDownload = (typeof UPDATE_DOWNLOADS)[number];

/** What the trader has chosen about updates. */
export interface UpdateChoices {
  /** Whether anybody may be asked for them at all. */
  readonly enabled: boolean;
  readonly channel: UpdateChannel;
  readonly download: UpdateDownload;
}

/** Before the trader has chosen: nobody is asked anything. */
export const USUAL_UPDATES: UpdateChoices = { enabled: false, channel: 'stable', download: 'ask' };

/**
 * Why this program cannot look for updates: it is a server, it runs from its sources, its build names
 * no place to look, or that place is not one to be trusted.
 */
export const UPDATE_OBSTACLES = ['server', 'sources', 'no_place', 'insecure_place'] as const;
export type UpdateObstacle = (typeof UPDATE_OBSTACLES)[number];

/**
 * How a release gets onto the machine: by the program itself, or by hand, as packages of the system
 * and portable programs do and what lies where it may not be written.
 */
export const UPDATE_WAYS = ['itself', 'by_hand'] as const;
export type UpdateWay = (typeof UPDATE_WAYS)[number];

export const UPDATE_PHASES = [
  ...(['idle', 'checking', 'available', 'downloading', 'ready', 'installing'] as const),
] as const;
export type UpdatePhase = (typeof UPDATE_PHASES)[number];

/**
 * What went wrong: nobody answered, nothing is published, the list of releases is not what it has to
 * be, a file is not the one that was promised, not from who publishes the program, no room, no right
 * to write, anything else.
 */
export const UPDATE_FAULTS = [
  ...(['unreachable', 'no_release', 'list', 'checksum', 'signature', 'space', 'denied'] as const),
  'other',
] as const;
export type UpdateFault = (typeof UPDATE_FAULTS)[number];

/** What came of an installation, as seen at a start: `undone` when the older version is back. */
export const UPDATE_OUTCOMES = ['done', 'failed', 'undone'] as const;
export type UpdateOutcome = (typeof UPDATE_OUTCOMES)[number];
