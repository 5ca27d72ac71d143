import { AppError } from '../../../shared/domain/errors';
import type { LedgerRecord } from '../../../shared/domain/ledger-record';
import type { Handlers } from '../handler-map';
import { fieldError } from './entry-reader';
import type { FillImport, FillPlan, FillReading, TakenOver } from './fill-import';
import type { OnImportProgress } from './import-progress';
import { conflictReason, fileOf, previewBody } from './import-wire';
import type { PositionService } from './position-service';
import type { PositionStore } from './position-store';

/** What imports are answered from. */
export interface ImportServices {
  readonly fillImport: FillImport;
  readonly positionService: PositionService;
  readonly positions: PositionStore;
  readonly onProgress: OnImportProgress;
}

/** The handlers of requests that take fills in from files. */
export function importHandlers(services: ImportServices) {
  const { fillImport, positions } = services;
  return {
    preview_fills_import: async (params) => {
      const reading = await fillImport.read(fileOf(params));
      const isReadable = reading.errorCount === 0 && reading.layout.missing.length === 0;
      const plan = isReadable ? await fillImport.plan(reading) : null;
      return previewBody(reading, plan, idsOf(positions));
    },
    import_fills: async (params) => {
      try {
        const { plan, created, changed } = await importFile(services, params);
        services.onProgress('done', 1, plan.fillCount);
        return {
          fills: plan.fillCount,
          duplicate_count: plan.duplicates.length,
          uncovered_count: plan.uncovered.length,
          created: created.map(({ id }) => id),
          changed: changed.map(({ id }) => id),
        };
      } catch (error) {
        services.onProgress('failed', 0, 0);
        throw error;
      }
    },
  } satisfies Partial<Handlers>;
}

type Params = Parameters<typeof fileOf>[0];

async function importFile(services: ImportServices, params: Params): Promise<TakenOver> {
  const { fillImport, positionService, positions, onProgress } = services;
  const reading = await fillImport.read(fileOf(params));
  refuseBroken(reading);
  const plan = async (): Promise<FillPlan> => {
    const planned = await fillImport.plan(reading);
    refuseConflicts(planned, idsOf(positions));
    onProgress('saving', 0, planned.fillCount);
    return planned;
  };
  return positionService.takeOver(plan, reading.file.leverage);
}

function idsOf(positions: PositionStore): (record: LedgerRecord) => number {
  const ids = new Map([...positions.all()].map(({ record, id }) => [record, id]));
  return (record) => ids.get(record) ?? 0;
}

/** @throws {AppError} `INVALID` naming the lines, or the fields without a column. */
function refuseBroken({ layout, errors, errorCount }: FillReading): void {
  if (layout.missing.length > 0) {
    throw fieldError('columns', `no column is known for ${layout.missing.join(', ')}`);
  }
  const [first] = errors;
  if (!first) return;
  const rows = errorCount === 1 ? 'One row' : `${errorCount} rows`;
  throw new AppError(
    'INVALID',
    `${rows} cannot be read, so nothing was imported. Line ${first.line}: ${first.reason}`,
    { info: { details: errors.map(({ line, reason }) => detail(`line ${line}`, reason)) } },
  );
}

/** @throws {AppError} `INVALID` naming the positions in the way. */
function refuseConflicts({ conflicts }: FillPlan, idOf: (record: LedgerRecord) => number): void {
  const reasons = conflicts.map((conflict) => conflictReason(conflict, idOf));
  if (reasons.length === 0) return;
  const details = reasons.map((reason) => detail('overlap', reason));
  throw new AppError('INVALID', `Nothing was imported: ${reasons[0] ?? ''}.`, {
    info: { details },
  });
}

const detail = (field: string, message: string) => ({ field, message });
