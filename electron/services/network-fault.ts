/** Why no connection came about, as far as a person can do something about it. */
export interface NetworkFault {
  readonly kind: 'untrusted' | 'nameless' | 'unreachable';
  /** For people, after the name of the host. */
  readonly what: string;
  /** For the log. */
  readonly detail: string;
}

const CERTIFICATE = /CERT|SELF_SIGNED|VERIFY|ERR_TLS/;
const NAMELESS: readonly string[] = ['ENOTFOUND', 'EAI_AGAIN'];

const WHAT: Readonly<Record<NetworkFault['kind'], string>> = {
  untrusted:
    'shows a certificate that cannot be trusted (a proxy or a network log-in page in between?)',
  nameless: 'is not found (no internet connection?)',
  unreachable: 'cannot be reached',
};

/** Makes sense of what Node throws when a connection fails. */
export function networkFaultOf(error: unknown): NetworkFault {
  const { code, message } = rootOf(error);
  const kind = kindOf(code);
  return { kind, what: WHAT[kind], detail: `${code} ${message}`.trim() };
}

function kindOf(code: string): NetworkFault['kind'] {
  if (CERTIFICATE.test(code)) return 'untrusted';
  return NAMELESS.includes(code) ? 'nameless' : 'unreachable';
}

/**
 * Node's fetch hides the reason (ECONNREFUSED, ENOTFOUND …) in the cause; a name with several
 * addresses hides one for each a level further down.
 */
function rootOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const cause = error.cause instanceof Error ? error.cause : error;
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : [cause];
  const root: NodeJS.ErrnoException = first instanceof Error ? first : cause;
  return { code: root.code ?? '', message: root.message };
}
