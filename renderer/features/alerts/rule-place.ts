import { CONDITION_FORMS } from './condition-forms';
import type { PartDraft } from './rule-draft.svelte';

/**
 * Where in the form one of the services' paths is shown, such as `condition.price` or
 * `condition.conditions.1.window_s`; null when nowhere.
 */
export function placeOf(path: string, parts: readonly PartDraft[]): string | null {
  const [root = '', ...rest] = path.split('.');
  if (root !== 'condition') return root;
  const [first = ''] = rest;
  if (first === 'within_s') return first;
  return first === 'conditions' ? slotOf(parts[Number(rest[1])], rest[2]) : slotOf(parts[0], first);
}

function slotOf(part: PartDraft | undefined, field: string | undefined): string | null {
  if (!part || field === undefined) return null;
  const { slots, aliases } = CONDITION_FORMS[part.type];
  const slot = aliases?.[field] ?? field;
  return slot in slots ? `${part.key}.${slot}` : null;
}
