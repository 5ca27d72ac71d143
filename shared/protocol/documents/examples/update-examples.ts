import type { RequestExamples } from './example-types';

/** A server is updated from outside. */
const updates: RequestExamples['get_updates']['result'] = {
  enabled: false,
  channel: 'stable',
  download: 'ask',
  version: '0.1.0',
  obstacle: 'server',
  way: 'by_hand',
  signature_checked: false,
  home: null,
  phase: 'idle',
  held: false,
  checked_at: null,
  release: null,
  progress: null,
  fault: null,
  last: null,
};

const ready: typeof updates = {
  ...updates,
  ...{ enabled: true, obstacle: null, way: 'itself', phase: 'ready' },
  home: 'https://github.com/someone/tickwatch/releases',
  checked_at: '2026-01-24T03:42:09.259Z',
  release: {
    version: '0.2.0',
    notes: '- Charts of two symbols in one.',
    released_at: '2026-01-20T09:00:00.000Z',
  },
};

/** Examples of requests about newer versions of the program. */
export const updateExamples = {
  get_updates: { params: {}, result: updates },
  patch_updates: { params: { channel: 'beta' }, result: { ...updates, channel: 'beta' } },
  check_updates: { params: {}, result: { ...ready, phase: 'checking', release: null } },
  download_update: { params: {}, result: { ...ready, phase: 'downloading', progress: 0 } },
  install_update: { params: {}, result: { ...ready, phase: 'installing' } },
} satisfies Partial<RequestExamples>;
