/** Frames no client may choke on. `raw` goes out as it is, `event` as an event of a trade stream. */
type Garbage = { readonly raw: string | Buffer } | { readonly event: string };

const trade = (fields: object): Garbage => ({
  event: JSON.stringify({
    ...{ e: 'aggTrade', E: 1, s: 'BTCUSDT', a: 1, p: '1.00000000', q: '1.00000000' },
    ...{ f: 1, l: 1, T: 1, m: false, M: true },
    ...fields,
  }),
});

/** One frame of each kind of garbage. */
export const GARBAGE = {
  malformed: { raw: `{"stream":"btcusdt@aggTrade","data":{"e":'aggTrade'}}` },
  truncated: { raw: '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":17' },
  binary: { raw: Buffer.from([0x00, 0xff, 0xc3, 0x28, 0x7b, 0x22]) },
  empty: { raw: '' },
  null: { raw: 'null' },
  number: { raw: '42' },
  list: { raw: '[1,"2",null]' },
  noData: { raw: '{"stream":"btcusdt@aggTrade","data":null}' },
  wrongTypes: trade({ E: '1', a: '1', p: 1, q: null, T: 'now', l: {} }),
  missingFields: { event: '{"e":"aggTrade","E":1,"s":"BTCUSDT"}' },
  unknownEvent: { event: '{"e":"somethingNew","E":1,"s":"BTCUSDT","x":[1,2]}' },
  unknownSymbol: trade({ s: 'NOSUCHPAIR' }),
  zeroPrice: trade({ p: '0.00000000' }),
  nanPrice: trade({ p: 'NaN' }),
  negativePrice: trade({ p: '-1.00000000' }),
  infinitePrice: trade({ p: 'Infinity' }),
  emptyPrice: trade({ p: '' }),
  hexPrice: trade({ p: '0x10' }),
} as const satisfies Record<string, Garbage>;

/** A kind of garbage. */
export type GarbageKind = keyof typeof GARBAGE;
