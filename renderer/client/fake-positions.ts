import { AppError } from '../../shared/domain/errors';
import type { Fill } from '../../shared/domain/fill';
import { recordEntry, startRecord, type LedgerRecord } from '../../shared/domain/ledger-record';
import { Exact } from '../../shared/domain/money';
import { breakEvenPrice, roiPercent, toFigures, valuePosition } from '../../shared/domain/pnl';
import { exitPrice } from '../../shared/domain/position';
import { toErrorBody, type Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

type Body = RequestResult<'create_position'>;
type Notes = Pick<
  Body,
  | 'leverage'
  | 'maintenance_percent'
  | 'profit_target_percent'
  | 'stop_loss_percent'
  | 'note'
  | 'tags'
>;

interface Held {
  readonly id: number;
  readonly record: LedgerRecord;
  readonly notes: Notes;
  readonly isDeleted: boolean;
}

const HOUR_MS = 3_600_000;
const NOTES: Notes = {
  leverage: null,
  maintenance_percent: null,
  profit_target_percent: null,
  stop_loss_percent: null,
  note: null,
  tags: [],
};
const text = (time = Date.now()): string => new Date(time).toISOString();
const ok = <T>(value: T): Reply<T> => ({ ok: true, value });

/** Positions without services: the real ledger's arithmetic over invented fills, kept nowhere. */
export class FakePositions {
  readonly #held = new Map<number, Held>();
  #lastId = 0;

  constructor(
    private readonly fake: FakeTransport,
    private readonly priceOf: (symbol: string) => number | null,
  ) {
    fake
      .answer('list_positions', ({ status }) => ok({ items: this.#list(status), next: null }))
      .answer('get_position', ({ id }) => this.#try(Number(id), (held) => held))
      .answer('create_position', (params) => this.#create(params))
      .answer('patch_position', ({ id, ...notes }) =>
        this.#try(Number(id), (held) => ({ ...held, notes: { ...held.notes, ...notes } as Notes })),
      )
      .answer('restore_position', ({ id }) =>
        this.#try(Number(id), (held) => ({ ...held, isDeleted: false })),
      )
      .answer('delete_position', ({ id }) => {
        const reply = this.#try(Number(id), (held) => ({ ...held, isDeleted: true }));
        if (!reply.ok) return reply;
        return ok({ position_id: Number(id), restorable_until: text(Date.now() + 24 * HOUR_MS) });
      })
      .answer('add_fill', ({ id, ...fill }) => {
        const reply = this.#try(Number(id), (held) => this.#filled(held, fill));
        return reply.ok ? ok({ ...reply.value, fill_id: 1, flipped_to: null }) : reply;
      })
      .answer('get_portfolio', () => ok(this.#portfolio()));
  }

  /** Opens a position some hours ago, by its first fill. */
  open(symbol: string, side: Body['side'], amounts: readonly [number, number], notes = {}): void {
    const [quantity, price] = amounts;
    const fill = { side: side === 'long' ? 'buy' : 'sell', price, quantity } as const;
    this.#add(fillOf(symbol, fill, Date.now() - 7 * HOUR_MS), { ...NOTES, ...notes });
  }

  /** Closes the one opened last, an hour ago. */
  close(price: number): void {
    const held = this.#held.get(this.#lastId);
    if (!held) return;
    const { side, entryQuantity } = held.record.position;
    const exit = {
      side: side === 'long' ? 'sell' : 'buy',
      price,
      quantity: entryQuantity.toNumber(),
    } as const;
    const time = text(Date.now() - HOUR_MS);
    this.#held.set(held.id, this.#filled(held, { ...exit, time }));
  }

  /** Tells all open positions at the present prices. */
  tick(): void {
    for (const held of this.#held.values()) {
      const body = this.#body(held);
      const { current_price, pnl, pnl_percentage, net_pnl } = body;
      if (held.isDeleted || body.status === 'closed') continue;
      if (current_price === null || pnl === null || pnl_percentage === null || net_pnl === null)
        continue;
      this.fake.emit('position_update', { ...body, current_price, pnl, pnl_percentage, net_pnl });
    }
    this.fake.emit('portfolio_update', this.#portfolio());
  }

  #list(status: RequestInput<'list_positions'>['status']): Body[] {
    const wanted = [...this.#held.values()].filter(
      (held) => held.isDeleted === (status === 'deleted'),
    );
    const bodies = wanted.map((held) => this.#body(held)).reverse();
    if (status !== 'open' && status !== 'closed') return bodies;
    return bodies.filter((body) => body.status === status);
  }

  #create(params: RequestInput<'create_position'>): Reply<Body> {
    const { symbol, side, quantity, entry_price: price, fee, fee_asset } = params;
    const first = {
      side: side === 'long' ? 'buy' : 'sell',
      price,
      quantity,
      fee,
      fee_asset,
    } as const;
    const notes = Object.fromEntries(
      Object.keys(NOTES).map((key) => [key, params[key as keyof Notes]]),
    );
    const time = params.opened_at === undefined ? Date.now() : Date.parse(params.opened_at);
    const held = this.#add(fillOf(symbol, first, time), { ...NOTES, ...notes });
    this.#tell(held.id, 'created');
    return ok(this.#body(held));
  }

  #add(fill: Fill, notes: Notes): Held {
    this.#lastId += 1;
    const held = {
      id: this.#lastId,
      record: startRecord(fill, notes.leverage),
      notes,
      isDeleted: false,
    };
    this.#held.set(held.id, held);
    return held;
  }

  #filled(held: Held, fill: Omit<RequestInput<'add_fill'>, 'id'>): Held {
    const time = fill.time === undefined ? Date.now() : Date.parse(fill.time);
    const entry = fillOf(held.record.position.symbol, fill, time);
    return { ...held, record: recordEntry(held.record, entry).record };
  }

  #try(id: number, change: (held: Held) => Held): Reply<RequestResult<'get_position'>> {
    try {
      const before = this.#held.get(id);
      if (!before) throw new AppError('NOT_FOUND', `There is no position ${id}`);
      const after = change(before);
      this.#held.set(id, after);
      if (after !== before) this.#tell(id, after.isDeleted ? 'deleted' : 'changed');
      return ok({ ...this.#body(after), fills: entriesOf(after) });
    } catch (error) {
      return { ok: false, error: toErrorBody(error) };
    }
  }

  #tell(id: number, change: 'created' | 'changed' | 'deleted'): void {
    this.fake.emit('position_changed', { position_id: id, change, timestamp: text() });
  }

  #body(held: Held): Body {
    const { position } = held.record;
    const isOpen = position.closedAt === null;
    const exit = exitPrice(position)?.toNumber() ?? null;
    const price = isOpen ? this.priceOf(position.symbol) : exit;
    return {
      ...factsOf(held),
      ...figuresAt(held, price),
      exit_price: exit,
      closed_at: position.closedAt === null ? null : text(position.closedAt),
      break_even_price: breakEvenPrice(position)?.toNumber() ?? null,
      timestamp: text(),
    };
  }

  #portfolio(): RequestResult<'get_portfolio'> {
    const open = this.#list('open');
    const total = (pick: (body: Body) => number): number =>
      open.reduce((sum, body) => sum + pick(body), 0);
    const size = (body: Body): number => body.quantity * (body.current_price ?? 0);
    const long = total((body) => (body.side === 'long' ? size(body) : 0));
    const short = total((body) => (body.side === 'short' ? size(body) : 0));
    const unrealized = total((body) => body.pnl ?? 0);
    return {
      currency: 'USDT',
      equity: 25_000 + unrealized,
      unrealized_pnl: unrealized,
      settled_pnl: 312.4,
      pnl_today: unrealized * 0.4,
      exposure: { long, short, gross: long + short, net: long - short },
      drawdown: { current: 182.4, deepest: 914.2, deepest_percent: 3.5, peak: 26_120 },
      exposure_by_symbol: {},
      capital: [{ asset: 'USDT', amount: 24_000 }],
      unconverted: [],
      unvalued: [],
      unpriced: [],
      not_live: [],
      day_zone: 'UTC',
      day_starts_at: '00:00',
      timestamp: text(),
    };
  }
}

function factsOf({ id, record: { position }, notes }: Held) {
  return {
    position_id: id,
    symbol: position.symbol,
    side: position.side,
    status: position.closedAt === null ? ('open' as const) : ('closed' as const),
    price_status: 'live' as const,
    mark: null,
    opened_at: text(position.openedAt),
    closed_by: position.closedBy,
    entry_quantity: position.entryQuantity.toNumber(),
    ...notes,
    ...{ margin: null, maintenance_source: null, liquidation_price: null },
    excursion: { best: 0, best_at: null, worst: 0, worst_at: null },
    unvalued: [],
  };
}

function figuresAt({ record: { position } }: Held, price: number | null) {
  const value = valuePosition(position, Exact.of(price ?? 1));
  const figures = toFigures(value);
  const known = {
    current_price: price,
    pnl: figures.pnl,
    pnl_percentage: figures.pnlPercentage,
    net_pnl: figures.netPnl,
    roi_percent: roiPercent(position, value).rounded(2).toNumber(),
  };
  const unknown = { pnl: null, pnl_percentage: null, net_pnl: null, roi_percent: null };
  return {
    quantity: figures.quantity,
    entry_price: figures.entryPrice,
    realized_pnl: figures.realizedPnl,
    fees: figures.fees,
    funding: figures.funding,
    ...known,
    ...(price === null ? unknown : {}),
  };
}

type FillText = Omit<RequestInput<'add_fill'>, 'id' | 'time' | 'allow_flip'>;

function fillOf(
  symbol: string,
  { side, price, quantity, fee, fee_asset }: FillText,
  time: number,
): Fill {
  const asset = fee_asset ?? symbol.split(/[/:]/)[1] ?? '';
  const charge = fee === undefined ? null : { amount: Exact.of(fee), asset, rate: Exact.one };
  return {
    kind: 'fill',
    symbol,
    side,
    price: Exact.of(price),
    quantity: Exact.of(quantity),
    time,
    fee: charge,
    feeFromQuantity: false,
    cause: 'trade',
    tradeId: null,
  };
}

function entriesOf({ record }: Held): RequestResult<'get_position'>['fills'] {
  return record.entries.flatMap((entry, place) =>
    entry.kind !== 'fill'
      ? []
      : [
          {
            fill_id: place + 1,
            kind: 'fill' as const,
            symbol: entry.symbol,
            side: entry.side,
            price: entry.price.toNumber(),
            quantity: entry.quantity.toNumber(),
            fee: entry.fee?.amount.toNumber() ?? null,
            fee_asset: entry.fee?.asset ?? null,
            amount: null,
            asset: null,
            time: text(entry.time),
          },
        ],
  );
}
