/** Whether what happens outlives a restart; `unsaved` is tried again, `read_only` is for good. */
export const STORE_STATES = ['saved', 'unsaved', 'read_only'] as const;
export type StoreState = (typeof STORE_STATES)[number];

/** What can have happened to what was saved. */
export const NOTICE_KINDS = [
  'recovered',
  'lost',
  'section_reset',
  'entries_set_aside',
  'newer',
  'torn_tail',
  'history_damaged',
  'history_gone',
  'folder_gone',
  'record_altered',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something people have to know about their saved data, until they put it away. */
export interface StoreNotice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** One or two sentences for people. */
  readonly text: string;
  /** ms UTC. */
  readonly at: number;
}

/** What is known of the store. */
export interface StoreStatus {
  readonly state: StoreState;
  /** For people: why it is not saved; null when it is. */
  readonly reason: string | null;
  /** When this state began, ms UTC. */
  readonly since: number;
  /** Oldest first. */
  readonly notices: readonly StoreNotice[];
}
