const listed = (text: string): readonly string[] => text.split(/\s+/);

/** Latin words a Thai trader uses as they are, in any case. */
const TRADE =
  listed(`long short PnL spot futures perpetual perp mark index price funding rate leverage
  liquidation liquidate isolated equity drawdown slippage basis profit factor high low O H L C vol
  notional edge average true range RSI ATR EMA MACD Bollinger Supertrend Heikin-Ashi ADX DI ECE Brier DEMO REPLAY testnet limit market ask bid`);

/** Names of products, makers and places. */
const NAMES = listed(`Tickwatch Binance Telegram BotFather newbot userinfobot Discord Integrations
  New webhook webhooks ntfy Standard Excel Grafana Linux`);

/** What is read or typed as it is written: keys, formats, units, parts of addresses and of templates. */
const CODE =
  listed(`Alt Ctrl Enter Esc Delete A C E J K P V Z UTC CSV JSON MB ms IP http https npm run
  server token flag zip id ids late lines link message occurred severity symbol test title type
  value Name alert at SHA- SHA backups state json e- key idempotency webhook-id token-file futures-ws BTC ETH USDT US`);

/** Words in Latin letters that Thai texts may hold, in lower case; all others are not translated yet. */
const LATIN_WORDS: ReadonlySet<string> = new Set(
  [...TRADE, ...NAMES, ...CODE].map((word) => word.toLowerCase()),
);

/** The Latin words of a Thai text that should have been translated; its placeholders are none. */
export function untranslatedWords(text: string): string[] {
  const words = text.replace(/\{\{\w+\}\}/g, ' ').match(/[A-Za-z][A-Za-z-]*/g) ?? [];
  return words.filter((word) => !LATIN_WORDS.has(word.toLowerCase()));
}
