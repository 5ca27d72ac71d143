import { destination, pino } from 'pino';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Fields = Readonly<Record<string, unknown>>;

/** Structured log: a constant message, what varies in the fields. Never tokens, keys or listen keys. */
export type Logger = Record<LogLevel, (message: string, fields?: Fields) => void>;

/** JSON lines on stderr; control characters are escaped by JSON, so one entry is always one line. */
export function createLogger(level: LogLevel): Logger {
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' },
    destination({ fd: 2, sync: true }),
  );
  return {
    error: (message, fields = {}) => log.error(fields, message),
    warn: (message, fields = {}) => log.warn(fields, message),
    info: (message, fields = {}) => log.info(fields, message),
    debug: (message, fields = {}) => log.debug(fields, message),
  };
}

/** Keeps nothing; for tests and benchmarks. */
export const silentLogger: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};
