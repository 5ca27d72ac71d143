/** A small file that outlives restarts; where it lies is the caller's business. */
export interface TextFile {
  /** Null when there is none. */
  read(): Promise<string | null>;
  /** Replaces it as a whole. */
  write(text: string): Promise<void>;
}
