import { fillsToCsv, journalToCsv } from '../../../shared/domain/csv-export';
import type { Handlers } from '../handler-map';
import { isOpen, type TrackedPosition } from './position-book';
import { presentPosition, type PositionServices } from './position-handlers';
import { entryBodies } from './position-wire';

/** The handlers of requests that hand the trader's own data out. */
export function exportHandlers(services: PositionServices) {
  const oldestFirst = (): TrackedPosition[] =>
    [...services.positions.all()].sort((a, b) => a.id - b.id);
  return {
    export_positions: () => ({
      items: oldestFirst().map((each) => ({
        ...presentPosition(services, each),
        fills: entryBodies(each),
      })),
      next: null,
    }),
    export_fills: () => {
      const entries = oldestFirst().flatMap(({ record }) => record.entries);
      const fills = entries.flatMap((entry) => (entry.kind === 'fill' ? [entry] : []));
      return { text: fillsToCsv(fills.sort((a, b) => a.time - b.time)) };
    },
    export_journal: () => {
      const closed = oldestFirst().filter((each) => !isOpen(each));
      const entries = closed.map(({ record, notes }) => ({
        position: record.position,
        tags: notes.tags,
      }));
      return { text: journalToCsv(entries) };
    },
  } satisfies Partial<Handlers>;
}
