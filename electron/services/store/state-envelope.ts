import { createHash } from 'node:crypto';
import { z } from 'zod';

const FORMAT = 'tickwatch-state';
const NEWLINE = 10;

/** A state as it lies on disk: which, by which rules, and its JSON. */
export interface Enveloped {
  readonly schemaVersion: number;
  /** Counts the commits of one store; the higher one is the newer. */
  readonly generation: number;
  readonly body: string;
}

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  schemaVersion: z.number().int().positive(),
  generation: z.number().int().positive(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});

/**
 * One line that tells what follows and proves it, then the JSON. The checksum covers the line's own
 * fields too: a damaged version number must not pass for another version.
 */
export function seal({ schemaVersion, generation, body }: Enveloped): Buffer {
  const data = Buffer.from(body);
  const claims = { format: FORMAT, schemaVersion, generation, bytes: data.length };
  const sha256 = checksum(JSON.stringify(claims), data);
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...claims, sha256 })}\n`), data]);
}

/** Null unless every byte is as it was written. */
export function unseal(data: Buffer): Enveloped | null {
  const end = data.indexOf(NEWLINE);
  if (end < 0) return null;
  const line = data.toString('utf8', 0, end);
  const header = parseHeader(line);
  if (header?.bytes !== data.length - end - 1) return null;
  const { sha256, ...claims } = header;
  // Another spelling of the same fields is damage too.
  if (line !== JSON.stringify({ ...claims, sha256 })) return null;
  if (sha256 !== checksum(JSON.stringify(claims), data.subarray(end + 1))) return null;
  const { schemaVersion, generation } = claims;
  return { schemaVersion, generation, body: data.toString('utf8', end + 1) };
}

function parseHeader(line: string): z.infer<typeof headerSchema> | null {
  try {
    return headerSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function checksum(claims: string, body: Buffer): string {
  return createHash('sha256').update(claims).update('\n').update(body).digest('hex');
}
