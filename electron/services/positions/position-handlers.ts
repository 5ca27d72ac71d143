import { AppError } from '../../../shared/domain/errors';
import type { FeedState } from '../../../shared/domain/feed-status';
import { MAX_OPEN_POSITIONS } from '../../../shared/protocol/position-requests';
import type { RequestResult } from '../../../shared/protocol/requests';
import { fieldError } from './entry-reader';
import type { Handlers } from '../handler-map';
import type { MarkPrices } from '../feed/mark-prices';
import type { MarketData } from '../feed/market-data';
import { isOpen, type TrackedPosition } from './position-book';
import type { PositionFeed } from './position-feed';
import { NO_NOTES, type PositionNotes } from './position-schema';
import type { PositionService } from './position-service';
import { RESTORABLE_MS, type PositionStore } from './position-store';
import { entryBodies, positionBody } from './position-wire';
import type { Clock } from '../clock';

/** What requests about positions are answered from. */
export interface PositionServices {
  readonly positionService: PositionService;
  readonly positions: PositionStore;
  readonly feed: PositionFeed;
  readonly marketData: MarketData;
  readonly marks: MarkPrices;
  readonly clock: Clock;
  /** How far the price of a wire symbol can be trusted. */
  readonly priceState: (symbol: string) => FeedState;
}

type Body = RequestResult<'create_position'>;

/** A position as requests answer it, at the price known now. */
export function presentPosition(services: PositionServices, position: TrackedPosition): Body {
  const { marketData, marks, feed, priceState } = services;
  const { symbol } = position.record.position;
  return positionBody(position, {
    price: marketData.price(symbol),
    priceStatus: priceState(symbol),
    mark: marks.of(symbol),
    excursion: feed.excursion(position),
  });
}

/** Those with anything open, newest first. */
export function openPositions(services: PositionServices): Body[] {
  return newestFirst([...services.positions.all()].filter(isOpen)).map((each) =>
    presentPosition(services, each),
  );
}

/** The handlers of requests about positions. */
export function positionHandlers(services: PositionServices) {
  return { ...readers(services), ...writers(services), ...fillWriters(services) };
}

function readers(services: PositionServices) {
  const { positions } = services;
  return {
    list_positions: async ({ status, symbol, limit, before = Number.POSITIVE_INFINITY }) => {
      const wanted = symbol === undefined ? null : await symbolOf(services, symbol);
      const all =
        status === 'deleted'
          ? positions.deleted().map(({ position }) => position)
          : [...positions.all()].filter((each) => hasStatus(each, status));
      const matching = newestFirst(all).filter(
        ({ id, record }) => id < before && (wanted === null || record.position.symbol === wanted),
      );
      const page = matching.slice(0, limit);
      const next = matching.length > limit ? String(page.at(-1)?.id) : null;
      return { items: page.map((each) => presentPosition(services, each)), next };
    },
    get_position: ({ id }) => {
      const position = positions.get(id);
      return { ...presentPosition(services, position), fills: entryBodies(position) };
    },
  } satisfies Partial<Handlers>;
}

function writers(services: PositionServices) {
  const { positionService, positions, marketData, clock } = services;
  const body = (position: TrackedPosition) => presentPosition(services, position);
  return {
    create_position: async (params) => {
      refuseMore(positions);
      const { symbol } = await marketData.instrument(params.symbol);
      const side = params.side === 'long' ? ('buy' as const) : ('sell' as const);
      const { quantity, entry_price: price, fee, fee_asset: feeAsset, opened_at } = params;
      const fill = { side, price, quantity, fee, feeAsset, time: timeOf(opened_at) };
      const notes = { ...NO_NOTES, ...notesOf(params) };
      return body(await positionService.create(symbol, fill, notes));
    },
    patch_position: async ({ id, ...notes }) =>
      body(await positionService.patch(id, notesOf(notes))),
    delete_position: async ({ id }) => {
      await positionService.remove(id);
      const until = new Date(clock.now() + RESTORABLE_MS).toISOString();
      return { position_id: id, restorable_until: until };
    },
    restore_position: async ({ id }) => body(await positionService.restore(id)),
    empty_deleted_positions: async () => ({ forgotten: await positionService.emptyDeleted() }),
    rename_position: async ({ id, symbol: input, ratio, time }) => {
      const { symbol } = await marketData.instrument(input);
      return body(await positionService.rename(id, symbol, { ratio, time: timeOf(time) }));
    },
  } satisfies Partial<Handlers>;
}

/** @throws {AppError} `LIMIT` when there would be too many. */
function refuseMore(positions: PositionStore): void {
  if ([...positions.all()].filter(isOpen).length < MAX_OPEN_POSITIONS) return;
  throw new AppError('LIMIT', `There can be ${MAX_OPEN_POSITIONS} open positions at most`);
}

function fillWriters(services: PositionServices) {
  const { positionService, positions } = services;
  const body = (position: TrackedPosition) => presentPosition(services, position);
  return {
    add_fill: async ({ id, allow_flip: allowFlip, ...fill }) => {
      const filled = await positionService.addFill(id, fillOf(fill), allowFlip);
      const flippedTo = filled.opened && body(filled.opened);
      return { ...body(filled.position), fill_id: filled.fillId, flipped_to: flippedTo };
    },
    change_fill: async ({ id, fill_id: fillId, allow_flip: allowFlip, ...change }) =>
      body(await positionService.changeFill(id, fillId, fillOf(change), allowFlip)),
    delete_fill: async ({ id, fill_id: fillId, allow_flip: allowFlip }) =>
      body(await positionService.deleteFill(id, fillId, allowFlip)),
    preview_fill: async ({ id, fill_id: fillId, is_deleted: isDeleted, ...change }) => {
      const to = isDeleted ? null : fillOf(change);
      const { after, isTurned } = await positionService.previewFill(id, fillId, to);
      return { ...body(after), turns_side: isTurned };
    },
    restore_fill: async ({ id, fill_id: fillId }) =>
      body(await positionService.restoreFill(id, fillId)),
    add_funding: async ({ id, amount, asset, time }) =>
      body(await positionService.addFunding(id, { amount, asset, time: timeOf(time) })),
    close_position: async ({ id, price, ...rest }) => {
      const present = price ?? livePrice(services, positions.get(id));
      return body(await positionService.close(id, { ...fillOf(rest), price: present }));
    },
  } satisfies Partial<Handlers>;
}

interface NotesBody {
  readonly leverage?: number | null | undefined;
  readonly maintenance_percent?: number | null | undefined;
  readonly profit_target_percent?: number | null | undefined;
  readonly stop_loss_percent?: number | null | undefined;
  readonly note?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** The notes that a body names; the others are left out. */
function notesOf(body: NotesBody): Partial<PositionNotes> {
  const named = {
    leverage: body.leverage,
    maintenancePercent: body.maintenance_percent,
    profitTargetPercent: body.profit_target_percent,
    stopLossPercent: body.stop_loss_percent,
    note: body.note,
    tags: body.tags && [...new Set(body.tags)],
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function fillOf<F extends { fee_asset?: string | undefined; time?: string | undefined }>(fill: F) {
  const { fee_asset: feeAsset, time, ...rest } = fill;
  return { ...rest, feeAsset, time: timeOf(time) };
}

const timeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

function hasStatus(position: TrackedPosition, status: 'open' | 'closed' | 'all'): boolean {
  return status === 'all' || isOpen(position) === (status === 'open');
}

function newestFirst(positions: readonly TrackedPosition[]): TrackedPosition[] {
  return positions.toSorted((a, b) => b.id - a.id);
}

/** As the venue spells it; as it was given when the venue cannot say. */
async function symbolOf({ marketData }: PositionServices, input: string): Promise<string> {
  const found = await marketData.instrument(input).catch(() => null);
  return found?.symbol ?? input;
}

function livePrice({ marketData, priceState }: PositionServices, { record }: TrackedPosition) {
  const { symbol } = record.position;
  const state = marketData.price(symbol);
  if (state !== null && priceState(symbol) === 'live') return state.price;
  throw fieldError('price', `is needed: the price of ${symbol} is not live`);
}
