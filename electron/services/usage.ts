import type { Flag } from './config';

const MEANINGS: Record<Flag, readonly [value: string, meaning: string]> = {
  demo: ['[=SEED]', 'play on an embedded demo exchange'],
  replay: [' FILE', 'play a recording on the embedded exchange'],
  'replay-speed': [' N', 'how fast, 0.01 to 1000'],
  'data-dir': [' DIR', 'where state lives'],
  'spot-ws': [' URL', 'WebSocket address of another Binance-compatible venue'],
  'spot-rest': [' URL', 'REST address of another Binance-compatible venue'],
  'futures-ws': [' URL', 'the same for futures, or off'],
  'futures-rest': [' URL', 'the same for futures, or off'],
  host: [' ADDR', 'address of the local endpoint, 127.0.0.1 by default'],
  port: [' N', 'its port, 8765 by default, 0 for any free one'],
  pages: [' DIR', 'pages of your own, served at /pages/'],
  'token-file': [' FILE', 'where to write the access token'],
  'log-level': [' L', 'error, warn, info or debug'],
};

/** What `--help` or `--version` is answered with; null when neither is asked for. */
export function answerAtOnce(argv: readonly string[], version: string): string | null {
  if (argv.includes('--help') || argv.includes('-h')) return usage(version);
  return argv.includes('--version') ? `${version}\n` : null;
}

function usage(version: string): string {
  const lines = Object.entries(MEANINGS).map(
    ([flag, [value, meaning]]) => `  ${`--${flag}${value}`.padEnd(20)} ${meaning}`,
  );
  return [
    `Tickwatch ${version}: watches Binance prices; it never trades.`,
    '',
    ...lines,
    `  ${'--help, --version'.padEnd(20)} say this, or the version, and end`,
    '',
    'Variables such as TICKWATCH_PORT stand for flags; the README lists them.',
    '',
  ].join('\n');
}
