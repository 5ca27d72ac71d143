/** Shorter ones are words that a sentence may need. */
const MIN_WHOLE = 6;
const MIN_PART = 12;

/**
 * A text without any of the secrets, nor the telling parts of those that are addresses: far sides
 * repeat in their errors what they were sent.
 */
export function redacted(text: string, secrets: readonly string[]): string {
  const parts = [...new Set(secrets.flatMap(partsOf))].sort((a, b) => b.length - a.length);
  return parts.reduce((left, part) => left.replaceAll(part, '•••'), text);
}

function partsOf(secret: string): string[] {
  const host = URL.canParse(secret) ? new URL(secret).hostname : null;
  const words = secret.split(/[\s/?&=#:]+/).filter((word) => word !== host);
  const wholes = [secret, encodeURIComponent(secret)].filter((each) => each.length >= MIN_WHOLE);
  return [...wholes, ...words.filter((word) => word.length >= MIN_PART)];
}

/** The end of a secret, so that people know which one it is; null where that would tell too much. */
export function hintOf(secret: string): string | null {
  return secret.length < MIN_PART ? null : `…${secret.slice(-4)}`;
}
