import type {
  UpdateChannel,
  UpdateObstacle,
  UpdateWay,
} from '../../../shared/domain/update-choices';

/** Where newer versions of this very program come from; the desktop app has one. */
export interface UpdateSource {
  /** Of the program that runs, as its package says. */
  readonly version: string;
  /** Why there can be no updates; null when there can. */
  readonly obstacle: UpdateObstacle | null;
  readonly way: UpdateWay;
  /** Whether the system proves who made a version before it is installed. */
  readonly checksSignature: boolean;
  /** Where people find all versions; null when that is not known. */
  readonly home: string | null;
  /**
   * Asks for the newest version of a channel; nobody is asked anything but by this.
   * @returns What it says of it, to be judged by `readRelease`; null when it is not newer.
   * @throws what `faultOf` understands.
   */
  look(channel: UpdateChannel): Promise<unknown>;
  /**
   * Fetches the version found last, and compares it with its checksum and, where there is one, its
   * signature.
   * @param onShare Hears how much of it is there, 0–1.
   * @throws what `faultOf` understands.
   */
  fetch(onShare: (share: number) => void, signal: AbortSignal): Promise<void>;
  /**
   * Keeps the present program, where it can be kept, to go back to.
   * @param previous The one kept last time; it is taken away.
   * @returns Where it lies; null when it is not kept.
   * @throws what `faultOf` understands.
   */
  keepPresent(previous: string | null): string | null;
  /** Ends the program, and starts the version that was fetched. */
  install(kept: string | null): void;
}
