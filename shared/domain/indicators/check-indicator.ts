import { INDICATORS, type IndicatorEntry } from './catalog';

/** An indicator as it is asked for. */
export interface IndicatorChoice {
  readonly indicator: string;
  /** Those left out are usual; `period` means `length`. */
  readonly params: Readonly<Record<string, number>>;
  /** The line that is meant; the first of the indicator when absent. */
  readonly output?: string | undefined;
}

/** Which field is wrong, and why in words for people. */
export interface IndicatorFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** The entry of a name; names of what every object has are none. */
export const findEntry = (name: string): IndicatorEntry | undefined =>
  Object.hasOwn(INDICATORS, name) ? INDICATORS[name] : undefined;

/** The name by which the catalog knows a parameter. */
export const parameterName = (name: string): string => (name === 'period' ? 'length' : name);

/** What is wrong with a choice; null when it can be made. */
export function checkIndicator(choice: IndicatorChoice): IndicatorFault | null {
  const entry = findEntry(choice.indicator);
  if (!entry) return unknown(['indicator'], choice.indicator, Object.keys(INDICATORS));
  const { output } = choice;
  if (output !== undefined && !entry.outputs.includes(output)) {
    return unknown(['output'], output, entry.outputs);
  }
  for (const [name, value] of Object.entries(choice.params)) {
    const fault = checkParameter(entry, name, value);
    if (fault) return fault;
  }
  return checkNames(choice) ?? checkOrder(entry, choice.params);
}

function checkParameter(entry: IndicatorEntry, name: string, value: number): IndicatorFault | null {
  const known = parameterName(name);
  const limits = Object.hasOwn(entry.params, known) ? entry.params[known] : undefined;
  if (!limits) return unknown(['params', name], name, Object.keys(entry.params));
  const { min, max, isWhole } = limits;
  const isFine = value >= min && value <= max && (!isWhole || Number.isInteger(value));
  if (isFine) return null;
  const kind = isWhole ? 'a whole number' : 'a number';
  return { path: ['params', name], message: `must be ${kind} from ${min} to ${max}` };
}

function checkNames({ params }: IndicatorChoice): IndicatorFault | null {
  const isDouble = params['period'] !== undefined && params['length'] !== undefined;
  return isDouble ? { path: ['params'], message: 'give only one of "length" or "period"' } : null;
}

function checkOrder(
  { order, params: limits }: IndicatorEntry,
  params: Readonly<Record<string, number>>,
): IndicatorFault | null {
  if (!order) return null;
  const [low, high] = order.map((name) => params[name] ?? limits[name]?.usual ?? 0);
  const isFine = (low ?? 0) < (high ?? 0);
  return isFine ? null : { path: ['params', order[0]], message: `must be below "${order[1]}"` };
}

function unknown(path: readonly string[], name: string, known: readonly string[]): IndicatorFault {
  const choices = known.length === 0 ? 'it takes none' : `known: ${known.join(', ')}`;
  return { path, message: `unknown "${name}"; ${choices}` };
}
