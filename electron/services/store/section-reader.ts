import type { z } from 'zod';

/** What a section of a state document comes to. */
export interface SectionReading {
  readonly data: unknown;
  /** Entries that could not be understood and are left out: `rules.3`. */
  readonly setAside: readonly string[];
}

interface Place {
  readonly part: string;
  readonly key: string;
}

/**
 * Reads a section. In the parts that are named every entry stands for itself: one that cannot be
 * understood is left out, and the others stay.
 * @returns Null when something else is wrong with it.
 */
export function readSection(
  schema: z.ZodType,
  value: unknown,
  parts: readonly string[],
): SectionReading | null {
  const setAside: string[] = [];
  let left = value;
  for (;;) {
    const parsed = schema.safeParse(left);
    if (parsed.success) return { data: parsed.data, setAside };
    const faulty = placesOf(parsed.error.issues, left, parts);
    if (!faulty) return null;
    left = faulty.reduce(without, left);
    setAside.push(...faulty.map(({ part, key }) => `${part}.${key}`));
  }
}

/** The entries that issues are about, each once; null when one is about something else. */
function placesOf(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  parts: readonly string[],
): Place[] | null {
  const places = new Map<string, Place>();
  for (const { path } of issues) {
    const [part, key] = path.map(String);
    if (part === undefined || key === undefined || !parts.includes(part)) return null;
    if (!Object.hasOwn(entriesOf(value, part), key)) return null;
    places.set(`${part}.${key}`, { part, key });
  }
  return [...places.values()];
}

function without(value: unknown, { part, key }: Place): unknown {
  const entries = { ...entriesOf(value, part) };
  Reflect.deleteProperty(entries, key);
  return { ...(value as object), [part]: entries };
}

function entriesOf(value: unknown, part: string): Readonly<Record<string, unknown>> {
  return (value as Record<string, Record<string, unknown>>)[part] ?? {};
}
