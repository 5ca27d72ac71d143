import { isAt } from './ascii';

/** An answer to a control message; `error` is the venue's text when it refused. */
interface ControlAnswer {
  readonly id: number;
  readonly error: string | null;
}

const DATA_START = '{"stream":"';
const SHUTDOWN = 'serverShutdown';
const SHUTDOWN_STREAM = `!${SHUTDOWN}`;

/**
 * Tells what concerns the connection itself from market data: an answer, the notice that the venue
 * is about to close, or null for everything else. Data, nearly all there is, is known by its first
 * letters; only the rest is parsed.
 */
export function readControl(bytes: Buffer): ControlAnswer | 'shutdown' | null {
  if (isAt(bytes, 0, DATA_START) && !isAt(bytes, DATA_START.length, SHUTDOWN_STREAM)) return null;
  const frame = parse(bytes.toString());
  if (frame === null) return null;
  if (frame['e'] === SHUTDOWN || frame['stream'] === SHUTDOWN_STREAM) return 'shutdown';
  const { id } = frame;
  if (typeof id !== 'number' || !('result' in frame || 'error' in frame || 'msg' in frame)) {
    return null;
  }
  return { id, error: errorOf(frame) };
}

/** Binance writes errors flat or nested, by age of the server. */
function errorOf(frame: Readonly<Record<string, unknown>>): string | null {
  if (!('error' in frame) && !('msg' in frame)) return null;
  const nested = frame['error'];
  const message = isObject(nested) ? nested['msg'] : (frame['msg'] ?? nested);
  return typeof message === 'string' ? message : 'without a reason';
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // Whoever reads the data counts what cannot be read.
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
