import { z } from 'zod';
import { positionWithEntries } from './position-requests';
import { define, listOf, nothing } from './request-spec';

const csv = { textType: 'text/csv; charset=utf-8' } as const;

/** Requests that hand the trader's own data out. */
export const exportRequests = {
  export_positions: define({
    summary: 'All positions with all that happened to them, oldest first.',
    scope: 'read',
    params: nothing,
    result: listOf(positionWithEntries),
    hasLongAnswer: true,
    rest: { method: 'GET', path: '/positions/export' },
  }),
  export_fills: define({
    summary: 'All fills as CSV, oldest first.',
    scope: 'read',
    params: nothing,
    result: z.object({ text: z.string() }),
    hasLongAnswer: true,
    rest: { method: 'GET', path: '/exports/fills', ...csv },
  }),
  export_journal: define({
    summary: 'Closed positions with their results as CSV, oldest first.',
    scope: 'read',
    params: nothing,
    result: z.object({ text: z.string() }),
    hasLongAnswer: true,
    rest: { method: 'GET', path: '/exports/journal', ...csv },
  }),
} as const;
